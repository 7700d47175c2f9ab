// The numbers inside a public key as other servers publish it: strict DER of a
// SubjectPublicKeyInfo (RFC 5280) or a PKCS#1 RSAPublicKey, in PEM or bare.
//
// Foreign bytes: the parser takes these forms and nothing else, without recursion.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace skein::crypto {

/// Unsigned, big-endian, without leading zeros.
struct RsaParts {
    std::string modulus;
    std::string exponent;
};

struct Ed25519Parts {
    std::string point;  ///< 32 bytes.
};

using PublicKeyParts = std::variant<RsaParts, Ed25519Parts>;

std::optional<PublicKeyParts> parse_public_key_pem(std::string_view pem);
std::optional<PublicKeyParts> parse_public_key_der(std::string_view der);

}  // namespace skein::crypto
