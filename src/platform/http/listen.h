// Listening sockets: made from an address, or handed over by the process before this one.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/http/proxies.h"

struct sockaddr_storage;

namespace skein::http {

/// Listens on `127.0.0.1:3000`, `[::]:3000` or `localhost:0`. `[::]` also takes IPv4 unless
/// `six_only`. Errc::bad_request when the text is no such address; Errc::unavailable when the
/// system refuses, in words an admin can act on.
Result<int> open_listener(std::string_view address, bool six_only);

/// Makes a socket of the process before this one ready. Errc::bad_request when it does not listen.
Result<int> adopt_listener(int socket);

/// Where a socket listens, as `address:port`.
std::string listening_address(int socket);

/// The other side of an accepted connection.
Address address_of(sockaddr_storage const& storage);

/// Lets this process have this many open files, as far as the system allows.
void raise_open_files(std::size_t wanted);

}  // namespace skein::http
