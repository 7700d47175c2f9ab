// Bytes as text and back: hex, base64, percent-encoding, and what is valid UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace skein {

std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);

std::string to_base64(std::string_view bytes);     ///< RFC 4648 section 4, padded.
std::string to_base64url(std::string_view bytes);  ///< Section 5, without padding.
/// Either alphabet, with or without padding; nothing for anything else.
std::optional<std::string> from_base64(std::string_view text);

/// Everything but unreserved characters (RFC 3986) as %XX.
std::string percent_encode(std::string_view text);
/// Nothing for a broken %XX. `plus_is_space` for forms.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

/// Strict: no overlong forms, surrogates or values above U+10FFFF.
bool is_valid_utf8(std::string_view text);
/// Each broken byte becomes U+FFFD.
std::string to_valid_utf8(std::string_view text);

/// The length in bytes of the valid UTF-8 sequence at the front of `text`; 0 when it is broken.
std::size_t utf8_length(std::string_view text);

}  // namespace skein
