#include <cstddef>
#include <cstdint>
#include <string_view>

#include "features/activitypub/vocab/dates.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    // Whatever is strict is tolerated, and means the same.
    auto const at = skein::activitypub::parse_date(text);
    auto const strict = skein::parse_rfc3339(text);
    if (strict && at != strict) __builtin_trap();
    if (at && !skein::parse_rfc3339(skein::to_rfc3339(*at))) __builtin_trap();
    return 0;
}
