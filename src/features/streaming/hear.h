// What happens on the server, heard in its transactions and told to the pump after the commit.
// While nobody listens, hearing costs one atomic read.
#pragma once

#include "core/server.h"

namespace skein::streaming {

void hear_events(Server& server);

}  // namespace skein::streaming
