// What the inbox has taken in, and what becomes of it. An activity is stored as one job; it runs
// where nothing waits for other servers, and begins anew in the lane `fetch` when it turns out to
// need what is not known here. Activities of one actor about one object keep their order.
#pragma once

#include <string>
#include <tuple>

#include "core/jobs.h"
#include "features/activitypub/authority.h"
#include "features/activitypub/fetch.h"

namespace skein::activitypub {

struct ReceiveActivity {
    static constexpr std::string_view name = "activitypub.receive";
    AccountId account;  ///< Of the actor, who was verified.
    std::string actor;
    AccountId inbox_of;       ///< Zero: the shared inbox.
    std::int64_t ticket = 0;  ///< Of its place in `Waiting`.
    std::string body;
    auto row() { return std::tie(account, actor, inbox_of, ticket, body); }
};

/// An activity came from somebody who may not speak for its actor, but whose hints are worth asking
/// for (a relay; somebody followed here who passes on an answer): its object is asked for at its
/// origin.
struct FetchHint {
    static constexpr std::string_view name = "activitypub.fetch_hint";
    std::string object;
    bool is_new = false;  ///< Of a Create or Announce; else only what is known here is asked for.
    auto row() { return std::tie(object, is_new); }
};

/// Jobs of one key run in order: one actor's activities about one object.
std::string receive_order_key(VerifiedActor const& actor, json::Value activity);

Result<void> receive_activity(JobRun& run, ReceiveActivity const& job);
Result<void> fetch_hint(JobRun& run, FetchHint const& job);
/// Asks for what is known here under this id: its present state, or that it is gone.
Result<void> refetch_known(Server& server, Iri const& object, FetchBudget& budget);

/// A few times within a day; then it is let go.
std::optional<Duration> receive_retry(std::int64_t failures);

}  // namespace skein::activitypub
