// Direct posts as conversations: kept up to date as posts come and go, listed, marked as read, and
// forgotten. Posts that are older than conversations are taken in by a job.
#pragma once

namespace skein {
class Server;
}

namespace skein::conversations {

void install(Server& server);

}  // namespace skein::conversations
