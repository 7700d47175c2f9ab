// Sweeping tokens of apps without a person that nobody used for long. Spent codes and apps without
// a token are swept by `social` for every server.
#pragma once

#include "core/server.h"

namespace skein::oauth {

Result<void> tidy(Server& server);

}  // namespace skein::oauth
