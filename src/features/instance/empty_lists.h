// What apps ask for as soon as somebody signs in, and that is truly empty as long as no room of
// this server does it.
#pragma once

namespace skein {
class Server;
}

namespace skein::instance {

void install_empty_lists(Server& server);

}  // namespace skein::instance
