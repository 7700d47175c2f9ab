#include "features/activitypub/delivery/gone_inboxes.h"

#include "core/server.h"
#include "features/activitypub/delivery/inboxes.h"
#include "features/activitypub/fetch.h"
#include "social/relations.h"

namespace skein::activitypub {
namespace {

struct Owner {
    AccountId account_id;
    std::string address;
    auto row() { return std::tie(account_id, address); }
};
// Of a shared inbox nobody in particular is the owner.
db::Query<Owner> const list_owners{
    "activitypub_inboxes.list_owners",
    "SELECT a.account_id, a.address FROM activitypub_inboxes i "
    "JOIN activitypub_actors a ON a.host = i.host AND a.inbox = i.address "
    "WHERE i.id = $1 ORDER BY a.account_id LIMIT $2"};
db::Query<AccountId> const list_followed{
    "activitypub_inboxes.list_followed_by_owner",
    "SELECT target_id FROM follows WHERE account_id = $1 ORDER BY target_id LIMIT $2"};

constexpr std::int64_t owners_max = 5, follows_a_write_max = 50;
constexpr int writes_max = 200;

Result<bool> is_gone(Server& server, std::string const& address, FetchBudget& budget) {
    auto const id = Iri::parse(address);
    if (!id) return false;
    auto const fetched = fetch_document(server, *id, budget);
    if (fetched) return false;
    if (fetched.error().code == Errc::gone) return true;
    if (fetched.error().code == Errc::not_found || fetched.error().code == Errc::forbidden)
        return false;
    return fail(fetched.error());
}

/// A stretch of the follows of an actor that is gone; true when there may be more.
Result<bool> end_some_follows(db::Tx& tx, AccountId account) {
    TRY(auto const followed, tx.list(list_followed, account, follows_a_write_max));
    for (auto const target : followed) TRY_OK(social::unfollow(tx, account, target));
    return static_cast<std::int64_t>(followed.size()) == follows_a_write_max;
}

Result<void> end_follows(Server& server, AccountId account) {
    for (int i = 0; i < writes_max; ++i) {
        TRY(auto const more,
            server.db().write([&](db::Tx& tx) { return end_some_follows(tx, account); },
                              db::Urgency::background));
        if (!more) return {};
    }
    return {};
}

}  // namespace

Result<void> note_gone_inbox(db::Tx& tx, std::int64_t inbox, std::string_view host) {
    TRY_OK(mark_inbox_gone(tx, inbox, tx.now()));
    return enqueue(tx, ConfirmGone{inbox},
                   {.priority = Priority::upkeep,
                    .unique_key = std::to_string(inbox),
                    .order_key = "activitypub.confirm_gone:" + std::string(host)});
}

Result<void> confirm_gone(JobRun& run, ConfirmGone const& job) {
    auto& server = run.server();
    TRY(auto const owners,
        server.db().read([&](db::Tx& tx) { return tx.list(list_owners, job.inbox, owners_max); }));
    FetchBudget budget{.requests = static_cast<int>(owners_max) * 3};
    for (auto const& owner : owners) {
        TRY(auto const gone, is_gone(server, owner.address, budget));
        if (gone) TRY_OK(end_follows(server, owner.account_id));
    }
    return {};
}

}  // namespace skein::activitypub
