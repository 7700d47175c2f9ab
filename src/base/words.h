// The words of a text as a search compares them: broken by the rules of Unicode and the
// dictionaries of ICU (Thai, Lao, Khmer, Burmese, Chinese and Japanese write no spaces), without
// case, accents and width. What is stored and what is asked go through the same function.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace skein {

/// At most `most` words, in order. Each is made of letters, digits and marks alone, and of at most
/// `search_word_bytes_max` bytes: what is longer is cut.
std::vector<std::string> search_words(std::string_view text, std::size_t most);
inline constexpr std::size_t search_word_bytes_max = 120;

}  // namespace skein
