#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/clock.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    // Whatever is read can be written, and reads back to its millisecond.
    if (auto const at = skein::parse_rfc3339(text)) {
        auto const again = skein::parse_rfc3339(skein::to_rfc3339(*at));
        if (again != std::chrono::floor<std::chrono::milliseconds>(*at)) __builtin_trap();
    }
    if (auto const at = skein::parse_http_date(text))
        if (skein::parse_http_date(skein::to_http_date(*at)) != at) __builtin_trap();
    return 0;
}
