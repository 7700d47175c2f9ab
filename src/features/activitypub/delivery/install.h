// What telling others adds to a server: jobs, schedules, subscriptions, and what is remembered.
#pragma once

namespace skein {
class Server;
}

namespace skein::activitypub {

/// Before the server starts.
void install_delivery(Server& server);

}  // namespace skein::activitypub
