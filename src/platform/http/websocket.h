// WebSockets (RFC 6455), by Boost.Beast, whose only door this is. Pings every half idle deadline,
// messages of at most 8 KiB, closing with a deadline.
#pragma once

#include "platform/http/hand_over.h"

namespace skein::http {

/// Does this request ask for a WebSocket of the one version there is?
bool is_websocket_request(Request const& request);

/// Answers the request with 101 and the extra headers, and goes on as a stream; on the loop's
/// thread. `take_over` is called when the handshake is done.
void open_websocket(HandOver from, Request const& asked, Headers const& extra);

}  // namespace skein::http
