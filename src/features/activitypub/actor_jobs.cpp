#include "features/activitypub/actor_jobs.h"

#include <algorithm>

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/vocab/properties.h"
#include "social/moves.h"

namespace skein::activitypub {
namespace {

constexpr int requests_max = 8;
constexpr auto time_max = std::chrono::seconds(30);

FetchBudget budget_of(Server& server) {
    return {.requests = requests_max, .until = server.clock().now() + time_max};
}

Result<std::optional<Actor>> actor_of(Server& server, AccountId account) {
    return server.db().read([&](db::Tx& tx) { return find_actor(tx, account); });
}

/// The account is gone from its own server, which says so for good (410).
Result<void> remove_gone(JobRun& run, AccountId account) {
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const found, social::find_account(tx, account));
        if (!found || found->local()) return {};
        return social::remove_account(tx, account);
    });
}

/// What another server could not or would not do is no failure of the job: whoever looks at the
/// account next has it asked again.
Result<void> leave(Error const& error) {
    if (error.code == Errc::internal || error.code == Errc::storage_full ||
        error.code == Errc::cancelled)
        return fail(error);
    return {};
}

/// How many a collection says it has; nothing when it does not say.
std::optional<std::int64_t> total_of(Server& server, std::string const& collection,
                                     FetchBudget& budget) {
    auto const id = Iri::parse(collection);
    if (!id) return std::nullopt;
    auto const fetched = fetch_document(server, *id, budget);
    if (!fetched) return std::nullopt;
    return count_of(fetched->document.root(), "totalItems");
}

bool names(std::string const& also_known_as, std::string_view address) {
    auto const list = json::Document::parse(also_known_as.empty() ? "[]" : also_known_as);
    if (!list) return false;
    return std::ranges::any_of(list->root().elements(),
                               [&](json::Value const& one) { return one.text() == address; });
}

}  // namespace

Result<void> refresh_later(db::Tx& tx, AccountId account) {
    return enqueue(tx, RefreshActor{account},
                   {.priority = Priority::upkeep, .unique_key = to_string(account)});
}

Result<void> refresh_actor_job(JobRun& run, RefreshActor const& job) {
    auto& server = run.server();
    TRY(auto const actor, actor_of(server, job.account));
    auto const id = actor ? Iri::parse(actor->address) : std::nullopt;
    if (!id) return {};
    auto budget = budget_of(server);
    auto const refreshed = refresh_actor(server, *id, budget);
    if (!refreshed && refreshed.error().code == Errc::gone) return remove_gone(run, job.account);
    if (!refreshed) return leave(refreshed.error());
    return run.finish([&](db::Tx& tx) { return count_later(tx, job.account); });
}

social::AccountCounts ask_counts(Server& server, Actor const& actor) {
    auto budget = budget_of(server);
    social::AccountCounts counts;
    counts.followers = total_of(server, actor.followers, budget);
    counts.following = total_of(server, actor.following, budget);
    counts.statuses = total_of(server, actor.outbox, budget);
    return counts;
}

Result<void> count_later(db::Tx& tx, AccountId account) {
    return enqueue(tx, CountActor{account},
                   {.priority = Priority::normal, .unique_key = to_string(account)});
}

Result<void> count_actor(JobRun& run, CountActor const& job) {
    auto& server = run.server();
    TRY(auto const actor, actor_of(server, job.account));
    if (!actor) return {};
    auto const counts = ask_counts(server, *actor);
    return run.finish(
        [&](db::Tx& tx) { return social::set_account_counts(tx, job.account, counts); });
}

Result<void> link_move_later(db::Tx& tx, AccountId account, std::string target) {
    return enqueue(tx, LinkMove{account, std::move(target)},
                   {.priority = Priority::upkeep, .unique_key = to_string(account)});
}

Result<void> link_move(JobRun& run, LinkMove const& job) {
    auto& server = run.server();
    TRY(auto const actor, actor_of(server, job.account));
    auto const target = Iri::parse(job.target);
    if (!actor || !target) return {};
    if (!is_ours(server, job.target)) {
        auto budget = budget_of(server);
        // Its aliases as they are now: the claim may be as new as they are.
        auto const refreshed = refresh_actor(server, *target, budget);
        if (!refreshed) return leave(refreshed.error());
    }
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const mutual, find_mutual(server, tx, actor->address, job.target));
        TRY(auto account, social::find_account(tx, job.account));
        if (!account || !mutual || account->moved_to_id == mutual || *mutual == job.account)
            return {};
        account->moved_to_id = mutual;
        return social::update_account(tx, *account);
    });
}

Result<std::optional<AccountId>> find_mutual(Server& server, db::Tx& tx, std::string_view address,
                                             std::string_view target) {
    if (is_ours(server, target)) {
        TRY(auto const own, find_own_account(server, tx, target));
        if (!own) return std::nullopt;
        TRY(auto const aliases, social::list_aliases(tx, *own));
        if (std::ranges::find(aliases, address) == aliases.end()) return std::nullopt;
        return own;
    }
    TRY(auto const actor, find_actor(tx, target));
    if (!actor || !names(actor->also_known_as, address)) return std::nullopt;
    return actor->account_id;
}

}  // namespace skein::activitypub
