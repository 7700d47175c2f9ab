#include "features/sign_in/tidy.h"

#include "base/log.h"
#include "social/sign_ups.h"

namespace skein::sign_in {
namespace {

constexpr auto unused_session_age_max = std::chrono::days(365);
constexpr std::int64_t rows_per_sweep = 400;

db::Sql const remove_dead_links{
    "one_time_tokens.remove_expired",
    "DELETE FROM one_time_tokens WHERE token_hash IN (SELECT token_hash FROM one_time_tokens WHERE "
    "expires_at < $1 LIMIT $2)"};
db::Sql const remove_old_sessions{
    "sessions.remove_unused",
    "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE last_used_at < $1 LIMIT $2)"};

Result<void> remove_stale_sign_ups(Server& server) {
    auto const before = server.clock().now() - social::unproven_sign_up_age_max;
    TRY(auto const stale, server.db().read([&](db::Tx& tx) {
        return social::list_stale_sign_ups(tx, before, rows_per_sweep);
    }));
    for (auto const id : stale) {
        auto const removed = server.db().write(
            [&](db::Tx& tx) { return social::remove_sign_up(tx, id); }, db::Urgency::background);
        // Somebody may follow the account already; then it stays.
        if (!removed && removed.error().code != Errc::conflict) return fail(Error(removed.error()));
    }
    return {};
}

}  // namespace

Result<void> tidy(Server& server) {
    TRY_OK(server.db().write(
        [&](db::Tx& tx) -> Result<void> {
            TRY_OK(tx.run(remove_dead_links, tx.now(), rows_per_sweep));
            TRY_OK(tx.run(remove_old_sessions, tx.now() - unused_session_age_max, rows_per_sweep));
            return {};
        },
        db::Urgency::background));
    return remove_stale_sign_ups(server);
}

}  // namespace skein::sign_in
