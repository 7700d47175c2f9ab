// Which addresses of the internet protocol other servers may have: global unicast and nothing else.
// The table follows the special-purpose registries of IANA for IPv4 and IPv6; an address that
// carries another one inside (v4-mapped, NAT64, 6to4, ISATAP) is as good as the one inside.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <span>
#include <string_view>

namespace skein::http {

/// Four bytes or sixteen in network order; anything else is not public.
bool is_public_address(std::span<std::uint8_t const> address);

/// The same for the address of a socket; only the families of the internet protocol are public.
bool is_public_address(sockaddr const& address, socklen_t size);

/// Is this A-label host a name that only means something inside a network: one label, or below a
/// domain set aside for special use (`localhost`, `local`, `internal`, `onion` …)?
bool is_special_name(std::string_view host);

}  // namespace skein::http
