// Lists: people whose posts somebody reads apart from home, and the timeline of each.
#pragma once

namespace skein {
class Server;
}

namespace skein::lists {

void install(Server& server);

}  // namespace skein::lists
