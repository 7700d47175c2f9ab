// ActivityPub: Skein speaks with every server of the fediverse. `social` does not know it: this
// feature hears the events of the domain and sends what others should know, and turns what others
// send into the domain's own deeds.
//
// Where is what: vocab (reading foreign documents), documents (writing ours), serve (the routes
// that show them), signatures and keys (who said it), authority (may they say it), inbox and
// activities (what they said), fetch, remote_actors and remote_statuses (asking others), delivery
// (telling others).
#pragma once

namespace skein {
class Server;
}

namespace skein::activitypub {

void install(Server& server);

}  // namespace skein::activitypub
