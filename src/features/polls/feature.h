// Polls: looking at one by itself, and voting. They come into being with posts.
#pragma once

namespace skein {
class Server;
}

namespace skein::polls {

void install(Server& server);

}  // namespace skein::polls
