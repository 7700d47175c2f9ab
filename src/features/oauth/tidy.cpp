#include "features/oauth/tidy.h"

#include "features/oauth/codes.h"

namespace skein::oauth {
namespace {

// A used code is kept a day longer, so that a thief who shows it again still ends the token.
constexpr auto dead_code_age_max = std::chrono::days(1);
constexpr auto unused_app_token_age_max = std::chrono::days(180);
constexpr auto unused_app_age_max = std::chrono::days(30);
constexpr std::int64_t rows_per_sweep = 150;

db::Sql const remove_unused_tokens{
    "access_tokens.remove_unused",
    "DELETE FROM access_tokens WHERE id IN (SELECT id FROM access_tokens WHERE user_id IS NULL AND "
    "last_used_at < $1 LIMIT $2)"};
db::Query<AppId> const list_unused_apps{
    "unused_apps.list",
    "SELECT u.app_id FROM unused_apps u WHERE u.app_id < $1 AND NOT EXISTS (SELECT 1 FROM "
    "access_tokens t WHERE t.app_id = u.app_id) AND NOT EXISTS (SELECT 1 FROM authorization_codes "
    "c WHERE c.app_id = u.app_id) ORDER BY u.app_id LIMIT $2"};
db::Sql const remove_unused_marks{"unused_apps.remove_several",
                                  "DELETE FROM unused_apps WHERE app_id IN {list:$1}"};
db::Sql const remove_apps{"apps.remove_several", "DELETE FROM apps WHERE id IN {list:$1}"};

Result<void> remove_unused_apps(db::Tx& tx) {
    auto const newest = first_id_at(tx.now() - unused_app_age_max);
    TRY(auto const unused, tx.list(list_unused_apps, newest, rows_per_sweep));
    if (unused.empty()) return {};
    TRY_OK(tx.run(remove_unused_marks, unused));
    TRY_OK(tx.run(remove_apps, unused));
    return {};
}

}  // namespace

Result<void> tidy(Server& server) {
    return server.db().write(
        [&](db::Tx& tx) -> Result<void> {
            TRY_OK(remove_dead_codes(tx, tx.now() - dead_code_age_max, rows_per_sweep));
            TRY_OK(
                tx.run(remove_unused_tokens, tx.now() - unused_app_token_age_max, rows_per_sweep));
            return remove_unused_apps(tx);
        },
        db::Urgency::background);
}

}  // namespace skein::oauth
