#include "platform/crypto/password.h"

#include <sodium.h>

#include <array>
#include <cstdio>

#include "base/encoding.h"
#include "base/result.h"
#include "platform/crypto/digest.h"

namespace skein::crypto {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = 19 << 20;

/// With the pepper a stolen database alone is not enough to guess passwords.
std::string peppered(std::string_view password, std::string_view pepper) {
    return to_base64(hmac_sha256(pepper, password));
}

/// As costly to verify as any, and of no password.
constexpr std::string_view nobodys_hash =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgb3duIHNhbA$"
    "bm9ib2R5IGhhcyB0aGlzIGhhc2gsIHNvIHNheXMgd2U";

/// What libsodium wrote into a hash.
struct StoredHash {
    std::size_t memory_kib = 0;
    unsigned long long passes = 0;
    std::string salt, digest;
};

Result<StoredHash> read_hash(std::string const& text) {
    constexpr auto unreadable = "a stored password hash cannot be read";
    StoredHash stored;
    auto end = 0;
    if (std::sscanf(text.c_str(), "$argon2id$v=19$m=%zu,t=%llu,p=1$%n", &stored.memory_kib,
                    &stored.passes, &end) != 2 ||
        end == 0)
        return fail(Errc::internal, "", unreadable);
    auto const rest = std::string_view(text).substr(static_cast<std::size_t>(end));
    auto const middle = std::min(rest.find('$'), rest.size());
    auto const salt = from_base64(rest.substr(0, middle));
    auto const digest = from_base64(rest.substr(std::min(middle + 1, rest.size())));
    if (!salt || !digest || salt->size() != crypto_pwhash_SALTBYTES ||
        digest->size() < crypto_pwhash_BYTES_MIN)
        return fail(Errc::internal, "", unreadable);
    stored.salt = *salt;
    stored.digest = *digest;
    return stored;
}

Error no_memory() {
    return {Errc::unavailable, "The server is busy. Please try again in a minute.",
            "no memory for a password hash"};
}

}  // namespace

Result<std::string> hash_password(std::string_view password, std::string_view pepper) {
    // It is this call that chooses the fast implementation.
    expects(sodium_init() >= 0);
    auto const input = peppered(password, pepper);
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str_alg(hash.data(), input.data(), input.size(), passes, memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(no_memory());
    return hash.data();
}

Result<bool> verify_password(std::string_view password, std::string_view pepper,
                             std::string_view hash) {
    expects(sodium_init() >= 0);
    auto const input = peppered(password, pepper);
    TRY(auto const stored, read_hash(std::string(hash.empty() ? nobodys_hash : hash)));
    // Not crypto_pwhash_str_verify, which calls a password wrong when there is no memory to tell.
    std::string digest(stored.digest.size(), '\0');
    if (crypto_pwhash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(), input.data(),
                      input.size(), reinterpret_cast<unsigned char const*>(stored.salt.data()),
                      stored.passes, stored.memory_kib << 10, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(no_memory());
    return constant_time_equal(digest, stored.digest) && !hash.empty();
}

}  // namespace skein::crypto
