#include "platform/crypto/password.h"

#include <sodium.h>

#include <array>

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

}  // namespace

std::string hash_password(std::string_view password, std::string_view pepper) {
    // It is this call that chooses the fast implementation.
    expects(sodium_init() >= 0);
    auto const input = peppered(password, pepper);
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    expects(crypto_pwhash_str_alg(hash.data(), input.data(), input.size(), passes, memory_bytes,
                                  crypto_pwhash_ALG_ARGON2ID13) == 0);
    return hash.data();
}

bool verify_password(std::string_view password, std::string_view pepper, std::string_view hash) {
    static std::string const nobodys_hash = hash_password("the password of nobody", "");
    auto const input = peppered(password, pepper);
    std::string const stored(hash.empty() ? std::string_view(nobodys_hash) : hash);
    auto const equal = crypto_pwhash_str_verify(stored.c_str(), input.data(), input.size()) == 0;
    return equal && !hash.empty();
}

}  // namespace skein::crypto
