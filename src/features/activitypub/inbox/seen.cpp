#include "features/activitypub/inbox/seen.h"

#include "core/server.h"
#include "features/activitypub/vocab/properties.h"
#include "platform/crypto/digest.h"

namespace skein::activitypub {
namespace {

constexpr auto lifetime = std::chrono::days(7);
constexpr std::int64_t rows_a_write_max = 500;
/// Half of SHA-256: nobody finds two bodies with the same, and the table is half as large.
constexpr std::size_t digest_bytes = 16;

db::Sql const insert{
    "activitypub_seen.insert",
    "INSERT INTO activitypub_seen (digest, seen_at) VALUES ($1, $2) ON CONFLICT DO NOTHING"};
db::Sql const sweep{"activitypub_seen.sweep",
                    "DELETE FROM activitypub_seen WHERE digest IN (SELECT digest FROM "
                    "activitypub_seen WHERE seen_at <= $1 ORDER BY seen_at LIMIT $2)"};

}  // namespace

db::Bytes digest_of_arrival(VerifiedActor const& actor, json::Value activity,
                            std::string_view body) {
    std::string key = actor.id().str();
    for (auto const& type : types_of(activity)) key += '\n' + type;
    key += '\n';
    key += id_text(activity);
    key += '\n';
    key += crypto::sha256(body);
    return db::Bytes{crypto::sha256(key).substr(0, digest_bytes)};
}

Result<bool> note_arrival(db::Tx& tx, db::Bytes const& digest) {
    TRY(auto const added, tx.run(insert, digest, tx.now()));
    return added > 0;
}

Result<void> sweep_arrivals(Server& server) {
    auto const before = server.clock().now() - lifetime;
    for (auto removed = rows_a_write_max; removed == rows_a_write_max;) {
        TRY(removed,
            server.db().write([&](db::Tx& tx) { return tx.run(sweep, before, rows_a_write_max); },
                              db::Urgency::background));
    }
    return {};
}

}  // namespace skein::activitypub
