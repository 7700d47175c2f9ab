// RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 of a profile or a tag.
#pragma once

#include <optional>
#include <string>

#include "core/endpoint.h"
#include "features/public_pages/shown_posts.h"

namespace skein::public_pages {

enum class FeedKind { rss, atom, json };

struct Feed {
    std::string title, description;
    std::string page;        ///< The page it is of.
    std::string image = {};  ///< Or "".
    std::optional<social::Account> author = {};
    Shown shown;
};
Reply feed_reply(Call const& call, FeedKind kind, Feed const& feed);

/// A name with `.rss`, `.atom` or `.json` behind it is asked for as a feed, as is the page for
/// whoever accepts only that. Takes the ending off the name.
std::optional<FeedKind> wanted_feed(Call const& call, std::string& name);

}  // namespace skein::public_pages
