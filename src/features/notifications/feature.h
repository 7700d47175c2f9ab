// Notifications: written when others do something to somebody, listed alone and in groups,
// dismissed, held back by policy until their receiver lets them in; and the markers that say how
// far somebody has read.
#pragma once

namespace skein {
class Server;
}

namespace skein::notifications {

void install(Server& server);

}  // namespace skein::notifications
