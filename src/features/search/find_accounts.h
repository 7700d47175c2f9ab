// Accounts for a text somebody typed.
#pragma once

#include <string_view>
#include <vector>

#include "core/endpoint.h"
#include "core/server.h"
#include "social/accounts.h"

namespace skein::search {

/// A full handle of another server that nobody here knows is asked for there. Before the
/// transaction, for users only.
Result<void> resolve_account(Call& call, std::string_view text);

/// Those known here, best first; nobody for a text that can be no name.
Result<std::vector<AccountId>> find_accounts(Call& call, db::Tx& tx, social::AccountSearch search);

}  // namespace skein::search
