// Followers synchronisation (FEP-8fcf), as its receiver: another server says with a post for
// followers only how many of this server's people it believes to follow its author (as a digest).
// Where that differs from what is known here, its list is asked for, rarely: follows that it does
// not know end here, and followers that are none are taken back there.
#pragma once

#include <string>
#include <string_view>
#include <tuple>

#include "core/jobs.h"

namespace skein::activitypub {

struct CompareFollowers {
    static constexpr std::string_view name = "activitypub.compare_followers";
    AccountId actor;
    std::string url, digest;
    auto row() { return std::tie(actor, url, digest); }
};
Result<void> compare_followers(JobRun& run, CompareFollowers const& job);

inline constexpr auto compared_every = std::chrono::hours(1);

namespace followers_sync {

/// A `Collection-Synchronization` header came with an activity signed by this actor. For the inbox,
/// in its transaction: enqueues at most.
Result<void> heard(db::Tx& tx, AccountId actor, std::string_view header);

}  // namespace followers_sync

/// A schedule.
Result<void> sweep_comparisons(Server& server);

}  // namespace skein::activitypub
