// Uploads that no post ever used, or that a removed post left behind.
#pragma once

#include "core/server.h"

namespace skein::media {

/// Removes what has been unattached and untouched for more than a day, a batch at a time.
Result<void> remove_unattached(Server& server);

}  // namespace skein::media
