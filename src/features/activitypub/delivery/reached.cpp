#include "features/activitypub/delivery/reached.h"

#include <algorithm>

#include "features/activitypub/delivery/delivery.h"
#include "features/activitypub/delivery/inboxes.h"
#include "features/activitypub/delivery/number_set.h"

namespace skein::activitypub {
namespace {

db::Query<db::Bytes> const find_reached{
    "activitypub_reached.find", "SELECT inboxes FROM activitypub_reached WHERE status_id = $1"};
db::Sql const put_reached{"activitypub_reached.put",
                          "INSERT INTO activitypub_reached (status_id, inboxes) VALUES ($1, $2) "
                          "ON CONFLICT (status_id) DO UPDATE SET inboxes = excluded.inboxes"};
db::Sql const remove_reached{"activitypub_reached.remove",
                             "DELETE FROM activitypub_reached WHERE status_id = $1"};

}  // namespace

Result<std::vector<std::int64_t>> list_reached(db::Tx& tx, StatusId status) {
    TRY(auto const found, tx.find(find_reached, status));
    return found ? unpack_numbers(found->data) : std::vector<std::int64_t>{};
}

Result<void> add_reached(db::Tx& tx, StatusId status, std::span<std::int64_t const> inboxes) {
    TRY(auto all, list_reached(tx, status));
    auto const before = all.size();
    for (auto const inbox : inboxes)
        if (!std::binary_search(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(before),
                                inbox))
            all.push_back(inbox);
    if (all.size() == before || before >= reached_inboxes_max) return {};
    all.resize(std::min(all.size(), reached_inboxes_max));
    TRY_OK(tx.run(put_reached, status, db::Bytes{pack_numbers(std::move(all))}));
    return {};
}

Result<void> add_reached_by(db::Tx& tx, StatusId status, AccountId account) {
    TRY(auto const addresses, list_inboxes_of(tx, {account}, true));
    TRY(auto const inboxes, intern_inboxes(tx, addresses));
    std::vector<std::int64_t> ids;
    for (auto const& inbox : inboxes) ids.push_back(inbox.id);
    return add_reached(tx, status, ids);
}

Result<void> forget_reached(db::Tx& tx, StatusId status) {
    TRY_OK(tx.run(remove_reached, status));
    return {};
}

}  // namespace skein::activitypub
