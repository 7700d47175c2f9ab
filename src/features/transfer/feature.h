// Taking one's lists along: follows, lists, blocks, mutes, blocked domains and bookmarks as
// Mastodon's CSV files, out of this server and into it; and everything an account has, as an
// archive. Pages of the settings, complete without scripts; an import runs as a job, and says of
// each line that failed why.
#pragma once

namespace skein {
class Server;
}

namespace skein::transfer {

void install(Server& server);

}  // namespace skein::transfer
