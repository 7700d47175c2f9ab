// Posts that are yet to come: their rows, how many there may be, and their entity.
//
// The files of such a post are kept for it (social/kept_media.h). Its row goes in the transaction
// that publishes it, so that it is published once and never lost. What cannot be published when its
// time comes, as what it answers is gone, stays in its author's list with a time that has passed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "core/paging.h"
#include "core/server.h"
#include "features/posting/handlers.h"
#include "platform/db/tx.h"
#include "social/events.h"
#include "social/vocabulary.h"

namespace skein::posting {

using ScheduledId = Id<struct ScheduledStatusTag>;

struct ScheduledStatus {
    ScheduledId id;
    AccountId account_id;
    Time scheduled_at{};
    /// Chosen or, when nothing was, the author's default of that day: a default that changes later
    /// shows nobody what was meant for few.
    social::Visibility visibility{};
    std::optional<AppId> app_id;
    std::string params;  ///< JSON, as the API shows it.
    Time created_at{};
    auto row() {
        return std::tie(id, account_id, scheduled_at, visibility, app_id, params, created_at);
    }
};
inline std::int64_t cursor_of(ScheduledStatus const& row) { return row.id.value; }

inline constexpr auto scheduled_ahead_min = std::chrono::minutes(5);
inline constexpr std::int64_t scheduled_a_day_max = 25, scheduled_max = 300;

/// Errc::unprocessable: too soon.
Result<void> check_scheduled_time(Time at, Time now);
/// Stores it and the job for its time. Errc::unprocessable: too many in all, or on that day.
Result<ScheduledStatus> insert_scheduled(db::Tx& tx, ScheduledStatus row);
/// `not_found` unless it is the account's.
Result<ScheduledStatus> load_scheduled(db::Tx& tx, AccountId account, ScheduledId id);
Result<std::optional<ScheduledStatus>> find_scheduled(db::Tx& tx, ScheduledId id);
Result<std::vector<ScheduledStatus>> list_scheduled_of(db::Tx& tx, AccountId account,
                                                       Page const& page);
/// Gives it another time. Errc::unprocessable: too many on that day.
Result<void> reschedule(db::Tx& tx, ScheduledStatus& row, Time at);
/// Removes the row and releases its files.
Result<void> remove_scheduled(db::Tx& tx, ScheduledId id);
/// Those of an account that is gone, with their files; nothing of it is published any more.
struct ForgetScheduled {
    static constexpr std::string_view name = "posting.forget_scheduled";
    AccountId account;
    auto row() { return std::tie(account); }
};
Result<void> forget_scheduled_later(db::Tx& tx, social::AccountRemoved const& event);
Result<void> forget_scheduled(JobRun& run, ForgetScheduled const& job);

/// What an author asked for as `params`, and back.
std::string params_of(CreateStatus const& input, AppId app, std::string_view idempotency_key);
Result<CreateStatus> request_of(ScheduledStatus const& row);

/// ScheduledStatus entities into the open array. All rows are of one account.
Result<void> write_scheduled(Server& server, db::Tx& tx, std::span<ScheduledStatus const> rows,
                             json::Writer& out);

/// Publishes a post at its time, unless its time has changed since.
struct PublishScheduled {
    static constexpr std::string_view name = "posting.publish_scheduled";
    ScheduledId scheduled;
    Time at{};
    auto row() { return std::tie(scheduled, at); }
};
Result<void> publish_scheduled(JobRun& run, PublishScheduled const& job);

}  // namespace skein::posting
