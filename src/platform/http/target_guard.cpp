#include "platform/http/target_guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "platform/http/address_guard.h"

namespace skein::http {
namespace {

/// Takes a host off the front, with or without brackets, up to the ':' behind it.
std::optional<std::string> take_host(std::string_view& text) {
    std::size_t end = 0;
    if (text.starts_with('[')) {
        end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        ++end;
    } else {
        end = text.find(':');
    }
    if (end >= text.size() || text[end] != ':') return std::nullopt;
    std::string host(text.substr(0, end));
    text.remove_prefix(end + 1);
    return host;
}

/// 1 … 65535, or 0 for no text at all.
std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    if (text.empty()) return port;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || stop != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

std::optional<std::string> parse_address(std::string_view text) {
    if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
    std::string const literal(text);
    std::array<char, 16> bytes;
    if (inet_pton(AF_INET, literal.c_str(), bytes.data()) == 1) return std::string(bytes.data(), 4);
    if (inet_pton(AF_INET6, literal.c_str(), bytes.data()) == 1)
        return std::string(bytes.data(), 16);
    return std::nullopt;
}

struct Endpoint {
    std::string address;
    std::uint16_t port = 0;
};

std::optional<Endpoint> endpoint_of(sockaddr const& address, socklen_t size) {
    Endpoint endpoint;
    if (address.sa_family == AF_INET && size >= sizeof(sockaddr_in)) {
        sockaddr_in in;
        std::memcpy(&in, &address, sizeof in);
        endpoint.address.assign(reinterpret_cast<char const*>(&in.sin_addr), 4);
        endpoint.port = ntohs(in.sin_port);
        return endpoint;
    }
    if (address.sa_family == AF_INET6 && size >= sizeof(sockaddr_in6)) {
        sockaddr_in6 in;
        std::memcpy(&in, &address, sizeof in);
        endpoint.address.assign(reinterpret_cast<char const*>(&in.sin6_addr), 16);
        endpoint.port = ntohs(in.sin6_port);
        return endpoint;
    }
    return std::nullopt;
}

std::unexpected<Error> refuse(std::string detail) {
    return fail(Errc::forbidden, "This address may not be asked.", std::move(detail));
}

}  // namespace

std::optional<TargetGuard::Mapping> TargetGuard::parse_mapping(std::string_view text) {
    auto const host = take_host(text);
    if (!host) return std::nullopt;
    auto const colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto const port = parse_port(text.substr(0, colon));
    text.remove_prefix(colon + 1);
    auto const address_text = take_host(text);
    if (!port || !address_text) return std::nullopt;
    // Only a literal: a name would have to be resolved, and then anything could be behind it.
    auto const address = parse_address(*address_text);
    auto const to_port = parse_port(text);
    if (!address || !to_port || *to_port == 0) return std::nullopt;
    Mapping mapping{"", *port, *address, *to_port};
    if (host->empty()) return mapping;
    auto const parsed = Host::parse(*host);
    if (!parsed) return std::nullopt;
    mapping.host = parsed->str();
    return mapping;
}

Result<TargetGuard> TargetGuard::make(ClientOptions const& options) {
    TargetGuard guard;
    guard.ports_ = options.ports;
    guard.https_only_ = options.https_only;
    guard.allow_private_ = options.allow_private;
    for (auto const& text : options.connect_to) {
        auto mapping = parse_mapping(text);
        if (!mapping)
            return fail(
                Errc::unprocessable,
                fmt::format("`{}` is not host:port:address:port with an address in digits.", text));
        guard.mappings_.push_back(*std::move(mapping));
    }
    return guard;
}

TargetGuard::Mapping const* TargetGuard::find_mapping(Url const& target) const {
    auto const found = std::ranges::find_if(mappings_, [&](Mapping const& mapping) {
        return (mapping.host.empty() || mapping.host == target.host().str()) &&
               (mapping.port == 0 || mapping.port == target.port());
    });
    return found == mappings_.end() ? nullptr : &*found;
}

Result<Url> TargetGuard::check(Url url) const {
    if (allow_private_) return url;
    if (https_only_ && !url.secure()) return refuse("not https");
    auto const& host = url.host();
    if (host.is_ip()) return refuse("an address in digits instead of a name");
    // Whoever names a host and its address in the settings has said that it may be asked.
    if (auto const* mapping = find_mapping(url); mapping && !mapping->host.empty()) return url;
    if (is_special_name(host.str())) return refuse("a name for special use");
    if (std::ranges::find(ports_, unsigned{url.port()}) == ports_.end())
        return refuse("a port that is not allowed");
    return url;
}

Result<Url> TargetGuard::check(std::string_view text) const {
    auto url = Url::parse(text);
    if (!url) return refuse("not an address of the web");
    return check(*std::move(url));
}

Result<Url> TargetGuard::check_redirect(Url const& from, std::string_view location) const {
    auto url = from.resolve(location);
    if (!url) return refuse("redirected to what is no address of the web");
    if (from.secure() && !url->secure()) return refuse("redirected from https to http");
    return check(*std::move(url));
}

bool TargetGuard::allows(Url const& target, sockaddr const& address, socklen_t size) const {
    auto const endpoint = endpoint_of(address, size);
    if (!endpoint) return false;
    if (auto const* mapping = find_mapping(target))
        return endpoint->address == mapping->address && endpoint->port == mapping->to_port;
    return allow_private_ || is_public_address(address, size);
}

}  // namespace skein::http
