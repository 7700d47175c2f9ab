// Who may post at all: nobody who is suspended, or whose domain is, and nobody here who has moved
// away or is in memoriam.
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::social {

/// Errc::forbidden, in the words of the API, for an account here that has moved away or is in
/// memoriam. Asked of drafts by a policy; whoever boosts asks it here.
Result<void> check_not_moved(db::Tx& tx, AccountId account);

/// Puts the policy into its socket.
void install_standing(Server& server);

}  // namespace skein::social
