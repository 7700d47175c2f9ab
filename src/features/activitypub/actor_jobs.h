// What is found out about actors of other servers later: their present state, their true counts,
// whether a move they claim is mutual.
#pragma once

#include <string>
#include <tuple>

#include "core/jobs.h"
#include "features/activitypub/remote_actors.h"
#include "social/account_counts.h"
#include "social/accounts.h"

namespace skein::activitypub {

/// Asks an actor's server for its present state. A job of the lane `fetch`.
struct RefreshActor {
    static constexpr std::string_view name = "activitypub.refresh_actor";
    AccountId account;
    auto row() { return std::tie(account); }
};
/// Enqueues it, once for each account.
Result<void> refresh_later(db::Tx& tx, AccountId account);
Result<void> refresh_actor_job(JobRun& run, RefreshActor const& job);

/// Asks how many followers, followed and posts an actor has.
struct CountActor {
    static constexpr std::string_view name = "activitypub.count_actor";
    AccountId account;
    auto row() { return std::tie(account); }
};
/// What the actor's collections say; their totals are all that is asked for.
social::AccountCounts ask_counts(Server& server, Actor const& actor);
Result<void> count_later(db::Tx& tx, AccountId account);
Result<void> count_actor(JobRun& run, CountActor const& job);

/// Shows that an account has moved, if the one it names says so too.
struct LinkMove {
    static constexpr std::string_view name = "activitypub.link_move";
    AccountId account;
    std::string target;
    auto row() { return std::tie(account, target); }
};
Result<void> link_move_later(db::Tx& tx, AccountId account, std::string target);
Result<void> link_move(JobRun& run, LinkMove const& job);

/// The account behind `target`, if it is known here and names `address` as an alias.
Result<std::optional<AccountId>> find_mutual(Server& server, db::Tx& tx, std::string_view address,
                                             std::string_view target);

}  // namespace skein::activitypub
