#include <cstddef>
#include <cstdint>
#include <string_view>

#include "platform/imaging/webp.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    auto const once = skein::imaging::strip_webp(bytes);
    if (!once) return 0;
    // Stripping again finds nothing more to drop.
    auto const twice = skein::imaging::strip_webp(*once);
    if (!twice || *twice != *once || once->size() > size) __builtin_trap();
    return 0;
}
