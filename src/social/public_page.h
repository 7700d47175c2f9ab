// Pages that everybody may read, and what stands in their heads for machines: canonical address,
// previews (OpenGraph), feeds, the ActivityPub form, and whether search engines may keep them.
#pragma once

#include <string>

#include "base/html.h"
#include "core/endpoint.h"

namespace skein::social {

struct PageHead {
    std::string canonical;
    std::string title, description, kind = "website";  ///< og:type: profile, article, website.
    std::string image, image_alt;
    std::string activity;      ///< The ActivityPub document, or "".
    std::string feeds;         ///< The address that `.rss`, `.atom` and `.json` follow, or "".
    std::string oembed;        ///< The page that oEmbed is asked about, or "".
    std::string published_at;  ///< Of an article, or "".
    std::string profile;       ///< Whose page it is: their username, or "".
    bool indexable = false;
};

/// What of it stands in the head of the document.
SafeHtml draw_head(Server const& server, PageHead const& head);

/// The page with this head in the frame of all pages; search engines are told in the header too.
Reply public_page(Call const& call, PageHead const& head, SafeHtml body);

}  // namespace skein::social
