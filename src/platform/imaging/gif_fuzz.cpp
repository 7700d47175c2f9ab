#include <cstddef>
#include <cstdint>
#include <string_view>

#include "platform/imaging/gif.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    auto const once = skein::imaging::strip_gif(bytes);
    if (!once) return 0;
    // Stripping again finds nothing more to drop.
    auto const twice = skein::imaging::strip_gif(once->bytes);
    if (!twice || twice->bytes != once->bytes || twice->frames != once->frames) __builtin_trap();
    return 0;
}
