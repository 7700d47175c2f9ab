#include <cstddef>
#include <cstdint>
#include <string_view>

#include "platform/crypto/public_key_parts.h"
#include "platform/crypto/signing_keys.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    (void)skein::crypto::parse_public_key_pem(text);
    if (!skein::crypto::parse_public_key_der(text)) return 0;
    auto const key = skein::crypto::PublicKey::from_der(text);
    if (!key) return 0;
    // There is one form for each key, and nobody signed this.
    if (key->to_der() != text) __builtin_trap();
    auto const again = skein::crypto::PublicKey::from_pem(key->to_pem());
    if (!again || again->to_der() != text) __builtin_trap();
    auto const scheme = key->type() == skein::crypto::KeyType::rsa
                            ? skein::crypto::Scheme::rsa_v1_5_sha256
                            : skein::crypto::Scheme::ed25519;
    if (key->verify(scheme, "text", text)) __builtin_trap();
    return 0;
}
