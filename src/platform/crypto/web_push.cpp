#include "platform/crypto/web_push.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <array>
#include <memory>

#include "base/encoding.h"
#include "base/json.h"
#include "platform/crypto/digest.h"

namespace skein::crypto {
namespace {

constexpr std::size_t scalar_bytes = 32, point_bytes = 65, secret_bytes = 16, salt_bytes = 16;
constexpr std::size_t tag_bytes = 16, key_bytes = 16, nonce_bytes = 12;
constexpr std::uint32_t record_bytes = 4096;

struct Freed {
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(EVP_PKEY_CTX* p) const { EVP_PKEY_CTX_free(p); }
    void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
    void operator()(EVP_CIPHER_CTX* p) const { EVP_CIPHER_CTX_free(p); }
    void operator()(OSSL_PARAM_BLD* p) const { OSSL_PARAM_BLD_free(p); }
    void operator()(OSSL_PARAM* p) const { OSSL_PARAM_free(p); }
    void operator()(BIGNUM* p) const { BN_clear_free(p); }
    void operator()(EC_GROUP* p) const { EC_GROUP_free(p); }
    void operator()(EC_POINT* p) const { EC_POINT_free(p); }
    void operator()(ECDSA_SIG* p) const { ECDSA_SIG_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Freed>;

unsigned char const* raw_bytes(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}
unsigned char* raw_bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

std::unexpected<Error> no_key() {
    ERR_clear_error();
    return fail(Errc::unprocessable, "This is not a key of the curve P-256.");
}

Owned<EVP_PKEY> key_from(std::string_view point, BIGNUM const* secret) {
    Owned<OSSL_PARAM_BLD> const builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                     point.size());
    if (secret) OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret);
    Owned<OSSL_PARAM> const parts(OSSL_PARAM_BLD_to_param(builder.get()));
    Owned<EVP_PKEY_CTX> const context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* key = nullptr;
    if (!parts || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, secret ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
                          parts.get()) != 1)
        return nullptr;
    return Owned<EVP_PKEY>(key);
}

Owned<EVP_PKEY> pair_from(P256Keys const& keys) {
    Owned<BIGNUM> const secret(
        BN_bin2bn(raw_bytes(keys.secret), static_cast<int>(keys.secret.size()), nullptr));
    return secret ? key_from(keys.point, secret.get()) : nullptr;
}

/// What both sides can work out: X9.63, the x coordinate.
Result<std::string> shared_secret(P256Keys const& own, std::string_view other_point) {
    auto const pair = pair_from(own);
    auto const other = key_from(other_point, nullptr);
    if (!pair || !other) return no_key();
    Owned<EVP_PKEY_CTX> const context(EVP_PKEY_CTX_new(pair.get(), nullptr));
    std::string secret(scalar_bytes, '\0');
    std::size_t size = secret.size();
    if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_derive_set_peer(context.get(), other.get()) != 1 ||
        EVP_PKEY_derive(context.get(), raw_bytes(secret), &size) != 1 || size != scalar_bytes)
        return no_key();
    return secret;
}

/// HKDF (RFC 5869) for at most one block.
std::string derived(std::string_view salt, std::string_view material, std::string_view info,
                    std::size_t size) {
    auto const extracted = hmac_sha256(salt, material);
    return hmac_sha256(extracted, std::string(info) + '\x01').substr(0, size);
}

struct ContentKeys {
    std::string key, nonce;
};

/// RFC 8291 section 3.4.
ContentKeys present_keys(PushMessage const& message, std::string_view secret) {
    using namespace std::string_view_literals;
    auto const info =
        std::string("WebPush: info\0"sv) + message.receiver.point + message.ephemeral.point;
    auto const material = derived(message.receiver.secret, secret, info, scalar_bytes);
    return {derived(message.salt, material, "Content-Encoding: aes128gcm\0"sv, key_bytes),
            derived(message.salt, material, "Content-Encoding: nonce\0"sv, nonce_bytes)};
}

std::string with_length(std::string_view bytes) {
    std::string text;
    text += static_cast<char>(bytes.size() >> 8);
    text += static_cast<char>(bytes.size() & 0xff);
    return text.append(bytes);
}

/// draft-ietf-webpush-encryption-04 section 4.2, draft-ietf-httpbis-encryption-encoding-03.
ContentKeys draft_keys(PushMessage const& message, std::string_view secret) {
    using namespace std::string_view_literals;
    auto const material =
        derived(message.receiver.secret, secret, "Content-Encoding: auth\0"sv, scalar_bytes);
    auto const context = std::string("P-256\0"sv) + with_length(message.receiver.point) +
                         with_length(message.ephemeral.point);
    return {derived(message.salt, material, std::string("Content-Encoding: aesgcm\0"sv) + context,
                    key_bytes),
            derived(message.salt, material, std::string("Content-Encoding: nonce\0"sv) + context,
                    nonce_bytes)};
}

