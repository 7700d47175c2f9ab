// Emojis of Unicode. Over ICU.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace skein {

/// The text when it is exactly one emoji (recommended for interchange, UTS 51), in its fully
/// qualified form where the writer left the variation selector of a single character out. Digits,
/// `#` and `*` alone are no emojis.
std::optional<std::string> one_emoji(std::string_view text);
inline constexpr std::size_t emoji_bytes_max = 64;

}  // namespace skein
