#include "platform/crypto/signing_keys.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <array>

#include "platform/crypto/public_key_parts.h"

namespace skein::crypto {
namespace {

constexpr int rsa_bits_made = 2048;
constexpr int rsa_bits_min = 2048;
constexpr int rsa_bits_max = 8192;
/// A larger exponent only costs time at every verification.
constexpr std::size_t exponent_bytes_max = 4;
constexpr std::size_t ed25519_bytes = 32;
constexpr std::size_t private_bytes_max = 16 << 10;

struct Freed {
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
    void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
    void operator()(OSSL_PARAM_BLD* p) const { OSSL_PARAM_BLD_free(p); }
    void operator()(OSSL_PARAM* p) const { OSSL_PARAM_free(p); }
    void operator()(BIGNUM* p) const { BN_free(p); }
    void operator()(BIO* p) const { BIO_free_all(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Freed>;

unsigned char const* raw_bytes(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}
unsigned char* raw_bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

std::shared_ptr<EVP_PKEY> shared(EVP_PKEY* key) { return {key, Freed{}}; }

std::unexpected<Error> no_key() {
    // What OpenSSL has to say is left in a queue of the thread, where the next call would find it.
    ERR_clear_error();
    return fail(Errc::unprocessable, "This is not a key that is known here.");
}

std::unexpected<Error> weak() { return fail(Errc::unprocessable, "This key is too weak."); }

/// The key from its two numbers: twenty times faster than OpenSSL's own decoders.
EVP_PKEY* rsa_from(BIGNUM const* modulus, BIGNUM const* exponent) {
    Owned<OSSL_PARAM_BLD> const builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus);
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent);
    Owned<OSSL_PARAM> const parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    Owned<EVP_PKEY_CTX> const context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) <= 0) return nullptr;
    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get());
    return key;
}

KeyType type_for(Scheme scheme) {
    return scheme == Scheme::ed25519 ? KeyType::ed25519 : KeyType::rsa;
}

char const* digest_for(Scheme scheme) {
    switch (scheme) {
        case Scheme::rsa_v1_5_sha256: return "SHA256";
        case Scheme::rsa_v1_5_sha512:
        case Scheme::rsa_pss_sha512: return "SHA512";
        case Scheme::ed25519: break;
    }
    return nullptr;  // Ed25519 hashes inside.
}

/// RFC 9421 section 3.3.1: the salt is as long as the digest.
bool set_padding(EVP_PKEY_CTX* context, Scheme scheme) {
    if (scheme != Scheme::rsa_pss_sha512) return true;
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) > 0;
}

std::string text_in(BIO* bio) {
    char* data = nullptr;
    auto const size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string raw_private(EVP_PKEY* key) {
    std::string out(ed25519_bytes, '\0');
    std::size_t size = out.size();
    expects(EVP_PKEY_get_raw_private_key(key, raw_bytes(out), &size) == 1);
    return out;
}

/// Bytes that OpenSSL allocated.
template <class Encode>
std::string encoded(Encode&& encode) {
    unsigned char* data = nullptr;
    auto const size = encode(&data);
    expects(size > 0);
    std::string out(reinterpret_cast<char const*>(data), static_cast<std::size_t>(size));
    OPENSSL_clear_free(data, static_cast<std::size_t>(size));
    return out;
}

struct ToPublicKey {
    Result<PublicKey> operator()(RsaParts const& rsa) const {
        return PublicKey::from_rsa(rsa.modulus, rsa.exponent);
    }
    Result<PublicKey> operator()(Ed25519Parts const& ed25519) const {
        return PublicKey::from_ed25519(ed25519.point);
    }
};

}  // namespace

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
    auto const parts = parse_public_key_pem(pem);
    if (!parts) return no_key();
    return std::visit(ToPublicKey{}, *parts);
}

Result<PublicKey> PublicKey::from_der(std::string_view der) {
    auto const parts = parse_public_key_der(der);
    if (!parts) return no_key();
    return std::visit(ToPublicKey{}, *parts);
}

Result<PublicKey> PublicKey::from_rsa(std::string_view modulus, std::string_view exponent) {
    if (modulus.size() > rsa_bits_max / 8 + 1 || exponent.size() > exponent_bytes_max)
        return weak();
    Owned<BIGNUM> const n(BN_bin2bn(raw_bytes(modulus), static_cast<int>(modulus.size()), nullptr));
    Owned<BIGNUM> const e(
        BN_bin2bn(raw_bytes(exponent), static_cast<int>(exponent.size()), nullptr));
    expects(n && e);
    auto const bits = BN_num_bits(n.get());
    if (bits < rsa_bits_min || bits > rsa_bits_max || !BN_is_odd(n.get())) return weak();
    if (!BN_is_odd(e.get()) || BN_is_one(e.get())) return weak();
    auto* const key = rsa_from(n.get(), e.get());
    if (!key) return no_key();
    return PublicKey(KeyType::rsa, shared(key));
}

