// The small grammar that HTTP headers share (RFC 9110, 5.6): tokens, lists and parameters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skein::http {

/// ASCII case only, as header names, codings and media types compare.
bool equals_ignoring_case(std::string_view a, std::string_view b);

/// A character that may stand in a token: a method, a header's name, a media type.
bool is_token_char(char c);
bool is_token(std::string_view text);

/// Without spaces and tabs at both ends; no other white space exists in a header.
std::string_view trim_blanks(std::string_view text);

/// Calls `each` for the non-empty elements of a comma-separated list; commas between quotes are
/// part of an element. Stops when `each` answers false.
template <class Each>
void for_each_element(std::string_view list, Each&& each);

/// A value with parameters: `form-data; name="a"`, `text/html; q=0.8`.
struct Parameterised {
    std::string_view value;
    /// Names as they came, values unquoted.
    std::vector<std::pair<std::string_view, std::string>> parameters;

    std::optional<std::string_view> find(std::string_view name) const;
};

/// Nothing when a parameter or a quote is malformed.
std::optional<Parameterised> parse_parameterised(std::string_view text);

/// What `header` (an `Accept` or `Accept-Encoding`) thinks of a media type, in thousandths: 0 is
/// refused, 1000 is best. The most specific range decides. An empty header accepts everything.
int media_quality(std::string_view accept, std::string_view media_type);
/// The same for a content coding; `identity` is acceptable unless it is refused by name or by `*`.
int coding_quality(std::string_view accept_encoding, std::string_view coding);

/// Does a comma-separated list hold this token?
bool list_has(std::string_view list, std::string_view token);

std::size_t find_outside_quotes(std::string_view text, char wanted, std::size_t from);

template <class Each>
void for_each_element(std::string_view list, Each&& each) {
    std::size_t at = 0;
    while (at < list.size()) {
        auto const end = find_outside_quotes(list, ',', at);
        auto const element = trim_blanks(list.substr(at, end - at));
        if (!element.empty() && !each(element)) return;
        if (end >= list.size()) return;
        at = end + 1;
    }
}

}  // namespace skein::http
