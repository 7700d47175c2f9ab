// What is not worth telling any more goes, and what became of it; and the record of deliveries is
// bounded.

#include "core/server.h"
#include "features/activitypub/delivery/parcels.h"

namespace skein::activitypub {
namespace {

db::Query<ParcelId> const list_expired{"activitypub_parcels.list_expired",
                                       "SELECT id FROM activitypub_parcels WHERE expires_at <= $1 "
                                       "ORDER BY expires_at LIMIT $2"};
db::Sql const remove_deliveries{
    "activitypub_deliveries.remove_of",
    "DELETE FROM activitypub_deliveries WHERE (parcel_id, inbox_id) IN (SELECT parcel_id, inbox_id "
    "FROM activitypub_deliveries WHERE parcel_id IN {list:$1} LIMIT $2)"};
db::Sql const remove_parcels{"activitypub_parcels.remove",
                             "DELETE FROM activitypub_parcels WHERE id IN {list:$1}"};
db::Query<ParcelId> const find_newest_beyond{
    "activitypub_deliveries.find_newest_beyond",
    "SELECT parcel_id FROM activitypub_deliveries ORDER BY parcel_id DESC, inbox_id DESC "
    "LIMIT 1 OFFSET $1"};
db::Sql const remove_older{
    "activitypub_deliveries.remove_older",
    "DELETE FROM activitypub_deliveries WHERE (parcel_id, inbox_id) IN (SELECT parcel_id, inbox_id "
    "FROM activitypub_deliveries WHERE parcel_id <= $1 AND state <> 0 ORDER BY parcel_id, inbox_id "
    "LIMIT $2)"};

constexpr std::int64_t parcels_a_round = 50;
constexpr std::int64_t rows_a_write_max = 300;
constexpr int writes_a_run_max = 500;

/// True when there may be more.
Result<bool> sweep_some(db::Tx& tx) {
    TRY(auto const expired, tx.list(list_expired, tx.now(), parcels_a_round));
    if (expired.empty()) return false;
    TRY(auto const removed, tx.run(remove_deliveries, expired, rows_a_write_max));
    if (removed < rows_a_write_max) TRY_OK(tx.run(remove_parcels, expired));
    return true;
}

}  // namespace

Result<void> sweep_parcels(Server& server) {
    auto& db = server.db();
    for (int i = 0; i < writes_a_run_max; ++i) {
        TRY(auto const more,
            db.write([](db::Tx& tx) { return sweep_some(tx); }, db::Urgency::background));
        if (!more) break;
    }
    TRY(auto const beyond,
        db.read([](db::Tx& tx) { return tx.find(find_newest_beyond, deliveries_kept_max); }));
    for (int i = 0; beyond && i < writes_a_run_max; ++i) {
        TRY(auto const removed,
            db.write([&](db::Tx& tx) { return tx.run(remove_older, *beyond, rows_a_write_max); },
                     db::Urgency::background));
        if (removed < rows_a_write_max) break;
    }
    return {};
}

}  // namespace skein::activitypub
