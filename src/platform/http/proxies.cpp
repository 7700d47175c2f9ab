#include "platform/http/proxies.h"

#include <arpa/inet.h>

#include "platform/http/tokens.h"

namespace skein::http {
namespace {

/// Longer chains than this are somebody's game.
constexpr int hops_max = 32;
constexpr std::array<unsigned char, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

/// `1.2.3.4`, `1.2.3.4:567`, `::1`, `[::1]` and `[::1]:567`.
std::optional<Address> parse_hop(std::string_view text) {
    text = trim_blanks(text);
    if (text.starts_with('[')) {
        auto const close = text.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        return Address::parse(text.substr(1, close - 1));
    }
    auto const colon = text.find(':');
    if (colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos)
        text = text.substr(0, colon);
    return Address::parse(text);
}

/// The hops of all `X-Forwarded-For` fields, nearest first.
std::vector<std::string_view> hops_of(Headers const& headers) {
    std::vector<std::string_view> hops;
    for (auto const& [name, value] : headers) {
        if (!equals_ignoring_case(name, "X-Forwarded-For")) continue;
        for_each_element(value, [&](std::string_view hop) {
            hops.push_back(hop);
            return true;
        });
    }
    std::ranges::reverse(hops);
    if (hops.size() > hops_max) hops.resize(hops_max);
    return hops;
}

/// What the nearest proxy says of the client's connection.
bool told_secure(Headers const& headers) {
    std::string_view last;
    for_each_element(headers.get("X-Forwarded-Proto"), [&](std::string_view scheme) {
        last = scheme;
        return true;
    });
    return equals_ignoring_case(last, "https");
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
    if (text.empty() || text.size() > 45) return std::nullopt;
    std::string const terminated(text);
    Address out;
    if (::inet_pton(AF_INET6, terminated.c_str(), out.bytes.data()) == 1) return out;
    std::ranges::copy(mapped_prefix, out.bytes.begin());
    if (::inet_pton(AF_INET, terminated.c_str(), out.bytes.data() + 12) == 1) return out;
    return std::nullopt;
}

bool Address::is_v4() const {
    return std::equal(mapped_prefix.begin(), mapped_prefix.end(), bytes.begin());
}

bool Address::is_loopback() const {
    if (is_v4()) return bytes[12] == 127;
    Address one;
    one.bytes[15] = 1;
    return *this == one;
}

std::string Address::text() const {
    // Every request asks for it: without the library's printf.
    if (is_v4()) return fmt::format("{}.{}.{}.{}", bytes[12], bytes[13], bytes[14], bytes[15]);
    char out[INET6_ADDRSTRLEN] = {};
    ::inet_ntop(AF_INET6, bytes.data(), out, sizeof out);
    return out;
}

Result<ProxyRule> ProxyRule::make(std::vector<std::string> const& trusted) {
    ProxyRule rule;
    for (auto const& text : trusted) {
        auto const slash = std::min(text.find('/'), text.size());
        auto const address = Address::parse(std::string_view(text).substr(0, slash));
        auto const wrong = fmt::format("{} is neither an address nor a prefix.", text);
        if (!address) return fail(Errc::bad_request, wrong);
        unsigned const width = address->is_v4() ? 32 : 128;
        unsigned bits = width;
        if (slash < text.size()) {
            auto const* const end = text.data() + text.size();
            auto const parsed = std::from_chars(text.data() + slash + 1, end, bits);
            if (parsed.ec != std::errc{} || parsed.ptr != end || bits > width)
                return fail(Errc::bad_request, wrong);
        }
        rule.prefixes_.push_back({*address, bits + 128 - width});
    }
    return rule;
}

bool ProxyRule::trusts(Address const& address) const {
    return std::ranges::any_of(prefixes_, [&](Prefix const& prefix) {
        auto const whole = prefix.bits / 8;
        if (!std::equal(address.bytes.begin(), address.bytes.begin() + whole,
                        prefix.address.bytes.begin()))
            return false;
        auto const rest = prefix.bits % 8;
        if (rest == 0) return true;
        auto const mask = static_cast<unsigned char>(0xFF << (8 - rest));
        return (address.bytes[whole] & mask) == (prefix.address.bytes[whole] & mask);
    });
}

void ProxyRule::identify(Address const& peer, Request& request) const {
    auto const forwarded =
        request.headers.find("X-Forwarded-For") || request.headers.find("Forwarded");
    request.loopback = peer.is_loopback() && !forwarded;
    auto client = peer;
    if (trusts(peer)) {
        request.secure = told_secure(request.headers);
        for (auto const hop : hops_of(request.headers)) {
            auto const address = parse_hop(hop);
            // Behind what cannot be read nothing can be believed.
            if (!address) break;
            client = *address;
            if (!trusts(client)) break;
        }
    }
    request.client_address = client.text();
}

}  // namespace skein::http
