// Which accounts are shown at all: the one place that decides it. Somebody who signs up here is
// there for themselves and for those who run the server. For everybody else the account is as if
// absent until its address is confirmed and, where people are let in one by one, it was let in.
//
// Whatever finds an account by an id or a name that somebody gave goes through here.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/accounts.h"

namespace skein::social {

/// The rule for everybody, as a condition on a row of `accounts` with this name in the statement.
#define SKEIN_ADMITTED(account)                                                                  \
    "(" account ".network <> 0 OR EXISTS (SELECT 1 FROM users nu WHERE nu.account_id = " account \
    ".id AND nu.confirmed_at IS NOT NULL AND nu.approved_at IS NOT NULL))"

/// The rule for a viewer (zero: nobody), who is parameter $1.
#define SKEIN_SHOWN_TO_1(account)                                                                 \
    "(" SKEIN_ADMITTED(account) " OR " account                                                    \
                                ".id = $1 OR EXISTS (SELECT 1 FROM users nv WHERE nv.account_id " \
                                "= $1 AND nv.role > 0))"

/// Errc::not_found also for an account that this viewer is not shown.
Result<Account> load_shown_account(db::Tx& tx, AccountId viewer, AccountId id);

/// As `find_account_by_name`; nothing for an account that this viewer is not shown.
Result<std::optional<Account>> find_shown_account_by_name(db::Tx& tx, AccountId viewer,
                                                          std::string_view username,
                                                          std::string_view domain);

/// Those the viewer is shown, in the order given.
Result<std::vector<AccountId>> keep_shown(db::Tx& tx, AccountId viewer,
                                          std::span<AccountId const> ids);

}  // namespace skein::social
