#include <cstddef>
#include <cstdint>
#include <string_view>

#include "platform/imaging/sniff.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    auto const type = skein::imaging::sniff(bytes);
    // What lies behind the sniffed part never matters.
    if (type != skein::imaging::sniff(bytes.substr(0, skein::imaging::sniffed_bytes)))
        __builtin_trap();
    if (skein::imaging::content_type(type).empty()) __builtin_trap();
    return 0;
}
