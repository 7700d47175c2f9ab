// Requests: who has mentions or quotes waiting because the receiver's policy filters them.
//
// Invariants: (1) a request is shown while something of it waits, and nobody hides its sender; (2)
// a decision is one write that marks the row and stores a job; the job lets the notifications in,
// or removes those from before the decision, and then the row; (3) after what was accepted is in
// the list, NotificationsMerged is published once.
#pragma once

#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "core/jobs.h"
#include "core/paging.h"
#include "platform/db/tx.h"

namespace skein::notifications {

using RequestId = Id<struct NotificationRequestTag>;

struct Request {
    RequestId id;
    AccountId from;
    StatusId last_status;
    Time created_at{}, updated_at{};
    std::int64_t count = 0;  ///< Waiting; no further than `count_max`.
    auto row() { return std::tie(id, from, last_status, created_at, updated_at, count); }
};
inline std::int64_t cursor_of(Request const& row) { return row.id.value; }
inline constexpr std::int64_t count_max = 100;
/// So many may be decided at once.
inline constexpr std::size_t decided_max = 100;

Result<std::vector<Request>> list_requests(db::Tx& tx, AccountId account, Page const& page);
Result<Request> load_request(db::Tx& tx, AccountId account, RequestId id);

struct WaitingCounts {
    std::int64_t requests = 0, notifications = 0;
    auto row() { return std::tie(requests, notifications); }
};
/// Over at most `count_max` requests.
Result<WaitingCounts> count_waiting(db::Tx& tx, AccountId account);

enum class Decision { accept, dismiss };
/// Of those of these requests that are the account's and not decided yet; says how many that were.
Result<std::int64_t> decide_requests(db::Tx& tx, AccountId account,
                                     std::vector<RequestId> const& ids, Decision decision);
/// Whether everything accepted so far is in the list.
Result<bool> is_merged(db::Tx& tx, AccountId account);

/// Carries out what an account has decided.
struct SettleRequests {
    static constexpr std::string_view name = "notifications.settle_requests";
    AccountId account;
    auto row() { return std::tie(account); }
};
Result<void> settle_requests(JobRun& run, SettleRequests const& job);

}  // namespace skein::notifications
