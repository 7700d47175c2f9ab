// Hashtags: one of them with its last days, following them, and showing them on one's profile.
#pragma once

namespace skein {
class Server;
}

namespace skein::tags {

void install(Server& server);

}  // namespace skein::tags
