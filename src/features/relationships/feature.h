// What accounts are to each other: following, asking to follow, muting, blocking, private notes;
// and the lists of all these.
#pragma once

namespace skein {
class Server;
}

namespace skein::relationships {

void install(Server& server);

}  // namespace skein::relationships
