// Keys that sign and verify: RSA (what the federation speaks) and Ed25519.
//
// A key is parsed once and then cheap to copy; parsing costs more than using it, so whoever meets a
// key often keeps it. Keys are immutable and may be used from several threads at once. Signing with
// RSA costs 0.3 ms and making such a key 150 ms: lane `cpu`. Verifying is done in place.
//
// Weak keys are refused: RSA has 2048 to 8192 bits and a small odd exponent.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct evp_pkey_st;  // OpenSSL's key, which no other header of ours sees.

namespace skein::crypto {

enum class KeyType : std::uint8_t { rsa, ed25519 };

/// How a signature is made. There is no SHA-1 and no "whatever the sender says": the caller names
/// one that it knows, and it must fit the type of the key.
enum class Scheme : std::uint8_t { rsa_v1_5_sha256, rsa_v1_5_sha512, rsa_pss_sha512, ed25519 };

class PublicKey {
  public:
    /// SubjectPublicKeyInfo, or PKCS#1 for RSA. Errc::unprocessable: no key, or a weak one.
    static Result<PublicKey> from_pem(std::string_view pem);
    /// SubjectPublicKeyInfo.
    static Result<PublicKey> from_der(std::string_view der);
    /// Modulus and exponent, unsigned and big-endian.
    static Result<PublicKey> from_rsa(std::string_view modulus, std::string_view exponent);
    /// The 32 bytes of the point.
    static Result<PublicKey> from_ed25519(std::string_view point);

    KeyType type() const { return type_; }
    /// Is this the signature of `text`? False for every reason there may be.
    bool verify(Scheme scheme, std::string_view text, std::string_view signature) const;

    std::string to_pem() const;  ///< SubjectPublicKeyInfo.
    std::string to_der() const;  ///< SubjectPublicKeyInfo.
    /// The 32 bytes of an Ed25519 key; "" for RSA.
    std::string raw() const;

  private:
    friend class PrivateKey;
    PublicKey(KeyType type, std::shared_ptr<evp_pkey_st> key) : type_(type), key_(std::move(key)) {}

    KeyType type_;
    std::shared_ptr<evp_pkey_st> key_;
};

class PrivateKey {
  public:
    static PrivateKey generate_rsa();  ///< 2048 bits.
    static PrivateKey generate_ed25519();
    /// PKCS#8, not encrypted. Errc::unprocessable: no key, another kind of key, or a weak one.
    static Result<PrivateKey> from_pem(std::string_view pem);
    static Result<PrivateKey> from_der(std::string_view der);
    /// The 32 bytes of the seed.
    static Result<PrivateKey> from_ed25519(std::string_view seed);

    KeyType type() const { return type_; }
    /// The scheme must fit the type of the key.
    std::string sign(Scheme scheme, std::string_view text) const;
    PublicKey public_key() const { return {type_, key_}; }

    std::string to_pem() const;  ///< PKCS#8, not encrypted: seal it before it is stored.
    std::string to_der() const;  ///< The same.
    /// The 32 bytes of the seed of an Ed25519 key; "" for RSA.
    std::string raw() const;

  private:
    PrivateKey(KeyType type, std::shared_ptr<evp_pkey_st> key)
        : type_(type), key_(std::move(key)) {}
    static Result<PrivateKey> checked(evp_pkey_st* key);

    KeyType type_;
    std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace skein::crypto
