// What comes before the tree builder of the sanitiser: the same text with only the tags that may
// stay, properly nested, and only the attributes somebody looks at.
//
// Nothing is safe by this. It is there because a tree builder follows HTML5 to the letter, and what
// HTML5 says about misnested and unclosed tags takes quadratic time and memory: a megabyte of it
// can fill every machine. After this the tree is as deep as here, and as large as the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace skein {

inline constexpr std::size_t markup_depth_max = 64;
inline constexpr std::size_t markup_tags_max = 10'000;

/// `html` is valid UTF-8. Linear time.
std::string tame_markup(std::string_view html);

}  // namespace skein
