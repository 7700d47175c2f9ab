// What those who run the server decide about an account: suspended, limited, in memoriam. The state
// itself is a field of the account; here is what goes with each change.
//
// A suspended account is shown to nobody and locked out. A limited one is shown in lists only to
// those who follow it, and asks before it follows. One in memoriam stays as it is for everybody,
// and nobody can sign in to it or act for it.
#pragma once

#include "base/result.h"
#include "platform/db/tx.h"
#include "social/accounts.h"

namespace skein::social {

/// Ends its sessions and, for one of another server, everything between it and people here.
Result<void> suspend_account(db::Tx& tx, Account account);
/// Errc::unprocessable for one that is not suspended, or was taken away for good
/// (account_removal.h).
Result<void> unsuspend_account(db::Tx& tx, Account account);

/// Errc::unprocessable for a suspended one. Doing it again changes nothing.
Result<void> limit_account(db::Tx& tx, Account account);
/// Errc::unprocessable for one that is not limited.
Result<void> unlimit_account(db::Tx& tx, Account account);

/// Says that whoever had it has died. Errc::unprocessable for one of another server, which says so
/// itself, and for a suspended one.
Result<void> memorialize_account(db::Tx& tx, Account account);
/// Errc::unprocessable for one that is not in memoriam, or is of another server.
Result<void> end_memorial(db::Tx& tx, Account account);

}  // namespace skein::social
