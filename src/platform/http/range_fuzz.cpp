#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "platform/http/ranges.h"
#include "platform/http/tokens.h"

/// Four bytes are the size of the body, the rest is the header.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using skein::http::RangeChoice;
    std::uint32_t body = 0;
    if (size < sizeof body) return 0;
    std::memcpy(&body, data, sizeof body);
    std::string_view const text(reinterpret_cast<char const*>(data) + sizeof body,
                                size - sizeof body);
    auto const choice = skein::http::choose_range(text, body);
    if (choice.kind == RangeChoice::Kind::part) {
        auto const& [first, length] = choice.part;
        if (length == 0 || first >= body || length > body - first) __builtin_trap();
    }
    auto const quality = skein::http::media_quality(text, "text/html; charset=utf-8");
    if (quality < 0 || quality > 1000) __builtin_trap();
    if (skein::http::coding_quality(text, "gzip") > 1000) __builtin_trap();
    (void)skein::http::none_match_names(text, "\"tag\"");
    (void)skein::http::parse_parameterised(text);
    return 0;
}
