#include "features/oauth/redirect_uri.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/encoding.h"
#include "base/url.h"

namespace skein::oauth {
namespace {

// Schemes a browser runs, reads, or acts on by itself.
constexpr std::array<std::string_view, 13> forbidden_schemes{
    "javascript",  "data",   "vbscript", "file", "blob", "about",     "filesystem",
    "view-source", "chrome", "ws",       "wss",  "ftp",  "livescript"};

constexpr std::array<std::string_view, 2> loopback_hosts{"127.0.0.1", "[::1]"};

bool is_scheme_character(char c) { return is_alphanumeric(c) || c == '+' || c == '-' || c == '.'; }

/// The scheme in lower case, or "" when there is none.
std::string scheme_of(std::string_view uri) {
    auto const end = uri.find(':');
    if (end == std::string_view::npos || end == 0 || !is_letter(uri.front())) return {};
    auto const scheme = uri.substr(0, end);
    return std::ranges::all_of(scheme, is_scheme_character) ? ascii_lower(scheme) : std::string();
}

bool is_web(std::string_view scheme) { return scheme == "http" || scheme == "https"; }

/// A loopback address without its port; nothing for any other address.
std::optional<std::string> without_port(std::string_view uri) {
    constexpr std::string_view prefix = "http://";
    if (!uri.starts_with(prefix)) return std::nullopt;
    auto const rest = uri.substr(prefix.size());
    for (auto const host : loopback_hosts) {
        if (!rest.starts_with(host)) continue;
        auto after = rest.substr(host.size());
        if (after.starts_with(':'))
            after.remove_prefix(std::min(after.find_first_not_of("0123456789", 1), after.size()));
        if (!after.empty() && after.front() != '/' && after.front() != '?') return std::nullopt;
        return std::string(host) + std::string(after);
    }
    return std::nullopt;
}

}  // namespace

std::optional<UriFault> find_uri_fault(std::string_view uri) {
    if (uri == out_of_band) return std::nullopt;
    auto const bad = [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '#' || c == '\\';
    };
    auto const scheme = scheme_of(uri);
    if (scheme.empty() || uri.size() > redirect_uri_bytes_max || scheme.size() + 1 == uri.size() ||
        std::ranges::any_of(uri, bad) || !is_valid_utf8(uri))
        return UriFault::relative;
    if (std::ranges::find(forbidden_schemes, scheme) != forbidden_schemes.end())
        return UriFault::forbidden;
    if (is_web(scheme) && (!uri.substr(scheme.size()).starts_with("://") || !Url::parse(uri)))
        return UriFault::relative;
    return std::nullopt;
}

bool matches(std::string_view registered, std::string_view asked) {
    if (registered == asked) return true;
    auto const ours = without_port(registered);
    return ours && ours == without_port(asked);
}

bool is_registered(std::string_view lines, std::string_view asked) {
    while (!lines.empty()) {
        auto const end = std::min(lines.find('\n'), lines.size());
        if (matches(lines.substr(0, end), asked)) return true;
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return false;
}

std::string form_source(std::string_view uri) {
    if (uri == out_of_band) return {};
    auto const scheme = scheme_of(uri);
    auto const url = is_web(scheme) ? Url::parse(uri) : std::nullopt;
    // The grammar of policies knows no IPv6 literals.
    if (!url || url->host().str().contains(':')) return scheme + ":";
    return url->origin();
}

std::string shown_target(std::string_view uri) {
    auto const scheme = scheme_of(uri);
    if (auto const url = is_web(scheme) ? Url::parse(uri) : std::nullopt) return url->host().str();
    return scheme + "://";
}

std::string with_params(std::string_view uri,
                        std::vector<std::pair<std::string_view, std::string>> const& params) {
    std::string out(uri);
    auto separator = uri.contains('?') ? '&' : '?';
    for (auto const& [name, value] : params) {
        if (value.empty()) continue;
        out += separator;
        out += name;
        out += '=';
        out += percent_encode(value);
        separator = '&';
    }
    return out;
}

}  // namespace skein::oauth
