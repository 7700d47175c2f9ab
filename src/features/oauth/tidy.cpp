#include "features/oauth/tidy.h"

namespace skein::oauth {
namespace {

constexpr auto unused_token_age_max = std::chrono::days(180);
constexpr std::int64_t rows_per_sweep = 400;

db::Sql const remove_unused_tokens{
    "access_tokens.remove_unused",
    "DELETE FROM access_tokens WHERE id IN (SELECT id FROM access_tokens WHERE user_id IS NULL AND "
    "last_used_at < $1 LIMIT $2)"};

}  // namespace

Result<void> tidy(Server& server) {
    return server.db().write(
        [&](db::Tx& tx) -> Result<void> {
            TRY_OK(tx.run(remove_unused_tokens, tx.now() - unused_token_age_max, rows_per_sweep));
            return {};
        },
        db::Urgency::background);
}

}  // namespace skein::oauth
