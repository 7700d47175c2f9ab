#include "features/activitypub/received.h"

#include "core/server.h"
#include "features/activitypub/vocab/properties.h"
#include "social/events.h"

namespace skein::activitypub {
namespace {

db::Sql const put_noted{
    "activitypub.put_noted_activity",
    "INSERT INTO activitypub_activities (address, actor_id, deed, object_id, detail, noted_at) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (actor_id, address) DO UPDATE SET "
    "deed = excluded.deed, object_id = excluded.object_id, detail = excluded.detail, "
    "noted_at = excluded.noted_at"};
db::Query<NotedActivity> const find_noted{
    "activitypub.find_noted_activity",
    "SELECT address, actor_id, deed, object_id, detail FROM activitypub_activities "
    "WHERE actor_id = $1 AND address = $2"};
db::Query<NotedActivity> const find_noted_about{
    "activitypub.find_noted_activity_about",
    "SELECT address, actor_id, deed, object_id, detail FROM activitypub_activities "
    "WHERE object_id = $3 AND deed = $2 AND actor_id = $1 ORDER BY noted_at DESC, address LIMIT 1"};
db::Sql const remove_noted{
    "activitypub.remove_noted_activity",
    "DELETE FROM activitypub_activities WHERE actor_id = $1 AND address = $2"};
// Who repeats the same under new ids has only the newest remembered.
db::Sql const remove_older{
    "activitypub.remove_older_noted_activities",
    "DELETE FROM activitypub_activities WHERE object_id = $1 AND deed = $2 AND actor_id = $3 AND "
    "address IN (SELECT address FROM activitypub_activities WHERE object_id = $1 AND deed = $2 AND "
    "actor_id = $3 ORDER BY noted_at DESC, address LIMIT 100 OFFSET 16)"};
db::Sql const remove_noted_about{"activitypub.remove_noted_activities_about",
                                 "DELETE FROM activitypub_activities WHERE object_id = $1"};
db::Sql const remove_noted_by{"activitypub.remove_noted_activities_by",
                              "DELETE FROM activitypub_activities WHERE actor_id = $1"};

Result<void> forget_status(db::Tx& tx, social::StatusRemoved const& event) {
    TRY_OK(tx.run(remove_noted_about, event.status.value));
    return {};
}

Result<void> forget_account(db::Tx& tx, social::AccountRemoved const& event) {
    TRY_OK(tx.run(remove_noted_about, event.account.value));
    TRY_OK(tx.run(remove_noted_by, event.account));
    return {};
}

}  // namespace

std::optional<Iri> Received::object_id() const { return id_of(activity, "object"); }

Result<void> Received::finish(std::function<Result<void>(db::Tx&)> closure) const {
    TRY_OK(check_budget());
    return run.finish(std::move(closure));
}

Result<void> Received::write(std::function<Result<void>(db::Tx&)> const& closure) const {
    TRY_OK(check_budget());
    return server.db().write(closure, db::Urgency::background);
}

Result<void> Received::check_budget() const {
    // What was prepared with too little may lack something: it is done again with more.
    if (budget.refused && may_start_anew) return fail(Errc::unavailable, "", "starts anew");
    return {};
}

Result<void> note_activity(db::Tx& tx, NotedActivity const& activity) {
    if (activity.address.empty()) return {};
    TRY_OK(tx.run(put_noted, activity.address, activity.actor_id, activity.deed, activity.object_id,
                  activity.detail, tx.now()));
    TRY_OK(tx.run(remove_older, activity.object_id, activity.deed, activity.actor_id));
    return {};
}

Result<std::optional<NotedActivity>> find_activity(db::Tx& tx, AccountId actor,
                                                   std::string_view address) {
    return tx.find(find_noted, actor, address);
}

Result<std::optional<NotedActivity>> find_activity(db::Tx& tx, AccountId actor, Deed deed,
                                                   std::int64_t object) {
    return tx.find(find_noted_about, actor, deed, object);
}

Result<void> forget_activity(db::Tx& tx, NotedActivity const& activity) {
    TRY_OK(tx.run(remove_noted, activity.actor_id, activity.address));
    return {};
}

void install_received(Server& server) {
    server.on<social::StatusRemoved>(forget_status);
    server.on<social::AccountRemoved>(forget_account);
}

}  // namespace skein::activitypub
