#include "features/activitypub/signatures/jcs.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "features/activitypub/signatures/proofs.h"

using namespace skein;
using namespace skein::activitypub;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const document = json::Document::parse(text);
    if (!document) return 0;
    auto const once = canonical_json(document->root());
    auto const again = json::Document::parse(once);
    if (!again || canonical_json(again->root()) != once) __builtin_trap();
    static auto const key = crypto::PrivateKey::from_ed25519(std::string(32, 'k')).value();
    auto const claim = read_proof(document->root(), Time(std::chrono::seconds(1'772'619'630)));
    // Nobody signed this with that key.
    if (claim && verify_proof(*claim, key.public_key(), claim->owner)) __builtin_trap();
    return 0;
}
