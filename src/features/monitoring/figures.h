// The figures of the whole server: lanes, jobs, database, connections, memory. What a feature alone
// knows, it declares itself.
#pragma once

#include "core/endpoint.h"

namespace skein::monitoring {

void declare_figures(Server& server);

/// All figures as Prometheus wants them. Reads the database: on a lane only.
Reply figures_reply(Server& server);

}  // namespace skein::monitoring
