// Taking an account of another server away: what it made, and what others did with it, in batches
// small enough for nobody to wait for.
#pragma once

#include "base/ids.h"
#include "base/result.h"

namespace skein {
class Server;
}

namespace skein::social {

/// Removes what the account made: posts and boosts, favourites, reactions, follows both ways,
/// notifications, files. A bounded amount: false when there is more, for a job that comes back.
Result<bool> remove_content(Server& server, AccountId account);

void install_account_removal(Server& server);

}  // namespace skein::social
