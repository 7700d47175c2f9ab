// Profiles: accounts shown, found by name, and changed by their owners.
#pragma once

namespace skein {
class Server;
}

namespace skein::profiles {

void install(Server& server);

}  // namespace skein::profiles
