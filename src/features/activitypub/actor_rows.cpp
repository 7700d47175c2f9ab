#include "features/activitypub/actor_rows.h"

#include "features/activitypub/remote_actors.h"
#include "social/events.h"

namespace skein::activitypub {
namespace {

#define ACTOR_COLUMNS                                                                    \
    "account_id, address, inbox, shared_inbox, outbox, followers, following, featured, " \
    "featured_tags, also_known_as, host, fetched_at"

db::Query<Actor> const find_by_address{"activitypub_actors.find_by_address",
                                       "SELECT " ACTOR_COLUMNS
                                       " FROM activitypub_actors WHERE address = $1"};
db::Query<Actor> const find_by_account{"activitypub_actors.find",
                                       "SELECT " ACTOR_COLUMNS
                                       " FROM activitypub_actors WHERE account_id = $1"};
db::Query<Actor> const list_by_accounts{"activitypub_actors.list",
                                        "SELECT " ACTOR_COLUMNS
                                        " FROM activitypub_actors WHERE account_id IN {list:$1}"};
db::Sql const put{
    "activitypub_actors.put",
    "INSERT INTO activitypub_actors (" ACTOR_COLUMNS
    ", suspended) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) "
    "ON CONFLICT (account_id) DO UPDATE SET address = $2, inbox = $3, shared_inbox = $4, "
    "outbox = $5, followers = $6, following = $7, featured = $8, featured_tags = $9, "
    "also_known_as = $10, host = $11, fetched_at = $12, suspended = $13"};
db::Query<bool> const find_suspended{
    "activitypub_actors.find_suspended",
    "SELECT suspended FROM activitypub_actors WHERE account_id = $1"};
db::Sql const remove{"activitypub_actors.remove",
                     "DELETE FROM activitypub_actors WHERE account_id = $1"};

}  // namespace

Result<std::optional<Actor>> find_actor(db::Tx& tx, std::string_view address) {
    return tx.find(find_by_address, address);
}

Result<std::optional<Actor>> find_actor(db::Tx& tx, AccountId account) {
    return tx.find(find_by_account, account);
}

Result<std::vector<Actor>> list_actors(db::Tx& tx, std::vector<AccountId> const& accounts) {
    if (accounts.empty()) return std::vector<Actor>{};
    return tx.list(list_by_accounts, accounts);
}

Result<void> put_actor(db::Tx& tx, Actor const& actor, bool suspended) {
    TRY_OK(tx.run(put, actor.account_id, actor.address, actor.inbox, actor.shared_inbox,
                  actor.outbox, actor.followers, actor.following, actor.featured,
                  actor.featured_tags, actor.also_known_as, actor.host, actor.fetched_at,
                  suspended));
    return {};
}

Result<bool> was_suspended_there(db::Tx& tx, AccountId account) {
    TRY(auto const suspended, tx.find(find_suspended, account));
    return suspended.value_or(false);
}

Result<void> remove_actor(db::Tx& tx, social::AccountRemoved const& event) {
    if (event.local) return {};
    TRY_OK(tx.run(remove, event.account));
    return {};
}

}  // namespace skein::activitypub
