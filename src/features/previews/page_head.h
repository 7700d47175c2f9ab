// What a page says of itself to those who link to it: title, description, picture (HTML,
// OpenGraph). Foreign bytes: one pass over the beginning of the page, in linear time; nothing is
// run or rendered, and what comes out is plain text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace skein::previews {

struct PageHead {
    std::string title, description, language, site_name, author, author_url;
    std::string creator;  ///< `fediverse:creator` as it is written: `@user@host`.
    std::string image, image_description;
    std::int64_t width = 0, height = 0;  ///< Of the picture, as the page says; 0 is unknown.
    std::optional<Time> published_at;
};
PageHead read_page_head(std::string_view html);

}  // namespace skein::previews
