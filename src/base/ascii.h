// Letters and digits of ASCII, in every locale the same: what names, codes and tokens of protocols
// are made of. Text of people is in text.h.
#pragma once

#include <string>
#include <string_view>

namespace skein {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_letter(char c) { return is_lower(c) || is_upper(c); }
constexpr bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }
/// What usernames, shortcodes and variables are made of.
constexpr bool is_name_character(char c) { return is_alphanumeric(c) || c == '_'; }
/// What stands in an address as it is (RFC 3986 section 2.3).
constexpr bool is_unreserved(char c) {
    return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

constexpr char to_lower(char c) { return is_upper(c) ? static_cast<char>(c | 0x20) : c; }
inline std::string ascii_lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = to_lower(c);
    return out;
}

}  // namespace skein
