#include "features/activitypub/signatures/multikey.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace skein::activitypub;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    (void)read_did_key(text);
    if (auto const key = read_multikey(text)) {
        auto const again = to_multikey(*key);
        if (text.starts_with('z') && again != text) __builtin_trap();
        if (read_multikey(again).value().raw() != key->raw()) __builtin_trap();
    }
    // One spelling for each row of bytes.
    auto const bytes = from_base58(text, 256);
    if (bytes && to_base58(*bytes) != text) __builtin_trap();
    if (size <= 64 && from_base58(to_base58(text), 64) != text) __builtin_trap();
    return 0;
}
