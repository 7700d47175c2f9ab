// Moving: a person names their other accounts, and has everybody follow another one from now on.
// Apps have no requests for it, so both are pages of the settings.
#pragma once

namespace skein {
class Server;
}

namespace skein::moving {

void install(Server& server);

}  // namespace skein::moving
