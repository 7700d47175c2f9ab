// Taking accounts away for good, of another server (`remove_account` in moves.h) or of this one:
// what they made, and what others did with it, in batches small enough for nobody to wait for. Why
// so: docs/design/0023-a-deleted-account-leaves-its-name.md.
#pragma once

#include <string_view>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::social {

/// Takes an account of this server away. At once nobody can sign in to it, its tokens and sessions
/// are gone, its profile is empty and it is shown to nobody; the rest follows in jobs. Its name is
/// never given again. Errc::unprocessable for the only owner and for accounts of other servers.
/// Publishes AccountRemoved.
Result<void> remove_own_account(db::Tx& tx, AccountId account);

/// Was there an account of this server with this name that was taken away for good?
Result<bool> was_removed(db::Tx& tx, std::string_view username);
/// Is this one?
Result<bool> was_removed(db::Tx& tx, AccountId account);

/// Removes what the account made: posts and boosts, favourites, reactions, follows both ways,
/// notifications, files. At most so many small writes: false when there is more, for a job that
/// comes back.
inline constexpr int removal_writes_a_run_max = 200;
Result<bool> remove_content(Server& server, AccountId account,
                            int writes_max = removal_writes_a_run_max);

void install_account_removal(Server& server);

}  // namespace skein::social
