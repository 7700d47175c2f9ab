// Public pages, and what stands in their heads for machines: canonical address, previews
// (OpenGraph), feeds, the ActivityPub form, and whether search engines may keep it.
#pragma once

#include <string>
#include <vector>

#include "base/html.h"
#include "core/server.h"

namespace skein::public_pages {

struct PageHead {
    std::string canonical;
    std::string title, description, kind;  ///< og:type: profile, article, website.
    std::string image, image_alt;
    std::string activity;  ///< The ActivityPub document, or "".
    std::string feeds;     ///< The address that `.rss` and `.atom` follow, or "".
    std::string oembed;    ///< The page that oEmbed is asked about, or "".
    bool indexable = false;
};

/// The page with this head; search engines are told in the header too.
Reply page_reply(Call const& call, PageHead const& head, SafeHtml body);

}  // namespace skein::public_pages
