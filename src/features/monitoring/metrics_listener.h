// `/metrics` on an address of its own, where no token is asked: for a private network.
#pragma once

#include "base/result.h"

namespace skein {
class Server;
}

namespace skein::monitoring {

/// Listens when `metrics.listen` is set.
Result<void> start_metrics_listener(Server& server);
void stop_metrics_listener(Server& server);

}  // namespace skein::monitoring
