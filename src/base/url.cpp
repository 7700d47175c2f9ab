#include "base/url.h"

#include <arpa/inet.h>
#include <idn2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "base/ascii.h"
#include "base/encoding.h"

namespace skein {
namespace {

constexpr std::size_t url_bytes_max = 8192;
constexpr std::size_t host_bytes_max = 253;
constexpr std::size_t user_bytes_max = 2048;

bool has_forbidden(std::string_view text) {
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7F) return true;
    }
    return false;
}

/// Raw bytes beyond ASCII and the few unsafe characters as %XX; what is encoded already stays.
std::string normalize_part(std::string_view text) {
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || c == '"' || c == '<' || c == '>' || c == '`' || c == '{' || c == '}' ||
            c == '^' || c == '|' || c == '\\')
            out += percent_encode(std::string_view(&c, 1));
        else out += c;
    }
    return out;
}

std::optional<std::string> to_a_labels(std::string_view text) {
    if (!is_valid_utf8(text)) return std::nullopt;
    char* raw = nullptr;
    auto const status =
        idn2_to_ascii_8z(std::string(text).c_str(), &raw, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);
    std::unique_ptr<char, void (*)(void*)> const owned(raw, idn2_free);
    if (status != IDN2_OK) return std::nullopt;
    return std::string(raw);
}

bool good_labels(std::string_view text) {
    while (true) {
        auto const end = std::min(text.find('.'), text.size());
        auto const label = text.substr(0, end);
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
            return false;
        for (char const c : label)
            if (!is_lower(c) && !is_digit(c) && c != '-' && c != '_') return false;
        if (end == text.size()) return true;
        text.remove_prefix(end + 1);
    }
}

/// A name that is its own A-label: lower-case letters, digits and hyphens, and no label of the form
/// `xx--…`, which may stand for another script. Almost every name is one, and UTS 46 takes
/// microseconds to say so.
bool is_plain(std::string_view text) {
    std::size_t label = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '.') label = i + 1;
        else if (!is_lower(text[i]) && !is_digit(text[i]) && text[i] != '-') return false;
        else if (text[i] == '-' && i == label + 3 && text[i - 1] == '-') return false;
    }
    return true;
}

std::uint16_t default_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

/// "%2E" and "%2e" are dots to everybody who reads the path.
bool is_dots(std::string_view segment, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        if (segment.starts_with('.')) segment.remove_prefix(1);
        else if (segment.starts_with("%2e") || segment.starts_with("%2E")) segment.remove_prefix(3);
        else return false;
    }
    return segment.empty();
}

/// "a/./b/../c" → "a/c", as RFC 3986 section 5.2.4 has it.
std::string remove_dot_segments(std::string_view path) {
    std::string out;
    while (!path.empty()) {
        auto const end = std::min(path.find('/', 1), path.size());
        auto const segment = path.substr(0, end);
        path.remove_prefix(end);
        auto const up = is_dots(segment.substr(1), 2);
        if (up || is_dots(segment.substr(1), 1)) {
            if (up) out.erase(std::min(out.rfind('/'), out.size()));
            if (path.empty()) out += '/';
        } else {
            out += segment;
        }
    }
    return out.empty() ? "/" : out;
}

/// Does the text begin with a scheme, as "https:" or "javascript:"?
bool has_scheme(std::string_view text) {
    auto const end = text.find_first_of(":/?#");
    return end != std::string_view::npos && text[end] == ':';
}

}  // namespace

std::optional<Host> Host::parse(std::string_view text) {
    Host host;
    if (text.starts_with('[') && text.ends_with(']')) {
        in6_addr address;
        auto const literal = std::string(text.substr(1, text.size() - 2));
        if (inet_pton(AF_INET6, literal.c_str(), &address) != 1) return std::nullopt;
        std::array<char, INET6_ADDRSTRLEN> normal;
        inet_ntop(AF_INET6, &address, normal.data(), normal.size());
        host.text_ = fmt::format("[{}]", normal.data());
        host.is_ip_ = true;
        return host;
    }
    if (is_plain(text)) {
        host.text_ = text;
    } else {
        auto const decoded = percent_decode(text);
        if (!decoded || decoded->empty() || has_forbidden(*decoded) ||
            decoded->find('\\') != std::string::npos)
            return std::nullopt;
        auto const labels = to_a_labels(*decoded);
        if (!labels) return std::nullopt;
        host.text_ = ascii_lower(*labels);
    }
    if (host.text_.ends_with('.')) host.text_.pop_back();
    if (host.text_.size() > host_bytes_max || !good_labels(host.text_)) return std::nullopt;
    in_addr address;
    auto const last = host.text_.substr(host.text_.rfind('.') + 1);
    auto const numeric =
        last.find_first_not_of("0123456789") == std::string::npos || last.starts_with("0x");
    host.is_ip_ = inet_pton(AF_INET, host.text_.c_str(), &address) == 1;
    // 127.1, 0x7f000001, 2130706433: spellings of addresses that only confuse.
    if (numeric && !host.is_ip_) return std::nullopt;
    return host;
}

