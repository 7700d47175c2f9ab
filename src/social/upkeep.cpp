#include "social/upkeep.h"

#include "base/log.h"
#include "core/server.h"
#include "social/media.h"
#include "social/relations.h"
#include "social/statuses.h"

namespace skein::social {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

/// Rows one background closure may change, and how often one run comes back for more.
constexpr std::int64_t rows_a_write_max = 200;
constexpr int writes_a_run_max = 50;

constexpr auto spent_code_lifetime = days(1);
constexpr auto unused_session_lifetime = days(365);
constexpr auto unused_app_lifetime = days(7);
constexpr auto unattached_lifetime = days(1);

struct MutePair {
    AccountId account, target;
    auto row() { return std::tie(account, target); }
};
db::Query<MutePair> const list_expired_mutes{
    "upkeep.list_expired_mutes",
    "SELECT account_id, target_id FROM mutes WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2"};

db::Sql const remove_keys{
    "upkeep.remove_idempotency_keys",
    "DELETE FROM idempotency_keys WHERE (account_id, idempotency_key) IN (SELECT account_id, "
    "idempotency_key FROM idempotency_keys WHERE created_at <= $1 ORDER BY created_at LIMIT $2)"};
db::Sql const remove_one_time{
    "upkeep.remove_one_time_tokens",
    "DELETE FROM one_time_tokens WHERE token_hash IN (SELECT token_hash FROM one_time_tokens "
    "WHERE expires_at <= $1 LIMIT $2)"};
db::Sql const remove_codes{
    "upkeep.remove_authorization_codes",
    "DELETE FROM authorization_codes WHERE code_hash IN (SELECT code_hash FROM "
    "authorization_codes WHERE expires_at <= $1 LIMIT $2)"};
db::Sql const remove_sessions{
    "upkeep.remove_sessions",
    "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE last_used_at <= $1 LIMIT $2)"};
db::Sql const remove_apps{
    "upkeep.remove_apps",
    "DELETE FROM apps WHERE id IN (SELECT a.id FROM apps a WHERE a.created_at <= $1 "
    "AND NOT EXISTS (SELECT 1 FROM access_tokens t WHERE t.app_id = a.id) "
    "AND NOT EXISTS (SELECT 1 FROM authorization_codes c WHERE c.app_id = a.id) LIMIT $2)"};

/// Repeats a bounded background write, which answers how many rows it found, until it finds few.
Result<void> in_rounds(Server& server, std::string_view what,
                       std::function<Result<std::int64_t>(db::Tx&)> const& round) {
    std::int64_t total = 0;
    for (int i = 0; i < writes_a_run_max; ++i) {
        TRY(auto const rows, server.db().write(round, db::Urgency::background));
        total += rows;
        if (rows < rows_a_write_max) break;
    }
    if (total > 0) log::info("upkeep.swept", {{"what", what}, {"rows", total}});
    return {};
}

Result<void> remove_older(Server& server, db::Sql const& sql, Duration lifetime) {
    return in_rounds(server, sql.name(), [&](db::Tx& tx) {
        return tx.run(sql, tx.now() - lifetime, rows_a_write_max);
    });
}

}  // namespace

void RemoteCacheConfig::declare(Settings& s) {
    s.number("media.remote_bytes_max", remote_bytes_max, {0, std::int64_t{1} << 50},
             "How many bytes of other servers' files are kept; the least recently used go first.");
}

Result<void> end_expired_mutes(Server& server) {
    return in_rounds(server, "mutes", [](db::Tx& tx) -> Result<std::int64_t> {
        TRY(auto const expired, tx.list(list_expired_mutes, tx.now(), rows_a_write_max));
        for (auto const& pair : expired) TRY_OK(unmute(tx, pair.account, pair.target));
        return static_cast<std::int64_t>(expired.size());
    });
}

Result<void> sweep_expired_secrets(Server& server) {
    TRY_OK(remove_older(server, remove_keys, idempotency_lifetime));
    TRY_OK(remove_older(server, remove_one_time, Duration{}));
    // A code that was used is kept for a while: whoever shows it again has stolen it.
    return remove_older(server, remove_codes, spent_code_lifetime);
}

Result<void> sweep_old_sessions(Server& server) {
    return remove_older(server, remove_sessions, unused_session_lifetime);
}

Result<void> sweep_unused_apps(Server& server) {
    return remove_older(server, remove_apps, unused_app_lifetime);
}

Result<void> sweep_unattached_media(Server& server) {
    return in_rounds(server, "unattached media", [](db::Tx& tx) -> Result<std::int64_t> {
        TRY(auto const unattached,
            list_unattached_media(tx, tx.now() - unattached_lifetime, rows_a_write_max));
        for (auto const& media : unattached) TRY_OK(remove_media(tx, media));
        return static_cast<std::int64_t>(unattached.size());
    });
}

void install_upkeep(Server& server) {
    server.settings<RemoteCacheConfig>();
    server.every("social.end_expired_mutes", minutes(1), end_expired_mutes);
    server.every("social.sweep_expired_secrets", minutes(10), sweep_expired_secrets);
    server.every("social.sweep_old_sessions", days(1), sweep_old_sessions);
    server.every("social.sweep_unused_apps", days(1), sweep_unused_apps);
    server.every("social.sweep_unattached_media", hours(1), sweep_unattached_media);
    server.every("social.sweep_unused_blobs", minutes(10), sweep_unused_blobs);
    server.every("social.sweep_orphaned_files", days(1), sweep_orphaned_files, LaneName::slow);
    server.every("social.bound_remote_cache", hours(1), bound_remote_cache);
}

}  // namespace skein::social
