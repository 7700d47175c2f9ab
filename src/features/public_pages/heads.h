// What stands in the head of a public page for machines: canonical address, previews (OpenGraph),
// feeds, the ActivityPub form, and whether search engines may keep it.
#pragma once

#include <string>
#include <vector>

#include "base/html.h"

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
SafeHtml draw_head(std::string const& public_url, PageHead const& head);

}  // namespace skein::public_pages
