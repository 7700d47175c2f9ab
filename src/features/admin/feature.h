// Administration from the command line: accounts, tokens, custom emojis, domains and jobs, for
// whoever owns the data directory. The commands also work while the server runs, since it runs them
// itself.
#pragma once

namespace skein {
class Server;
}

namespace skein::admin {

void install(Server& server);

}  // namespace skein::admin
