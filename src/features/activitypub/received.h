// One activity on its way through its handler, verified: `activities.cpp` names the file for its
// type. A handler asks other servers first, then ends with one transaction (`finish`).
#pragma once

#include <functional>
#include <optional>

#include "base/json.h"
#include "core/jobs.h"
#include "features/activitypub/authority.h"
#include "features/activitypub/fetch.h"

namespace skein::activitypub {

struct Received {
    Server& server;
    JobRun& run;
    VerifiedActor const& actor;
    json::Value activity;
    std::string id;                     ///< As written; "" for none.
    std::optional<AccountId> inbox_of;  ///< Of a personal inbox.
    FetchBudget& budget;
    bool may_start_anew;  ///< With a larger budget, when this one does not do.

    /// The last thing a handler does: its writes and the end of the job in one transaction.
    Result<void> finish(std::function<Result<void>(db::Tx&)> closure) const;
    /// A write before that, which may be made twice.
    Result<void> write(std::function<Result<void>(db::Tx&)> const& closure) const;
    /// The `object`, by id.
    std::optional<Iri> object_id() const;

  private:
    Result<void> check_budget() const;
};

/// Errors: Errc::remote, timeout, unavailable are tried again later; every other one ends the
/// activity for good, without effect, logged at debug.
using Handle = Result<void> (*)(Received const&);

/// The handler of an activity's type; nothing for one that is ignored.
Handle find_handler(std::string_view type);

/// Activities that stand for something, so that they can be undone by their id.
enum class Deed : std::int64_t {
    follow = 1,
    like = 2,
    announce = 3,
    reaction = 4,
    block = 5,
    quote_request = 6,
    flag = 7
};
struct NotedActivity {
    std::string address;
    AccountId actor_id;
    Deed deed{};
    std::int64_t object_id = 0;  ///< An account's or a status's.
    std::string detail;          ///< The emoji of a reaction, the instrument of a request.
    auto row() { return std::tie(address, actor_id, deed, object_id, detail); }
};
/// Without an address nothing is noted. Of one deed about one thing the newest sixteen are kept.
Result<void> note_activity(db::Tx& tx, NotedActivity const& activity);
/// One of this actor.
Result<std::optional<NotedActivity>> find_activity(db::Tx& tx, AccountId actor,
                                                   std::string_view address);
/// The newest of this actor by what it was about.
Result<std::optional<NotedActivity>> find_activity(db::Tx& tx, AccountId actor, Deed deed,
                                                   std::int64_t object);
Result<void> forget_activity(db::Tx& tx, NotedActivity const& activity);

/// Notes go with what they are about.
void install_received(Server& server);

}  // namespace skein::activitypub
