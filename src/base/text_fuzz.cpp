#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/encoding.h"
#include "base/text.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const count = skein::count_graphemes(text);
    if (count > text.size()) __builtin_trap();
    if (skein::first_graphemes(text, count + 1).size() < text.size() && skein::is_valid_utf8(text))
        __builtin_trap();
    if (skein::count_graphemes(skein::first_graphemes(text, 3)) > 3) __builtin_trap();
    auto const clean = skein::strip_controls(text, false);
    if (!skein::is_valid_utf8(clean) || skein::strip_controls(clean, false) != clean)
        __builtin_trap();
    auto const mended = skein::to_valid_utf8(text);
    if (!skein::is_valid_utf8(mended)) __builtin_trap();
    auto const folded = skein::fold_case(mended);
    if (skein::fold_case(folded) != folded) __builtin_trap();
    if (!skein::is_valid_utf8(skein::fold_tag(text))) __builtin_trap();
    if (!skein::is_valid_utf8(skein::fold_for_search(mended))) __builtin_trap();
    // The codecs, with whatever comes.
    if (skein::from_hex(skein::to_hex(text)) != text) __builtin_trap();
    if (skein::from_base64(skein::to_base64url(text)) != text) __builtin_trap();
    if (skein::percent_decode(skein::percent_encode(text)) != text) __builtin_trap();
    if (auto const bytes = skein::from_base64(text))
        if (skein::from_base64(skein::to_base64(*bytes)) != bytes) __builtin_trap();
    return 0;
}
