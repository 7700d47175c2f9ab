// What this server shows to other servers: WebFinger, actors, posts, collections, tombstones.
// Public documents for everybody (or, with secure fetch, for whoever signs), private ones only for
// a signer who may see them.
#pragma once

namespace skein {
class Server;
}

namespace skein::activitypub {

/// Routes, settings, caches. Before the server starts.
void install_serving(Server& server);

}  // namespace skein::activitypub
