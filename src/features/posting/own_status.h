// A post that its author wants to change.
#pragma once

#include "platform/db/tx.h"
#include "social/statuses.h"

namespace skein::posting {

/// Errc::not_found for what does not exist and for what somebody else wrote.
Result<social::Status> load_own_status(db::Tx& tx, AccountId author, StatusId id);

}  // namespace skein::posting
