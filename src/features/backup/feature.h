// Backup and restore: the whole server in one file, encrypted by a passphrase.
//
// The file holds the database as it was at one moment, every local file the database names, and the
// secret key, so that a server restored elsewhere signs with the same keys and opens the same
// e-mail addresses. Cached copies of remote media are left out: they come back when somebody looks
// at them. `skein check` proves a restored server whole.
#pragma once

namespace skein {
class Server;
}

namespace skein::backup {

void install(Server& server);

}  // namespace skein::backup
