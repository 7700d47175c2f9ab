// A boost by somebody elsewhere, as its activity says.
#pragma once

#include "features/activitypub/received.h"
#include "platform/db/tx.h"
#include "social/statuses.h"

namespace skein::activitypub {

/// Part of the last write. Errors of `social::boost_status` when it may not be boosted.
Result<void> boost_received(db::Tx& tx, Received const& received, StatusId status);

}  // namespace skein::activitypub
