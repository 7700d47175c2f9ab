// Finding: accounts by name as somebody types, and hashtags by how they begin.
#pragma once

namespace skein {
class Server;
}

namespace skein::search {

void install(Server& server);

}  // namespace skein::search
