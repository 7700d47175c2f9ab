// Posts as HTML with microformats (h-entry), in the classes of the web app's parts
// (web/src/social/), so that both wear the same clothes.
#pragma once

#include <span>

#include "features/public_pages/drawing.h"
#include "features/public_pages/shown_posts.h"

namespace skein::public_pages {

enum class PostPlace {
    list,    ///< One of many that have nothing to do with each other.
    pinned,  ///< On top of a profile.
    thread,  ///< Above or below the post a page is about.
    focus,   ///< That post.
    alone    ///< On a page of another site.
};

/// One `article`.
SafeHtml draw_post(Drawing const& with, ShownPost const& post, PostPlace place = PostPlace::list);
SafeHtml draw_posts(Drawing const& with, std::span<ShownPost const> posts,
                    PostPlace place = PostPlace::list);
/// The text with its warning, poll and media, as feeds carry it.
SafeHtml draw_content(Drawing const& with, ShownPost const& post);

/// Where a list goes on, and how to come back to its beginning. `more`: it goes on behind its last
/// post; `base`: its address without a cursor.
struct ListEnds {
    std::string_view base;
    bool begins = true, more = false;
    StatusId last = {};
};
SafeHtml draw_ends(Drawing const& with, ListEnds const& ends);

}  // namespace skein::public_pages
