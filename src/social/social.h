// The domain layer's own installation: authenticator, view caches, settings and upkeep that every
// server has, whichever features it carries.
#pragma once

namespace skein {
class Server;
}

namespace skein::social {

void install(Server& server);

}  // namespace skein::social
