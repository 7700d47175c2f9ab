#include <cstddef>
#include <cstdint>
#include <string_view>

#include "features/activitypub/vocab/iri.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using skein::activitypub::Iri;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const iri = Iri::parse(text);
    if (!iri) return 0;
    // What was read once is read again as the same, with the same authority.
    auto const again = Iri::parse(iri->str());
    if (!again || *again != *iri || !again->same_origin(*iri)) __builtin_trap();
    if (!iri->str().starts_with(iri->url().origin())) __builtin_trap();
    if (!Iri::parse(iri->document())) __builtin_trap();
    return 0;
}
