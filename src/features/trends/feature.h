// What is talked about: hashtags and posts, worked out every quarter of an hour, and what those who
// run the server say of them. Linked pages are the previews'.
#pragma once

namespace skein {
class Server;
}

namespace skein::trends {

void install(Server& server);

}  // namespace skein::trends
