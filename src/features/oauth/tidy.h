// Sweeping dead codes, tokens of apps without a person that nobody used for long, and apps nobody
// uses.
#pragma once

#include "core/server.h"

namespace skein::oauth {

Result<void> tidy(Server& server);

}  // namespace skein::oauth
