// Reading what became of deliveries, and sending those again that were given up.

#include "base/numbers.h"
#include "core/server.h"
#include "features/activitypub/delivery/deliver.h"

namespace skein::activitypub {
namespace {

db::Query<Delivery> const list_of_parcels{
    "activitypub_deliveries.list",
    "SELECT parcel_id, inbox_id, state, attempts, knocks, wanted, location, history "
    "FROM activitypub_deliveries WHERE parcel_id IN {list:$1} ORDER BY parcel_id, inbox_id "
    "LIMIT $2"};
db::Query<LostDelivery> const list_lost{
    "activitypub_deliveries.list_lost",
    "SELECT d.parcel_id, d.inbox_id FROM activitypub_deliveries d "
    "JOIN activitypub_parcels p ON p.id = d.parcel_id "
    "JOIN activitypub_inboxes i ON i.id = d.inbox_id "
    "WHERE d.state = 2 AND ($1 = '' OR i.host = $1) "
    "AND (d.parcel_id > $2 OR (d.parcel_id = $2 AND d.inbox_id > $3)) "
    "ORDER BY d.parcel_id, d.inbox_id LIMIT $4"};
db::Sql const begin_again{"activitypub_deliveries.begin_again",
                          "UPDATE activitypub_deliveries SET state = 0, attempts = 0, knocks = 0, "
                          "wanted = '', location = '' WHERE parcel_id = $1 AND inbox_id = $2"};

}  // namespace

std::vector<Attempt> read_history(std::string_view history) {
    std::vector<Attempt> attempts;
    while (!history.empty()) {
        auto const line = history.substr(0, history.find('\n'));
        history.remove_prefix(std::min(history.size(), line.size() + 1));
        auto const space = line.find(' ');
        auto const at = parse_number<std::int64_t>(line.substr(0, space));
        if (!at || space == std::string_view::npos) continue;
        attempts.push_back({Time(Duration(*at)), std::string(line.substr(space + 1))});
    }
    return attempts;
}

Result<std::vector<Delivery>> list_deliveries_of(db::Tx& tx,
                                                 std::vector<std::int64_t> const& parcels,
                                                 std::int64_t limit) {
    if (parcels.empty()) return std::vector<Delivery>{};
    return tx.list(list_of_parcels, parcels, limit);
}

Result<std::vector<LostDelivery>> list_lost_deliveries(db::Tx& tx, std::string_view host,
                                                       LostDelivery const& after,
                                                       std::int64_t limit) {
    return tx.list(list_lost, host, after.parcel_id, after.inbox_id, limit);
}

Result<void> deliver_again(db::Tx& tx, std::vector<LostDelivery> const& lost) {
    std::vector<std::int64_t> parcels, inboxes;
    for (auto const& one : lost) {
        parcels.push_back(one.parcel_id.value);
        inboxes.push_back(one.inbox_id);
    }
    TRY(auto const heads, list_parcels(tx, parcels));
    TRY(auto const rows, list_inboxes(tx, inboxes));
    for (auto const& one : lost) {
        auto const head = std::ranges::find(heads, one.parcel_id, &ParcelHead::id);
        auto const inbox = std::ranges::find(rows, one.inbox_id, &Inbox::id);
        if (head == heads.end() || inbox == rows.end() || head->expires_at <= tx.now()) continue;
        TRY_OK(tx.run(begin_again, one.parcel_id, one.inbox_id));
        TRY_OK(enqueue_delivery(tx, *head, *inbox));
    }
    return {};
}

}  // namespace skein::activitypub
