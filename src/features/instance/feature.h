// What the server says of itself: its name, rules, limits and figures, its emojis, and the
// documents by which programs and other servers find their way (NodeInfo, WebFinger).
#pragma once

namespace skein {
class Server;
}

namespace skein::instance {

void install(Server& server);

}  // namespace skein::instance
