#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/html.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    // Decoding never grows: the shortest entity is as long as the longest character.
    if (skein::plain_text_of(text).size() > 2 * text.size() + 2) __builtin_trap();
    auto const escaped = skein::escape_html(text);
    if (escaped.str().find_first_of("<>\"'") != std::string_view::npos) __builtin_trap();
    if (skein::plain_text_of(escaped.str()) != text) __builtin_trap();
    return 0;
}
