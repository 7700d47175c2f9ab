// Sweeping what is over: dead links, sessions nobody used for long, sign-ups nobody confirmed.
#pragma once

#include "core/server.h"

namespace skein::sign_in {

Result<void> tidy(Server& server);

}  // namespace skein::sign_in
