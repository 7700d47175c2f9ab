// What stands out in a text somebody typed: links, mentions, hashtags. One pass from left to right,
// in time linear in the text, whatever stands in it; nothing is found inside something else.
#pragma once

#include <string_view>
#include <vector>

namespace skein::social {

struct PostEntity {
    enum class Kind { link, mention, hashtag };
    Kind kind{};
    std::string_view text;  ///< As written: the whole link, `@user@host`, `#tag`.
    std::string_view name;  ///< Without the sign: `user@host`, `tag`; the link itself.
};

/// In the order of the text, which must outlive them.
std::vector<PostEntity> entities_in(std::string_view text);

}  // namespace skein::social
