// What an account keeps for itself and what others keep about it: blocks, mutes, notes, bookmarks,
// notifications, its home, its conversations. Nobody else sees any of it.
#pragma once

#include "base/ids.h"
#include "base/result.h"

namespace skein {
class Server;
}

namespace skein::social {

/// Removes all that of an account that is gone for good. A bounded amount: false when there is
/// more, for a job that comes back.
Result<bool> remove_own_rows(Server& server, AccountId account);

}  // namespace skein::social
