#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/encoding.h"
#include "base/json.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    std::string quoted;
    skein::json::append_string(quoted, text);
    if (!skein::is_valid_utf8(quoted) || quoted.find("</") != std::string::npos) __builtin_trap();
    if (text.size() < 1 << 20 && !skein::json::Document::parse(quoted)) __builtin_trap();
    auto const document = skein::json::Document::parse(text);
    if (!document) return 0;
    // What was read is written so that it reads the same again.
    auto const once = document->root().dump();
    auto const again = skein::json::Document::parse(once);
    if (!again || again->root().dump() != once) __builtin_trap();
    return 0;
}
