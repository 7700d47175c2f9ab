// Accounts for a text somebody typed.
#pragma once

#include <string>
#include <vector>

#include "core/endpoint.h"
#include "core/server.h"

namespace skein::search {

struct AccountSearch {
    std::string text;
    std::int64_t limit = 20, offset = 0;
    bool following = false;
    bool resolve = false;  ///< Ask other servers; before the transaction, for users only.
};

/// A full handle of another server that nobody here knows is asked for, when `resolve` says so.
Result<void> resolve_account(Call& call, AccountSearch const& search);

/// Those known here, best first.
Result<std::vector<AccountId>> find_accounts(Call& call, db::Tx& tx, AccountSearch const& search);

}  // namespace skein::search
