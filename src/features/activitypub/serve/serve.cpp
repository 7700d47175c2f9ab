#include "features/activitypub/serve/serve.h"

#include "core/server.h"
#include "features/activitypub/config.h"

namespace skein::activitypub {

void install_serving(Server& server) { server.settings<FederationConfig>(); }

}  // namespace skein::activitypub
