// Lists that apps ask for as soon as somebody signs in, and that are truly empty as long as no room
// of this server makes what they would list. A room that does takes its line out of
// empty_lists.cpp, which names it.
#pragma once

namespace skein {
class Server;
}

namespace skein::instance {

void install_empty_lists(Server& server);

}  // namespace skein::instance
