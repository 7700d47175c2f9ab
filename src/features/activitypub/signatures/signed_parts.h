// What both forms of signatures have in common: the parts of a request that they cover, and the
// rules on hosts, times and keys.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "features/activitypub/signatures/http_signature.h"

namespace skein::activitypub {

/// One field of the head, or all of them, in bytes.
inline constexpr std::size_t signature_field_bytes_max = 8 << 10;

/// Lower case, without the port of the scheme.
std::string normal_authority(std::string_view scheme, std::string_view authority);

/// A request of ours, as its signature covers it; nothing when it has no good address.
std::optional<SignedMessage> outgoing_message(http::Outgoing const& request);

/// Path and query of a target.
std::string_view path_of(std::string_view target);
/// With the question mark; "" for none.
std::string_view query_of(std::string_view target);

/// Appends the value of a field, several joined. False when there is none, when it holds what would
/// end the line, or when there are several of a field that can have only one.
bool append_field(std::string& out, http::Headers const& headers, std::string_view name);

/// Does this method carry a body, whose digest must be covered?
bool has_body(http::Method method);

/// All of `own_authorities` are ours; is the request for one of them?
Result<void> check_host(SignedMessage const& message, std::span<std::string const> own_authorities);
/// Whose key is it? Never ours, nobody's without a name, and an address.
Result<void> check_key_id(std::string_view key_id, std::span<std::string const> own_authorities);
/// Not too old, not of the future, not expired.
Result<void> check_window(Time signed_at, std::optional<Time> expires, Time now);
/// Seconds since 1970, as signatures give times.
std::optional<Time> from_seconds(std::int64_t seconds);

/// `Digest` has the SHA-256 of the body.
Result<void> check_digest(SignedMessage const& message);
/// `Content-Digest` (RFC 9530) has it.
Result<void> check_content_digest(SignedMessage const& message);
/// Their values.
std::string digest_of(std::string_view body);
std::string content_digest_of(std::string_view body);

}  // namespace skein::activitypub
