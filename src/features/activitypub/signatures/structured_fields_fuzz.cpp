#include <cstddef>
#include <cstdint>
#include <string_view>

#include "features/activitypub/signatures/signature_parameters.h"
#include "features/activitypub/signatures/structured_fields.h"

using namespace skein::activitypub;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    (void)parse_signature_parameters(text);
    auto const dictionary = structured::parse_dictionary(text);
    if (!dictionary) return 0;
    // There is one form for each value, and it is at most as long.
    auto const once = structured::to_string(*dictionary);
    auto const again = structured::parse_dictionary(once);
    if (!again || structured::to_string(*again) != once) __builtin_trap();
    return 0;
}
