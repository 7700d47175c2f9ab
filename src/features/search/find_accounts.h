// Accounts for a text somebody typed.
#pragma once

#include <vector>

#include "core/endpoint.h"
#include "core/server.h"
#include "social/accounts.h"

namespace skein::search {

/// Those known here, best first; nobody for a text that can be no name.
Result<std::vector<AccountId>> find_accounts(Call& call, db::Tx& tx, social::AccountSearch search);

}  // namespace skein::search
