#include "platform/crypto/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "base/result.h"

namespace skein::crypto {
namespace {

// Fetched once: looking an algorithm up by name costs more than hashing a token.
EVP_MD const* fetched(char const* name) {
    auto const* md = EVP_MD_fetch(nullptr, name, nullptr);
    expects(md != nullptr);
    return md;
}

EVP_MD const* sha256_md() {
    static auto const* md = fetched("SHA256");
    return md;
}

std::string digest(EVP_MD const* md, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out;
    unsigned size = 0;
    expects(EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, md, nullptr) == 1);
    return {reinterpret_cast<char const*>(out.data()), size};
}

}  // namespace

std::string sha256(std::string_view bytes) { return digest(sha256_md(), bytes); }

std::string sha512(std::string_view bytes) {
    static auto const* md = fetched("SHA512");
    return digest(md, bytes);
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out;
    unsigned size = 0;
    auto const* done =
        HMAC(sha256_md(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), out.data(), &size);
    expects(done != nullptr);
    return {reinterpret_cast<char const*>(out.data()), size};
}

bool constant_time_equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    expects(EVP_DigestInit_ex2(static_cast<EVP_MD_CTX*>(context_), sha256_md(), nullptr) == 1);
}

Sha256::~Sha256() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }

void Sha256::add(std::string_view bytes) {
    expects(EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), bytes.data(), bytes.size()) == 1);
}

std::string Sha256::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out;
    unsigned size = 0;
    expects(EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), out.data(), &size) == 1);
    return {reinterpret_cast<char const*>(out.data()), size};
}

}  // namespace skein::crypto
