// Finding: accounts by name as somebody types, hashtags by how they begin, posts by their words.
#pragma once

namespace skein {
class Server;
}

namespace skein::search {

void install(Server& server);

}  // namespace skein::search
