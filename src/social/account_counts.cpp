#include "social/account_counts.h"

namespace skein::social {
namespace {

db::Sql const set{"accounts.set_counts",
                  "UPDATE account_stats SET statuses_count = COALESCE($2, statuses_count), "
                  "followers_count = COALESCE($3, followers_count), "
                  "following_count = COALESCE($4, following_count) WHERE account_id = $1"};

}  // namespace

Result<void> set_account_counts(db::Tx& tx, AccountId account, AccountCounts const& counts) {
    if (!counts.statuses && !counts.followers && !counts.following) return {};
    TRY_OK(tx.run(set, account, counts.statuses, counts.followers, counts.following));
    return {};
}

}  // namespace skein::social
