// What people do with posts of others and their own: favourite, boost, bookmark, pin, mute the
// conversation; and the lists of what was favourited and bookmarked, and by whom.
#pragma once

namespace skein {
class Server;
}

namespace skein::interactions {

void install(Server& server);

}  // namespace skein::interactions
