#include "features/activitypub/delivery/followers_sync.h"

#include <algorithm>
#include <span>
#include <vector>

#include "base/log.h"
#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/delivery.h"
#include "features/activitypub/documents/documents.h"
#include "features/activitypub/fetch.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/signatures/followers_digest.h"
#include "features/activitypub/vocab/properties.h"
#include "social/relations.h"

namespace skein::activitypub {
namespace {

db::Query<Time> const find_compared{
    "activitypub_comparisons.find",
    "SELECT compared_at FROM activitypub_comparisons WHERE account_id = $1"};
db::Sql const put_compared{
    "activitypub_comparisons.put",
    "INSERT INTO activitypub_comparisons (account_id, compared_at) VALUES ($1, $2) "
    "ON CONFLICT (account_id) DO UPDATE SET compared_at = excluded.compared_at"};
db::Sql const remove_old{
    "activitypub_comparisons.remove_old",
    "DELETE FROM activitypub_comparisons WHERE account_id IN (SELECT account_id "
    "FROM activitypub_comparisons WHERE compared_at < $1 ORDER BY compared_at LIMIT $2)"};
db::Query<AccountId> const list_local_following{
    "activitypub_comparisons.list_local_following",
    "SELECT f.account_id FROM follows f JOIN accounts a ON a.id = f.account_id "
    "WHERE f.target_id = $1 AND a.network = 0 ORDER BY f.account_id"};

constexpr std::size_t header_bytes_max = 2000, listed_max = 10'000;
constexpr std::size_t changes_a_write_max = 50;
constexpr std::int64_t swept_a_write = 500;
constexpr int requests_max = 3;

std::string digest_of(Server& server, std::vector<AccountId> const& accounts) {
    FollowersDigest digest;
    for (auto const account : accounts) digest.toggle(actor_address(server, account));
    return digest.hex();
}

/// Who of this server's people is on the other's list, in order of id; nothing for what is no whole
/// list.
Result<std::optional<std::vector<AccountId>>> fetch_list(Server& server, std::string const& url,
                                                         FetchBudget& budget) {
    auto const id = Iri::parse(url);
    if (!id) return std::nullopt;
    TRY(auto const fetched, fetch_document(server, *id, budget));
    auto const root = fetched.document.root();
    auto const ordered = root.find("orderedItems").has_value();
    // A list in pages would be a list cut short.
    if ((!ordered && !root.find("items")) || root.find("first") || root.find("next"))
        return std::nullopt;
    auto const* const key = ordered ? "orderedItems" : "items";
    // As is one that is longer than what is read of it.
    if (list_of(root, key, listed_max + 1).size() > listed_max) return std::nullopt;
    auto const ids = ids_of(root, key, listed_max);
    return server.db().read([&](db::Tx& tx) -> Result<std::optional<std::vector<AccountId>>> {
        std::vector<AccountId> listed;
        for (auto const& one : ids) {
            TRY(auto const account, find_own_account(server, tx, one.str()));
            if (account) listed.push_back(*account);
        }
        std::ranges::sort(listed);
        return listed;
    });
}

/// Another server takes somebody for a follower who is none: if they had asked to be, it has said
/// yes; else the follow is taken back.
Result<void> correct_there(Server& server, db::Tx& tx, Actor const& actor, AccountId account) {
    std::array const targets{actor.account_id};
    TRY(auto const relations, social::list_relationships(tx, account, targets));
    // A follow that was accepted while the list was on its way.
    if (!relations.empty() && relations[0].following) return {};
    if (!relations.empty() && relations[0].requested)
        return social::accept_follow_request(tx, actor.account_id, account);
    auto const follow = follow_activity(server, account, actor.account_id, actor.address);
    return send_parcel(
        tx, {.sender = account,
             .activity = undo_activity(server, account, follow),
             .inboxes = {actor.inbox},
             .subject = "follow:" + to_string(account) + ":" + to_string(actor.account_id)});
}

template <class Change>
Result<void> in_parts(Server& server, std::vector<AccountId> const& accounts, Change change) {
    for (auto rest = std::span(accounts); !rest.empty();) {
        auto const part = rest.first(std::min(rest.size(), changes_a_write_max));
        rest = rest.subspan(part.size());
        TRY_OK(server.db().write(
            [&](db::Tx& tx) -> Result<void> {
                for (auto const account : part) TRY_OK(change(tx, account));
                return {};
            },
            db::Urgency::background));
    }
    return {};
}

Result<void> reconcile(Server& server, Actor const& actor, std::vector<AccountId> const& here,
                       std::vector<AccountId> const& there) {
    std::vector<AccountId> only_here, only_there;
    std::ranges::set_difference(here, there, std::back_inserter(only_here));
    std::ranges::set_difference(there, here, std::back_inserter(only_there));
    log::info("activitypub.followers_compared",
              {{"actor", actor.address},
               {"ended_here", static_cast<std::int64_t>(only_here.size())},
               {"ended_there", static_cast<std::int64_t>(only_there.size())}});
    TRY_OK(in_parts(server, only_here, [&](db::Tx& tx, AccountId account) {
        // As if the other side had ended it: there is nothing to tell it.
        return social::remove_follower(tx, actor.account_id, account);
    }));
    return in_parts(server, only_there, [&](db::Tx& tx, AccountId account) {
        return correct_there(server, tx, actor, account);
    });
}

}  // namespace

Result<void> followers_sync::heard(db::Tx& tx, AccountId account, std::string_view header) {
    if (header.empty() || header.size() > header_bytes_max) return {};
    TRY(auto const compared, tx.find(find_compared, account));
    if (compared && tx.now() - *compared < Duration(compared_every)) return {};
    TRY(auto const actor, find_actor(tx, account));
    if (!actor) return {};
    auto const about = read_collection_synchronization(header, actor->address, actor->followers);
    if (!about) return {};
    return enqueue(tx, CompareFollowers{account, about->url, about->digest},
                   {.priority = Priority::upkeep, .unique_key = to_string(account)});
}

Result<void> compare_followers(JobRun& run, CompareFollowers const& job) {
    auto& server = run.server();
    std::vector<AccountId> here;
    std::optional<Actor> actor;
    TRY_OK(server.db().read([&](db::Tx& tx) -> Result<void> {
        TRY(actor, find_actor(tx, job.actor));
        TRY(here, tx.list(list_local_following, job.actor));
        return {};
    }));
    if (!actor) return {};
    TRY_OK(server.db().write([&](db::Tx& tx) { return tx.run(put_compared, job.actor, tx.now()); },
                             db::Urgency::background));
    if (digest_of(server, here) == job.digest) return {};
    FetchBudget budget{.requests = requests_max};
    auto const there = fetch_list(server, job.url, budget);
    // Asked again with the next post, not by trying on.
    if (!there || !*there) return {};
    return reconcile(server, *actor, here, **there);
}

Result<void> sweep_comparisons(Server& server) {
    TRY_OK(server.db().write(
        [](db::Tx& tx) {
            return tx.run(remove_old, tx.now() - Duration(compared_every) * 24, swept_a_write);
        },
        db::Urgency::background));
    return {};
}

}  // namespace skein::activitypub
