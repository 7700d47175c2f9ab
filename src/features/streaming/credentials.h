// Who opens a stream. Browsers cannot set headers on a WebSocket, so that the token may also come
// as a parameter or as the name of a subprotocol.
#pragma once

#include <string>

#include "base/result.h"
#include "core/server.h"

namespace skein::streaming {

/// What a socket came in with, kept to ask again when something about it has changed.
struct Credential {
    std::string secret;
    bool is_session = false;
};

/// Errc::unauthenticated when there is none.
Result<Credential> read_credential(Server const& server, http::Request const& request,
                                   std::string const& access_token);

/// Who that is now. Errc::unauthenticated unless it is an active user.
Result<Principal> find_streamer(Server& server, Credential const& credential);

}  // namespace skein::streaming
