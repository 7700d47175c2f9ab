#include "features/activitypub/signatures/signed_parts.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/encoding.h"
#include "base/text.h"
#include "base/url.h"
#include "features/activitypub/signatures/structured_fields.h"
#include "platform/crypto/digest.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t key_id_bytes_max = 2048;
constexpr auto clock_skew = std::chrono::hours(1);
/// How long a signature is good that does not say so.
constexpr auto usual_life = std::chrono::minutes(5);
constexpr auto life_max = std::chrono::hours(12);
/// Far beyond every clock, and far from the end of the type.
constexpr std::int64_t seconds_max = 100'000'000'000;

/// Joined, two of these could say something that neither says.
constexpr std::array<std::string_view, 7> single_fields{
    "host", "date", "digest", "content-digest", "content-type", "signature", "signature-input"};

bool ends_line(char c) { return c == '\r' || c == '\n' || c == '\0'; }

std::string_view authority_of(std::string_view origin) {
    return origin.substr(origin.find("://") + 3);
}

bool is_among(std::span<std::string const> own_authorities, std::string_view authority) {
    return std::ranges::find(own_authorities, authority) != own_authorities.end();
}

/// The value of SHA-256 in `Digest`; nothing when it is not there exactly once.
std::optional<std::string_view> sha256_in(std::string_view digests) {
    std::optional<std::string_view> found;
    while (!digests.empty()) {
        auto const end = std::min(digests.find(','), digests.size());
        auto const one = trim(digests.substr(0, end));
        digests.remove_prefix(std::min(end + 1, digests.size()));
        auto const equals = std::min(one.find('='), one.size());
        if (ascii_lower(one.substr(0, equals)) != "sha-256") continue;
        if (found || equals == one.size()) return std::nullopt;
        found = one.substr(equals + 1);
    }
    return found;
}

}  // namespace

std::string normal_authority(std::string_view scheme, std::string_view authority) {
    std::string_view const port = scheme == "https" ? ":443" : ":80";
    if (authority.ends_with(port)) authority.remove_suffix(port.size());
    return ascii_lower(authority);
}

std::optional<SignedMessage> outgoing_message(http::Outgoing const& request) {
    auto const url = Url::parse(request.url);
    if (!url) return std::nullopt;
    auto target = url->path();
    if (!url->query().empty()) (target += '?') += url->query();
    return SignedMessage{
        request.method,    url->scheme(),   std::string(authority_of(url->origin())),
        std::move(target), request.headers, request.body};
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

std::string_view query_of(std::string_view target) {
    return target.substr(std::min(target.find('?'), target.size()));
}

bool append_field(std::string& out, http::Headers const& headers, std::string_view name) {
    auto const count = headers.count(name);
    if (count == 0) return false;
    if (count > 1 && std::ranges::find(single_fields, name) != single_fields.end()) return false;
    if (count == 1) {
        auto const value = trim(headers.get(name));
        out += value;
        return std::ranges::none_of(value, ends_line);
    }
    auto const* separator = "";
    for (auto const& [key, raw] : headers) {
        if (ascii_lower(key) != name) continue;
        auto const value = trim(raw);
        if (std::ranges::any_of(value, ends_line)) return false;
        (out += std::exchange(separator, ", ")) += value;
    }
    return true;
}

bool has_body(http::Method method) {
    return method != http::Method::get && method != http::Method::head;
}

Result<void> check_host(SignedMessage const& message,
                        std::span<std::string const> own_authorities) {
    if (message.headers.count("host") != 1) return bad_signature("not one Host");
    auto const host = normal_authority(message.scheme, trim(message.headers.get("host")));
    if (!is_among(own_authorities, host)) return bad_signature("for another host: " + host);
    if (normal_authority(message.scheme, message.authority) != host)
        return bad_signature("Host is not the authority");
    return {};
}

Result<void> check_key_id(std::string_view key_id, std::span<std::string const> own_authorities) {
    if (key_id.size() > key_id_bytes_max) return bad_signature("the key's id is too long");
    auto const url = Url::parse(key_id);
    if (!url || url->host().is_ip())
        return bad_signature("the key's id is no address: " + std::string(key_id));
    if (is_among(own_authorities, authority_of(url->origin())))
        return bad_signature("the key is said to be ours");
    return {};
}

Result<void> check_window(Time signed_at, std::optional<Time> expires, Time now) {
    if (signed_at > now + clock_skew) return bad_signature("signed in the future");
    auto until = signed_at + usual_life + clock_skew;
    if (expires) {
        if (*expires < signed_at) return bad_signature("expires before it was signed");
        until = std::min<Time>(*expires + clock_skew, signed_at + life_max);
    }
    if (now > until) return bad_signature("too old");
    return {};
}

std::optional<Time> from_seconds(std::int64_t seconds) {
    if (seconds < 0 || seconds > seconds_max) return std::nullopt;
    return Time(std::chrono::seconds(seconds));
}

Result<void> check_digest(SignedMessage const& message) {
    if (message.headers.count("digest") != 1) return bad_signature("not one Digest");
    auto const given = sha256_in(message.headers.get("digest"));
    if (!given) return bad_signature("no SHA-256 in Digest");
    // Comparing what is encoded leaves no question of how strictly to decode.
    if (*given != to_base64(crypto::sha256(message.body)))
        return bad_signature("Digest is not the body's");
    return {};
}

Result<void> check_content_digest(SignedMessage const& message) {
    if (message.headers.count("content-digest") != 1)
        return bad_signature("not one Content-Digest");
    auto const digests = structured::parse_dictionary(message.headers.get("content-digest"));
    auto const* const member = digests ? structured::find(*digests, "sha-256") : nullptr;
    auto const* const item = member ? std::get_if<structured::Item>(&member->value) : nullptr;
    auto const* const given = item ? std::get_if<structured::Bytes>(&item->value) : nullptr;
    if (!given) return bad_signature("no SHA-256 in Content-Digest");
    if (given->data != crypto::sha256(message.body))
        return bad_signature("Content-Digest is not the body's");
    return {};
}

std::string digest_of(std::string_view body) {
    return "SHA-256=" + to_base64(crypto::sha256(body));
}

std::string content_digest_of(std::string_view body) {
    return fmt::format("sha-256=:{}:", to_base64(crypto::sha256(body)));
}

}  // namespace skein::activitypub
