#include "platform/crypto/public_key_parts.h"

#include <algorithm>
#include <cstdint>

#include "base/encoding.h"
#include "base/text.h"

namespace skein::crypto {
namespace {

/// A key of 8192 bits has about a kilobyte; in PEM a third more.
constexpr std::size_t der_bytes_max = 2048;
constexpr std::size_t pem_bytes_max = 4096;
constexpr std::size_t ed25519_bytes = 32;

constexpr char integer_tag = 0x02, bit_string_tag = 0x03, sequence_tag = 0x30;

/// The AlgorithmIdentifiers, whole: rsaEncryption with its NULL, and Ed25519 with nothing.
constexpr std::string_view rsa_algorithm{"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00",
                                         13};
constexpr std::string_view ed25519_algorithm{"\x06\x03\x2b\x65\x70", 5};

/// Takes one element with this tag off the front: its content. Lengths in their shortest form only.
std::optional<std::string_view> take(std::string_view& der, char tag) {
    if (der.size() < 2 || der[0] != tag) return std::nullopt;
    std::size_t length = static_cast<std::uint8_t>(der[1]);
    std::size_t header = 2;
    if (length >= 0x80) {
        auto const digits = length - 0x80;
        if (digits == 0 || digits > 2 || der.size() < 2 + digits) return std::nullopt;
        length = 0;
        for (std::size_t i = 0; i < digits; ++i)
            length = length << 8 | static_cast<std::uint8_t>(der[2 + i]);
        if (length < 0x80 || (digits == 2 && length < 0x100)) return std::nullopt;
        header += digits;
    }
    if (der.size() - header < length) return std::nullopt;
    auto const content = der.substr(header, length);
    der.remove_prefix(header + length);
    return content;
}

/// A positive integer in its shortest form.
std::optional<std::string> take_number(std::string_view& der) {
    auto content = take(der, integer_tag);
    if (!content || content->empty()) return std::nullopt;
    auto const negative = [](char c) { return (static_cast<std::uint8_t>(c) & 0x80) != 0; };
    if (negative((*content)[0])) return std::nullopt;
    if ((*content)[0] == 0) {
        if (content->size() < 2 || !negative((*content)[1])) return std::nullopt;
        content->remove_prefix(1);
    }
    return std::string(*content);
}

std::optional<PublicKeyParts> parse_pkcs1(std::string_view der) {
    auto key = take(der, sequence_tag);
    if (!key || !der.empty()) return std::nullopt;
    auto modulus = take_number(*key);
    auto exponent = modulus ? take_number(*key) : std::nullopt;
    if (!exponent || !key->empty()) return std::nullopt;
    return RsaParts{*std::move(modulus), *std::move(exponent)};
}

}  // namespace

std::optional<PublicKeyParts> parse_public_key_der(std::string_view der) {
    if (der.size() > der_bytes_max) return std::nullopt;
    auto info = take(der, sequence_tag);
    if (!info || !der.empty()) return std::nullopt;
    auto const algorithm = take(*info, sequence_tag);
    auto key = algorithm ? take(*info, bit_string_tag) : std::nullopt;
    // The first byte counts the unused bits of the last one.
    if (!key || !info->empty() || key->empty() || key->front() != 0) return std::nullopt;
    key->remove_prefix(1);
    if (*algorithm == rsa_algorithm) return parse_pkcs1(*key);
    if (*algorithm == ed25519_algorithm && key->size() == ed25519_bytes)
        return Ed25519Parts{std::string(*key)};
    return std::nullopt;
}

std::optional<PublicKeyParts> parse_public_key_pem(std::string_view pem) {
    if (pem.size() > pem_bytes_max) return std::nullopt;
    pem = trim(pem);
    auto const framed_by = [&](std::string_view begin, std::string_view end) {
        return pem.size() > begin.size() + end.size() && pem.starts_with(begin) &&
               pem.ends_with(end);
    };
    constexpr std::string_view begin = "-----BEGIN PUBLIC KEY-----",
                               end = "-----END PUBLIC KEY-----",
                               begin_rsa = "-----BEGIN RSA PUBLIC KEY-----",
                               end_rsa = "-----END RSA PUBLIC KEY-----";
    auto const pkcs1 = framed_by(begin_rsa, end_rsa);
    if (!pkcs1 && !framed_by(begin, end)) return std::nullopt;
    pem.remove_prefix(pkcs1 ? begin_rsa.size() : begin.size());
    pem.remove_suffix(pkcs1 ? end_rsa.size() : end.size());
    std::string digits(pem);
    std::erase_if(digits, [](char c) { return c == '\n' || c == '\r' || c == ' ' || c == '\t'; });
    auto const der = from_base64(digits);
    if (!der || der->size() > der_bytes_max) return std::nullopt;
    return pkcs1 ? parse_pkcs1(*der) : parse_public_key_der(*der);
}

}  // namespace skein::crypto
