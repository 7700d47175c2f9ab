// Posts and accounts as an archive holds them.
#pragma once

namespace skein {
class Server;
}

namespace skein::activitypub {

/// Plugs into social::ArchiveDocuments.
void install_archive_documents(Server& server);

}  // namespace skein::activitypub
