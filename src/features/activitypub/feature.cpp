#include "features/activitypub/feature.h"

#include "core/server.h"
#include "features/activitypub/backfill/backfill.h"
#include "features/activitypub/delivery/install.h"
#include "features/activitypub/documents/archive.h"
#include "features/activitypub/inbox/receive_inbox.h"
#include "features/activitypub/network.h"
#include "features/activitypub/serve/serve.h"

namespace skein::activitypub {

void install(Server& server) {
    install_network(server);
    install_serving(server);
    install_archive_documents(server);
    install_backfill(server);
    install_delivery(server);
    install_inbox(server);
}

}  // namespace skein::activitypub
