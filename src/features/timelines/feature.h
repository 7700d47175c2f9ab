// Timelines: home, public, tags, and the posts of one account; and what keeps the homes filled: the
// fan-out of new posts, the merging of people newly followed, the rebuilding for those who return,
// and the sweeping of what no longer belongs.
#pragma once

namespace skein {
class Server;
}

namespace skein::timelines {

void install(Server& server);

}  // namespace skein::timelines
