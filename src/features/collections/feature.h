// Collections: accounts somebody gathered under a name. Making, showing and changing them, and
// leaving those of others.
#pragma once

namespace skein {
class Server;
}

namespace skein::collections {

void install(Server& server);

}  // namespace skein::collections
