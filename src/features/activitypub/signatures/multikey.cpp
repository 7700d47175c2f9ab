#include "features/activitypub/signatures/multikey.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/encoding.h"

namespace skein::activitypub {
namespace {

constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view ed25519_codec = "\xed\x01";
constexpr std::string_view did_key_prefix = "did:key:";
constexpr std::size_t key_bytes = 32;
constexpr std::size_t text_bytes_max = 128;

constexpr std::array<int, 256> make_digits() {
    std::array<int, 256> digits{};
    digits.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        digits[static_cast<unsigned char>(alphabet[i])] = static_cast<int>(i);
    return digits;
}
constexpr auto digits = make_digits();

std::unexpected<Error> no_key() {
    return fail(Errc::unprocessable, "This is not a key that is known here.");
}

/// The bytes behind a multibase prefix.
std::optional<std::string> from_multibase(std::string_view text) {
    if (text.size() < 2 || text.size() > text_bytes_max) return std::nullopt;
    auto const rest = text.substr(1);
    if (text.front() == 'z') return from_base58(rest, ed25519_codec.size() + key_bytes);
    if (text.front() != 'u') return std::nullopt;
    auto bytes = from_base64(rest);
    // One spelling for each key: without padding, in this alphabet, without leftover bits.
    if (!bytes || to_base64url(*bytes) != rest) return std::nullopt;
    return bytes;
}

/// Puts `carry` under a big number of base `base`, stored with its lowest place first.
void multiply_and_add(std::vector<unsigned char>& places, unsigned factor, unsigned carry,
                      unsigned base) {
    for (auto& place : places) {
        carry += place * factor;
        place = static_cast<unsigned char>(carry % base);
        carry /= base;
    }
    for (; carry > 0; carry /= base) places.push_back(static_cast<unsigned char>(carry % base));
}

}  // namespace

std::optional<std::string> from_base58(std::string_view text, std::size_t bytes_max) {
    // Eight characters hold at least five bytes; a `1` in front is a whole zero byte.
    if (text.size() > 2 * bytes_max) return std::nullopt;
    auto const zeros = std::min(text.find_first_not_of('1'), text.size());
    std::vector<unsigned char> places;
    for (auto const c : text.substr(zeros)) {
        auto const digit = digits[static_cast<unsigned char>(c)];
        if (digit < 0) return std::nullopt;
        multiply_and_add(places, 58, static_cast<unsigned>(digit), 256);
    }
    if (zeros + places.size() > bytes_max) return std::nullopt;
    std::string bytes(zeros, '\0');
    bytes.append(places.rbegin(), places.rend());
    return bytes;
}

std::string to_base58(std::string_view bytes) {
    auto const zeros = std::min(bytes.find_first_not_of('\0'), bytes.size());
    std::vector<unsigned char> places;
    for (auto const c : bytes.substr(zeros))
        multiply_and_add(places, 256, static_cast<unsigned char>(c), 58);
    std::string text(zeros, alphabet.front());
    std::for_each(places.rbegin(), places.rend(), [&](auto place) { text += alphabet[place]; });
    return text;
}

Result<crypto::PublicKey> read_multikey(std::string_view text) {
    auto const bytes = from_multibase(text);
    if (!bytes || !bytes->starts_with(ed25519_codec)) return no_key();
    return crypto::PublicKey::from_ed25519(std::string_view(*bytes).substr(ed25519_codec.size()));
}

Result<crypto::PublicKey> read_did_key(std::string_view text) {
    if (!text.starts_with(did_key_prefix)) return no_key();
    text.remove_prefix(did_key_prefix.size());
    auto const hash = text.find('#');
    if (hash != std::string_view::npos && text.substr(hash + 1) != text.substr(0, hash))
        return no_key();
    return read_multikey(text.substr(0, hash));
}

std::string to_multikey(crypto::PublicKey const& key) {
    expects(key.type() == crypto::KeyType::ed25519);
    return "z" + to_base58(std::string(ed25519_codec) + key.raw());
}

}  // namespace skein::activitypub
