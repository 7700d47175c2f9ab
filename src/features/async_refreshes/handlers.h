// The requests of this feature.
#pragma once

#include "core/endpoint.h"

namespace skein::async_refreshes {

Result<Reply> show_refresh(Call& call);

/// Forgets those nobody may ask for any more.
Result<void> sweep_refreshes(Server& server);

}  // namespace skein::async_refreshes
