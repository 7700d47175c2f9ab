#include "platform/http/listen.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace skein::http {
namespace {

constexpr int backlog = 4096;

struct Endpoint {
    Address address;
    std::uint16_t port = 0;
};

Result<Endpoint> parse_endpoint(std::string_view text) {
    auto const wrong = fail(
        Errc::bad_request,
        fmt::format("{} is no address to listen on; write it like 127.0.0.1:3000 or [::]:3000.",
                    text));
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos) return wrong;
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos) return wrong;
    auto const address = Address::parse(host == "localhost" ? "127.0.0.1" : host);
    Endpoint endpoint;
    auto const parsed =
        std::from_chars(text.data() + colon + 1, text.data() + text.size(), endpoint.port);
    if (!address || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size())
        return wrong;
    endpoint.address = *address;
    return endpoint;
}

socklen_t fill(Endpoint const& from, sockaddr_storage& to) {
    if (from.address.is_v4()) {
        auto& v4 = reinterpret_cast<sockaddr_in&>(to);
        v4.sin_family = AF_INET;
        v4.sin_port = htons(from.port);
        std::memcpy(&v4.sin_addr, from.address.bytes.data() + 12, 4);
        return sizeof v4;
    }
    auto& v6 = reinterpret_cast<sockaddr_in6&>(to);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(from.port);
    std::memcpy(&v6.sin6_addr, from.address.bytes.data(), 16);
    return sizeof v6;
}

void set_option(int socket, int level, int option, int value) {
    ::setsockopt(socket, level, option, &value, sizeof value);
}

std::uint16_t port_of(sockaddr_storage const& storage) {
    return ntohs(storage.ss_family == AF_INET6
                     ? reinterpret_cast<sockaddr_in6 const&>(storage).sin6_port
                     : reinterpret_cast<sockaddr_in const&>(storage).sin_port);
}

}  // namespace

Result<int> open_listener(std::string_view address, bool six_only) {
    TRY(auto const endpoint, parse_endpoint(address));
    sockaddr_storage storage{};
    auto const size = fill(endpoint, storage);
    int const socket = ::socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket >= 0) {
        set_option(socket, SOL_SOCKET, SO_REUSEADDR, 1);
        // Accepted sockets inherit it: an answer goes out whole, waiting gains nothing.
        set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
        if (storage.ss_family == AF_INET6)
            set_option(socket, IPPROTO_IPV6, IPV6_V6ONLY, six_only ? 1 : 0);
        if (::bind(socket, reinterpret_cast<sockaddr*>(&storage), size) == 0 &&
            ::listen(socket, backlog) == 0)
            return socket;
    }
    auto const cause = errno;
    if (socket >= 0) ::close(socket);
    auto const advice = cause == EADDRINUSE ? " Another program listens there already." : "";
    return fail(Errc::unavailable,
                fmt::format("Cannot listen on {}: {}.{}", address, std::strerror(cause), advice));
}

Result<int> adopt_listener(int socket) {
    int listening = 0;
    socklen_t size = sizeof listening;
    if (::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || !listening)
        return fail(Errc::bad_request, "The socket handed over does not listen.");
    set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    return socket;
}

std::string listening_address(int socket) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&storage), &size);
    auto const text = address_of(storage).text();
    auto const port = port_of(storage);
    return storage.ss_family == AF_INET6 ? fmt::format("[{}]:{}", text, port)
                                         : fmt::format("{}:{}", text, port);
}

Address address_of(sockaddr_storage const& storage) {
    Address address;
    if (storage.ss_family == AF_INET6) {
        auto const& v6 = reinterpret_cast<sockaddr_in6 const&>(storage);
        std::memcpy(address.bytes.data(), &v6.sin6_addr, 16);
        return address;
    }
    auto const& v4 = reinterpret_cast<sockaddr_in const&>(storage);
    address.bytes[10] = address.bytes[11] = 0xFF;
    std::memcpy(address.bytes.data() + 12, &v4.sin_addr, 4);
    return address;
}

void raise_open_files(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace skein::http
