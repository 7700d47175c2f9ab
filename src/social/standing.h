// How an account stands: who may act here and is told of what happens, and who may post at all.
//
// Somebody is in once their address is proven and they were let in. They are shut out while those
// who run the server have closed the login or suspended the account, and when it is in memoriam;
// their tokens stay, so whatever goes on without a request (what is due later, what is sent to
// them) must ask here.
#pragma once

#include <cstdint>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/accounts.h"
#include "social/users.h"

namespace skein {
class Server;
}

namespace skein::social {

constexpr bool is_shut_out(bool disabled, AccountState state, bool memorial) {
    return disabled || state == AccountState::suspended || memorial;
}
bool is_shut_out(User const& user, Account const& account);

/// In, and not shut out.
bool may_act(User const& user, Account const& account);
/// The same; also false of an account without a user, one of another server or one that is gone.
Result<bool> may_act(db::Tx& tx, AccountId account);
/// The same as a condition on rows of `users` and `accounts` with these names in the statement.
#define SKEIN_MAY_ACT(user, account)                                                    \
    "(" user ".confirmed_at IS NOT NULL AND " user ".approved_at IS NOT NULL AND " user \
    ".disabled_at IS NULL AND " account ".state <> 2 AND " account ".memorial = FALSE)"

/// Owners who may act, but for this one: without any, the server is nobody's.
Result<std::int64_t> count_other_owners(db::Tx& tx, AccountId without);

/// Errc::forbidden, in the words of the API, for an account here that has moved away or is in
/// memoriam. Asked of drafts by a policy; whoever boosts asks it here.
Result<void> check_not_moved(db::Tx& tx, AccountId account);

/// Puts the policy into its socket: nobody posts who is suspended, or whose domain is, and nobody
/// here who has moved away or is in memoriam.
void install_standing(Server& server);

}  // namespace skein::social
