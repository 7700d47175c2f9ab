// Filling in what was never sent here: the recent posts and pins of a profile that somebody looks
// at, the answers below a post that somebody opens. Always quiet: nobody is notified and no home
// gets it. Jobs in the lane `fetch`, each within a budget, none too often.
#pragma once

#include <tuple>

#include "core/jobs.h"
#include "features/activitypub/fetch.h"
#include "features/activitypub/status_facts.h"
#include "social/async_refreshes.h"

namespace skein::activitypub {

struct FillProfile {
    static constexpr std::string_view name = "activitypub.fill_profile";
    AccountId account;
    auto row() { return std::tie(account); }
};
struct FillThread {
    static constexpr std::string_view name = "activitypub.fill_thread";
    StatusId status;
    auto row() { return std::tie(status); }
};
/// One post of a profile whose outbox only names it.
struct FetchStatus {
    static constexpr std::string_view name = "activitypub.fetch_status";
    std::string address;
    AccountId pinned_by;  ///< Whose pin it is, if it is theirs at all; zero: nobody's.
    auto row() { return std::tie(address, pinned_by); }
};

Result<void> fill_profile(JobRun& run, FillProfile const& job);
Result<void> fill_thread(JobRun& run, FillThread const& job);
Result<void> fetch_status(JobRun& run, FetchStatus const& job);

/// Enqueue them unless they were asked for lately; cheap, for every request that shows one.
void profile_viewed(Server& server, AccountId account);
/// Answers the refresh that fills its conversation: the one that runs, or the one begun by this.
/// Nothing when nothing is asked for: its server names no collection of answers, or it is too soon.
/// Of one viewer one is filled at a time, and no more are begun than a person reads.
std::optional<social::AsyncRefresh> thread_viewed(Server& server, StatusId status,
                                                  AccountId viewer);

/// Is there anything to ask for below a post, and is it time?
bool may_fill_thread(Server& server, StatusFacts const& facts);
/// What the refresh of its conversation is about.
std::string thread_subject(StatusId status);

/// Asks the server of a post for its present state: text, poll, quote.
Result<void> refresh_status(Server& server, StatusId status, FetchBudget& budget);

void install_backfill(Server& server);

}  // namespace skein::activitypub
