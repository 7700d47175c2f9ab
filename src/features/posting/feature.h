// Writing: posts are made, edited and removed here, and shown one by one, with their conversation,
// their history and their source. Some are asked for now and published later.
#pragma once

namespace skein {
class Server;
}

namespace skein::posting {

void install(Server& server);

}  // namespace skein::posting
