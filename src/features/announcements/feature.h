// Announcements: reading, dismissing and reacting to them, and `skein announcement …`, with which
// those who run the server write them.
#pragma once

namespace skein {
class Server;
}

namespace skein::announcements {

void install(Server& server);

}  // namespace skein::announcements
