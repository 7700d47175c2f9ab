// Finding people: the directory of those who want to be found, and suggestions whom to follow.
#pragma once

namespace skein {
class Server;
}

namespace skein::discovery {

void install(Server& server);

}  // namespace skein::discovery
