// Counters that another server tells of its own accounts.
#pragma once

#include <cstdint>
#include <optional>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::social {

struct AccountCounts {
    std::optional<std::int64_t> statuses, followers, following;
};

/// From now on it is counted from here; what is not told stays as it is. For accounts of other
/// servers.
Result<void> set_account_counts(db::Tx& tx, AccountId account, AccountCounts const& counts);

}  // namespace skein::social
