// What may be answered: asked when a post is published, and before, while it is being written.
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/statuses.h"

namespace skein::social {

/// The post that an answer to `id` would be below, which of a boost is what it boosts.
/// Errc::not_found when `author` may not see it; Errc::forbidden when its own policy refuses an
/// author of this server.
Result<Status> load_answerable_status(db::Tx& tx, Network network, AccountId author, StatusId id);

}  // namespace skein::social