Result<std::string> sealed(ContentKeys const& keys, std::string_view text) {
    Owned<EVP_CIPHER_CTX> const context(EVP_CIPHER_CTX_new());
    std::string out(text.size() + tag_bytes, '\0');
    int size = 0, rest = 0;
    auto* const tag = raw_bytes(out) + text.size();
    auto const done = context &&
                      EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr,
                                         raw_bytes(keys.key), raw_bytes(keys.nonce)) == 1 &&
                      EVP_EncryptUpdate(context.get(), raw_bytes(out), &size, raw_bytes(text),
                                        static_cast<int>(text.size())) == 1 &&
                      EVP_EncryptFinal_ex(context.get(), raw_bytes(out) + size, &rest) == 1 &&
                      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG,
                                          static_cast<int>(tag_bytes), tag) == 1;
    if (!done) return fail(Errc::internal, "", "AES-128-GCM failed");
    return out;
}

/// ASN.1 as OpenSSL makes it to the two numbers that JOSE wants (RFC 7518 section 3.4).
Result<std::string> plain_signature(std::string_view der) {
    auto const* at = raw_bytes(der);
    Owned<ECDSA_SIG> const signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    std::string out(2 * scalar_bytes, '\0');
    auto const size = static_cast<int>(scalar_bytes);
    if (!signature ||
        BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw_bytes(out), size) != size ||
        BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw_bytes(out) + scalar_bytes, size) !=
            size)
        return fail(Errc::internal, "", "unreadable signature");
    return out;
}

Result<std::string> signature_of(P256Keys const& keys, std::string_view text) {
    auto const pair = pair_from(keys);
    Owned<EVP_MD_CTX> const context(EVP_MD_CTX_new());
    std::size_t size = 0;
    if (!pair || !context ||
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, pair.get()) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, raw_bytes(text), text.size()) != 1)
        return no_key();
    std::string der(size, '\0');
    if (EVP_DigestSign(context.get(), raw_bytes(der), &size, raw_bytes(text), text.size()) != 1)
        return no_key();
    der.resize(size);
    return plain_signature(der);
}

}  // namespace

Result<P256Keys> p256_from(std::string secret) {
    if (secret.size() != scalar_bytes) return no_key();
    Owned<EC_GROUP> const group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    Owned<BIGNUM> const number(
        BN_bin2bn(raw_bytes(secret), static_cast<int>(secret.size()), nullptr));
    if (!group || !number || BN_is_zero(number.get()) ||
        BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) >= 0)
        return no_key();
    Owned<EC_POINT> const point(EC_POINT_new(group.get()));
    std::string bytes(point_bytes, '\0');
    if (!point ||
        EC_POINT_mul(group.get(), point.get(), number.get(), nullptr, nullptr, nullptr) != 1 ||
        EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED,
                           raw_bytes(bytes), bytes.size(), nullptr) != bytes.size())
        return no_key();
    return P256Keys{std::move(secret), std::move(bytes)};
}

P256Keys vapid_keys(SecretKeys const& keys) {
    // All but one in four thousand millions of texts of this length are scalars.
    for (int number = 0;; ++number) {
        auto const secret = from_base64(keys.sign("vapid", std::to_string(number)));
        if (auto pair = p256_from(secret.value_or(""))) return *std::move(pair);
    }
}

std::string vapid_public_key(SecretKeys const& keys) {
    return to_base64url(vapid_keys(keys).point);
}

Result<std::string> vapid_token(P256Keys const& keys, std::string_view origin,
                                std::string_view contact, std::int64_t expires) {
    json::Writer claims;
    claims.object([&] {
        claims.field("aud", origin);
        claims.field("exp", expires);
        claims.field("sub", contact);
    });
    auto const text =
        to_base64url(R"({"typ":"JWT","alg":"ES256"})") + "." + to_base64url(claims.text());
    TRY(auto const signature, signature_of(keys, text));
    return text + "." + to_base64url(signature);
}

Result<void> check_receiver(PushReceiver const& receiver) {
    if (receiver.secret.size() != secret_bytes || receiver.point.size() != point_bytes)
        return no_key();
    return key_from(receiver.point, nullptr) ? ok() : no_key();
}

Result<std::string> encrypt_push(PushMessage const& message, std::string_view text,
                                 PushCoding coding) {
    if (text.size() > push_text_bytes_max)
        return fail(Errc::too_large, "This text is too long for a push message.");
    expects(message.salt.size() == salt_bytes);
    TRY(auto const secret, shared_secret(message.ephemeral, message.receiver.point));
    if (coding == PushCoding::aesgcm)
        return sealed(draft_keys(message, secret), std::string(2, '\0').append(text));
    // One record, the last: its text ends with 2 (RFC 8188 section 2).
    TRY(auto const body, sealed(present_keys(message, secret), std::string(text) + '\x02'));
    auto out = message.salt;
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>((record_bytes >> shift) & 0xff);
    out += static_cast<char>(point_bytes);
    return out + message.ephemeral.point + body;
}

}  // namespace skein::crypto
