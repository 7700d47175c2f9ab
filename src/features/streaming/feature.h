// Streaming: what happens is pushed to whoever has a stream open, over one WebSocket for all
// streams of a client or as Server-Sent Events for each. Events are heard in their transactions,
// told after the commit, and rendered and sent by one pump (pump.h) for the sockets that are
// registered at the desk (desk.h); who is shown what is decided by social/onlookers.
#pragma once

namespace skein {
class Server;
}

namespace skein::streaming {

void install(Server& server);

}  // namespace skein::streaming
