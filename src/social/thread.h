// Threads: what is above and below a post.
#pragma once

#include <vector>

#include "base/result.h"
#include "platform/db/tx.h"
#include "social/status_heads.h"
#include "social/statuses.h"

namespace skein::social {

/// As far as `viewer` may see and wants to (nobody muted): ancestors oldest first, descendants
/// depth-first by age. At most 4,096 each; for nobody 40 above, 60 below, 20 deep.
struct Thread {
    std::vector<StatusHead> ancestors, descendants;
};
Result<Thread> load_thread(db::Tx& tx, AccountId viewer, Status const& status);

}  // namespace skein::social
