// ActivityPub as one of the networks that other features may ask for people and posts.
#pragma once

namespace skein {
class Server;
}

namespace skein::activitypub {

/// Registers the network, and all that asks others: fetch, keys, actors. Before the server starts.
void install_network(Server& server);

}  // namespace skein::activitypub