Result<PublicKey> PublicKey::from_ed25519(std::string_view point) {
    if (point.size() != ed25519_bytes) return no_key();
    auto* const key =
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw_bytes(point), point.size());
    if (!key) return no_key();
    return PublicKey(KeyType::ed25519, shared(key));
}

bool PublicKey::verify(Scheme scheme, std::string_view text, std::string_view signature) const {
    if (type_for(scheme) != type_) return false;
    Owned<EVP_MD_CTX> const context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* inner = nullptr;
    auto const good = EVP_DigestVerifyInit_ex(context.get(), &inner, digest_for(scheme), nullptr,
                                              nullptr, key_.get(), nullptr) == 1 &&
                      set_padding(inner, scheme) &&
                      EVP_DigestVerify(context.get(), raw_bytes(signature), signature.size(),
                                       raw_bytes(text), text.size()) == 1;
    if (!good) ERR_clear_error();
    return good;
}

std::string PublicKey::to_pem() const {
    Owned<BIO> const bio(BIO_new(BIO_s_mem()));
    expects(PEM_write_bio_PUBKEY(bio.get(), key_.get()) == 1);
    return text_in(bio.get());
}

std::string PublicKey::to_der() const {
    return encoded([&](unsigned char** out) { return i2d_PUBKEY(key_.get(), out); });
}

std::string PublicKey::raw() const {
    if (type_ != KeyType::ed25519) return {};
    std::string out(ed25519_bytes, '\0');
    std::size_t size = out.size();
    expects(EVP_PKEY_get_raw_public_key(key_.get(), raw_bytes(out), &size) == 1);
    return out;
}

PrivateKey PrivateKey::generate_rsa() {
    auto* const key = EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{rsa_bits_made});
    expects(key != nullptr);
    return {KeyType::rsa, shared(key)};
}

PrivateKey PrivateKey::generate_ed25519() {
    auto* const key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    expects(key != nullptr);
    return {KeyType::ed25519, shared(key)};
}

Result<PrivateKey> PrivateKey::checked(evp_pkey_st* raw_key) {
    if (!raw_key) return no_key();
    auto key = shared(raw_key);
    if (EVP_PKEY_is_a(key.get(), "ED25519")) return PrivateKey(KeyType::ed25519, std::move(key));
    if (!EVP_PKEY_is_a(key.get(), "RSA")) return no_key();
    auto const bits = EVP_PKEY_get_bits(key.get());
    if (bits < rsa_bits_min || bits > rsa_bits_max) return weak();
    return PrivateKey(KeyType::rsa, std::move(key));
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
    if (pem.size() > private_bytes_max || !pem.starts_with("-----BEGIN PRIVATE KEY-----"))
        return no_key();
    Owned<BIO> const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return checked(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

Result<PrivateKey> PrivateKey::from_der(std::string_view der) {
    if (der.size() > private_bytes_max) return no_key();
    auto const* begin = raw_bytes(der);
    auto key = checked(d2i_AutoPrivateKey(nullptr, &begin, static_cast<long>(der.size())));
    if (key && begin != raw_bytes(der) + der.size()) return no_key();
    return key;
}

Result<PrivateKey> PrivateKey::from_ed25519(std::string_view seed) {
    if (seed.size() != ed25519_bytes) return no_key();
    return checked(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw_bytes(seed), seed.size()));
}

std::string PrivateKey::sign(Scheme scheme, std::string_view text) const {
    expects(type_for(scheme) == type_);
    Owned<EVP_MD_CTX> const context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* inner = nullptr;
    expects(EVP_DigestSignInit_ex(context.get(), &inner, digest_for(scheme), nullptr, nullptr,
                                  key_.get(), nullptr) == 1);
    expects(set_padding(inner, scheme));
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    auto size = signature.size();
    expects(EVP_DigestSign(context.get(), raw_bytes(signature), &size, raw_bytes(text),
                           text.size()) == 1);
    signature.resize(size);
    return signature;
}

std::string PrivateKey::to_pem() const {
    Owned<BIO> const bio(BIO_new(BIO_s_secmem()));
    expects(PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr,
                                          nullptr) == 1);
    return text_in(bio.get());
}

std::string PrivateKey::to_der() const {
    Owned<BIO> const bio(BIO_new(BIO_s_secmem()));
    expects(i2d_PKCS8PrivateKey_bio(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) ==
            1);
    return text_in(bio.get());
}

std::string PrivateKey::raw() const {
    return type_ == KeyType::ed25519 ? raw_private(key_.get()) : std::string{};
}

}  // namespace skein::crypto
