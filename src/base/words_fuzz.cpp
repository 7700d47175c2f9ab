#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/words.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    constexpr std::size_t most = 1000;
    auto const words = skein::search_words(text, most);
    if (words.size() > most) __builtin_trap();
    for (auto const& word : words) {
        if (word.empty() || word.size() > skein::search_word_bytes_max) __builtin_trap();
        // What the index tells apart by their first character, and what would end a quotation.
        if (word.find_first_of(" '\"\\%#@&|!()*:") != std::string::npos) __builtin_trap();
    }
    return 0;
}