bool Host::is_within(std::string_view domain) const {
    if (text_ == domain) return true;
    return text_.size() > domain.size() && text_.ends_with(domain) &&
           text_[text_.size() - domain.size() - 1] == '.';
}

std::optional<Url> Url::parse(std::string_view text) {
    if (text.size() > url_bytes_max || has_forbidden(text) || !is_valid_utf8(text))
        return std::nullopt;
    auto const colon = text.find("://");
    if (colon == std::string_view::npos) return std::nullopt;
    Url url;
    url.scheme_ = ascii_lower(text.substr(0, colon));
    if (url.scheme_ != "http" && url.scheme_ != "https") return std::nullopt;
    text.remove_prefix(colon + 3);
    auto const end = std::min(text.find_first_of("/?#"), text.size());
    auto authority = text.substr(0, end);
    text.remove_prefix(end);
    if (authority.find_first_of("@\\") != std::string_view::npos) return std::nullopt;
    url.port_ = default_port(url.scheme_);
    if (auto const at = authority.rfind(':');
        at != std::string_view::npos && authority.find(']', at) == std::string_view::npos) {
        auto const digits = authority.substr(at + 1);
        if (!digits.empty()) {
            auto const [stop, error] =
                std::from_chars(digits.data(), digits.data() + digits.size(), url.port_);
            if (error != std::errc() || stop != digits.data() + digits.size() || url.port_ == 0)
                return std::nullopt;
        }
        authority = authority.substr(0, at);
    }
    auto host = Host::parse(authority);
    if (!host) return std::nullopt;
    url.host_ = *std::move(host);
    if (auto const hash = text.find('#'); hash != std::string_view::npos) {
        url.fragment_ = normalize_part(text.substr(hash + 1));
        text = text.substr(0, hash);
    }
    if (auto const question = text.find('?'); question != std::string_view::npos) {
        url.query_ = normalize_part(text.substr(question + 1));
        text = text.substr(0, question);
    }
    url.path_ = remove_dot_segments(normalize_part(text));
    return url;
}

std::optional<Url> Url::resolve(std::string_view relative) const {
    if (relative.find('\\') != std::string_view::npos) return std::nullopt;
    if (has_scheme(relative)) return parse(relative);
    if (relative.starts_with("//")) return parse(scheme_ + ":" + std::string(relative));
    if (relative.starts_with('/')) return parse(origin() + std::string(relative));
    auto const question = query_.empty() ? "" : "?" + query_;
    if (relative.empty()) return parse(origin() + path_ + question);
    if (relative.starts_with('#'))
        return parse(origin() + path_ + question + std::string(relative));
    if (relative.starts_with('?')) return parse(origin() + path_ + std::string(relative));
    return parse(origin() + path_.substr(0, path_.rfind('/') + 1) + std::string(relative));
}

std::string Url::origin() const {
    auto text = scheme_ + "://" + host_.str();
    if (port_ != default_port(scheme_)) text += ":" + std::to_string(port_);
    return text;
}

std::string Url::str() const {
    auto text = origin() + path_;
    if (!query_.empty()) text += "?" + query_;
    if (!fragment_.empty()) text += "#" + fragment_;
    return text;
}

bool Url::same_origin(Url const& other) const {
    return scheme_ == other.scheme_ && host_ == other.host_ && port_ == other.port_;
}

std::optional<Handle> Handle::parse(std::string_view text) {
    if (text.starts_with("acct:")) text.remove_prefix(5);
    if (text.starts_with('@')) text.remove_prefix(1);
    Handle handle;
    auto const at = text.find('@');
    handle.user = text.substr(0, at);
    if (handle.user.empty() || handle.user.size() > user_bytes_max || has_forbidden(handle.user) ||
        !is_valid_utf8(handle.user) || handle.user.starts_with("acct:"))
        return std::nullopt;
    for (char const c : handle.user)
        if (std::string_view("/?#<>\"\\").find(c) != std::string_view::npos) return std::nullopt;
    if (at == std::string_view::npos) return handle;
    auto address = text.substr(at + 1);
    std::string port;
    if (auto const colon = address.find(':'); colon != std::string_view::npos) {
        port = address.substr(colon);
        address = address.substr(0, colon);
        if (port.size() < 2 || port.size() > 6 ||
            port.find_first_not_of("0123456789", 1) != std::string::npos)
            return std::nullopt;
    }
    auto const host = Host::parse(address);
    if (!host) return std::nullopt;
    handle.host = host->str() + port;
    return handle;
}

}  // namespace skein
