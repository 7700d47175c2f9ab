// Sweeping sign-ups that nobody confirmed, which frees their names. Dead links and old sessions are
// swept by `social` for every server.
#pragma once

#include "core/server.h"

namespace skein::sign_in {

Result<void> tidy(Server& server);

}  // namespace skein::sign_in
