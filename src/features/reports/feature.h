// Reports: people tell the moderators about an account and some of its posts, and whoever runs the
// server reads and closes them on the command line.
#pragma once

namespace skein {
class Server;
}

namespace skein::reports {

void install(Server& server);

}  // namespace skein::reports
