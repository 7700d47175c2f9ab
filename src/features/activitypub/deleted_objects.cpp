#include "features/activitypub/deleted_objects.h"

#include "core/server.h"
#include "platform/crypto/digest.h"

namespace skein::activitypub {
namespace {

constexpr auto lifetime = std::chrono::days(2);
constexpr std::int64_t rows_a_write_max = 500;

db::Sql const insert{
    "activitypub_deleted.insert",
    "INSERT INTO activitypub_deleted (account_id, object_hash, deleted_at) VALUES ($1, $2, $3) "
    "ON CONFLICT (account_id, object_hash) DO UPDATE SET deleted_at = $3"};
db::Query<AccountId> const find{
    "activitypub_deleted.find",
    "SELECT account_id FROM activitypub_deleted WHERE account_id = $1 AND object_hash = $2"};
db::Sql const sweep{
    "activitypub_deleted.sweep",
    "DELETE FROM activitypub_deleted WHERE (account_id, object_hash) IN (SELECT account_id, "
    "object_hash FROM activitypub_deleted WHERE deleted_at <= $1 ORDER BY deleted_at LIMIT $2)"};

db::Bytes hash_of(std::string_view object) { return db::Bytes{crypto::sha256(object)}; }

}  // namespace

Result<void> remember_deleted(db::Tx& tx, AccountId actor, std::string_view object) {
    TRY_OK(tx.run(insert, actor, hash_of(object), tx.now()));
    return {};
}

Result<bool> was_deleted(db::Tx& tx, AccountId actor, std::string_view object) {
    TRY(auto const found, tx.find(find, actor, hash_of(object)));
    return found.has_value();
}

Result<void> sweep_deleted_objects(Server& server) {
    auto const before = server.clock().now() - lifetime;
    for (auto removed = rows_a_write_max; removed == rows_a_write_max;) {
        TRY(removed,
            server.db().write([&](db::Tx& tx) { return tx.run(sweep, before, rows_a_write_max); },
                              db::Urgency::background));
    }
    return {};
}

}  // namespace skein::activitypub
