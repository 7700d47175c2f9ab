// Mutes that were for a while. Everybody who reads them looks at their end; removing the rows is
// housekeeping, and tells whoever keeps something by them.
#pragma once

#include "core/server.h"

namespace skein::relationships {

/// Removes the mutes whose time is over, a batch at a time.
Result<void> remove_ended_mutes(Server& server);

}  // namespace skein::relationships
