// What has become of work in the background that the header `Mastodon-Async-Refresh` of another
// answer named: whether it still runs, and how much has arrived.
#pragma once

namespace skein {
class Server;
}

namespace skein::async_refreshes {

void install(Server& server);

}  // namespace skein::async_refreshes
