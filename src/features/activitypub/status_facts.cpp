#include "features/activitypub/status_facts.h"

namespace skein::activitypub {
namespace {

db::Query<StatusFacts> const find{
    "activitypub_statuses.find",
    "SELECT status_id, replies, context, is_announced, thread_fetched_at, fetched_at "
    "FROM activitypub_statuses WHERE status_id = $1"};
db::Sql const put{
    "activitypub_statuses.put",
    "INSERT INTO activitypub_statuses (status_id, replies, context, is_announced, "
    "thread_fetched_at, fetched_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (status_id) "
    "DO UPDATE SET replies = $2, context = $3, is_announced = $4, thread_fetched_at = $5, "
    "fetched_at = $6"};
db::Sql const remove{"activitypub_statuses.remove",
                     "DELETE FROM activitypub_statuses WHERE status_id = $1"};

}  // namespace

Result<std::optional<StatusFacts>> find_status_facts(db::Tx& tx, StatusId status) {
    return tx.find(find, status);
}

Result<void> put_status_facts(db::Tx& tx, StatusFacts const& facts) {
    TRY_OK(tx.run(put, facts.status_id, facts.replies, facts.context, facts.is_announced,
                  facts.thread_fetched_at, facts.fetched_at));
    return {};
}

Result<void> remove_status_facts(db::Tx& tx, StatusId status) {
    TRY_OK(tx.run(remove, status));
    return {};
}

}  // namespace skein::activitypub
