#include "features/posting/scheduled_statuses.h"

#include "core/paged_query.h"
#include "social/kept_media.h"

namespace skein::posting {
namespace {

#define SCHEDULED_COLUMNS "id, account_id, scheduled_at, visibility, app_id, params, created_at"

PagedQuery<ScheduledStatus> const page_of{
    "scheduled_statuses.page",
    "SELECT " SCHEDULED_COLUMNS " FROM scheduled_statuses s WHERE s.account_id = $1", "s.id"};
db::Query<ScheduledStatus> const find_by_id{"scheduled_statuses.find",
                                            "SELECT " SCHEDULED_COLUMNS
                                            " FROM scheduled_statuses WHERE id = $1"};
db::Query<ScheduledStatus> const find_own{
    "scheduled_statuses.find_own",
    "SELECT " SCHEDULED_COLUMNS " FROM scheduled_statuses WHERE id = $1 AND account_id = $2"};
db::Query<std::int64_t> const count_all{
    "scheduled_statuses.count", "SELECT COUNT(*) FROM scheduled_statuses WHERE account_id = $1"};
db::Query<std::int64_t> const count_between{
    "scheduled_statuses.count_between",
    "SELECT COUNT(*) FROM scheduled_statuses WHERE account_id = $1 AND scheduled_at >= $2 AND "
    "scheduled_at < $3 AND id <> $4"};
db::Query<ScheduledId> const list_of_account{
    "scheduled_statuses.list_of_account",
    "SELECT id FROM scheduled_statuses WHERE account_id = $1 ORDER BY id LIMIT $2"};
db::Sql const insert{"scheduled_statuses.insert",
                     "INSERT INTO scheduled_statuses (id, account_id, scheduled_at, visibility, "
                     "app_id, params, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"};
db::Sql const update_time{"scheduled_statuses.update_time",
                          "UPDATE scheduled_statuses SET scheduled_at = $2 WHERE id = $1"};
db::Sql const remove_row{"scheduled_statuses.remove",
                         "DELETE FROM scheduled_statuses WHERE id = $1"};

/// With their files, about six rows each.
constexpr std::int64_t forgotten_a_write_max = 30;

Result<void> check_day(db::Tx& tx, ScheduledStatus const& row) {
    auto const day = midnight(row.scheduled_at);
    TRY(auto const count,
        tx.load(count_between, row.account_id, day, day + std::chrono::days(1), row.id));
    if (count < scheduled_a_day_max) return {};
    return fail(Errc::unprocessable,
                fmt::format("Validation failed: You have exceeded the limit of {} scheduled posts "
                            "for that day",
                            scheduled_a_day_max));
}

Result<void> publish_later(db::Tx& tx, ScheduledStatus const& row) {
    auto const moment = row.scheduled_at.time_since_epoch().count();
    return enqueue(tx, PublishScheduled{row.id, row.scheduled_at},
                   {.not_before = row.scheduled_at,
                    .priority = Priority::person,
                    .unique_key = fmt::format("{}:{}", row.id.value, moment)});
}

}  // namespace

Result<void> check_scheduled_time(Time at, Time now) {
    if (at > now + scheduled_ahead_min) return {};
    return fail(Errc::unprocessable,
                "Validation failed: Scheduled at The scheduled date must be in the future");
}

Result<ScheduledStatus> insert_scheduled(db::Tx& tx, ScheduledStatus row) {
    TRY(auto const count, tx.load(count_all, row.account_id));
    if (count >= scheduled_max)
        return fail(Errc::unprocessable,
                    fmt::format("Validation failed: You have exceeded the limit of {} scheduled "
                                "posts",
                                scheduled_max));
    TRY_OK(check_day(tx, row));
    row.id = tx.new_id<ScheduledId>();
    row.created_at = tx.now();
    TRY_OK(tx.run(insert, row.id, row.account_id, row.scheduled_at, row.visibility, row.app_id,
                  row.params, row.created_at));
    TRY_OK(publish_later(tx, row));
    return row;
}

Result<std::optional<ScheduledStatus>> find_scheduled(db::Tx& tx, ScheduledId id) {
    return tx.find(find_by_id, id);
}

Result<ScheduledStatus> load_scheduled(db::Tx& tx, AccountId account, ScheduledId id) {
    return tx.load(find_own, id, account);
}

Result<std::vector<ScheduledStatus>> list_scheduled_of(db::Tx& tx, AccountId account,
                                                       Page const& page) {
    return list_page(tx, page_of, page, account);
}

Result<void> reschedule(db::Tx& tx, ScheduledStatus& row, Time at) {
    if (row.scheduled_at == at) return {};
    row.scheduled_at = at;
    TRY_OK(check_day(tx, row));
    TRY_OK(tx.run(update_time, row.id, at));
    return publish_later(tx, row);
}

Result<void> remove_scheduled(db::Tx& tx, ScheduledId id) {
    TRY_OK(tx.run(remove_row, id));
    return social::release_media(tx, id.value);
}

Result<void> forget_scheduled_later(db::Tx& tx, social::AccountRemoved const& event) {
    if (!event.local) return {};
    return enqueue(tx, ForgetScheduled{event.account}, {.priority = Priority::upkeep});
}

Result<void> forget_scheduled(JobRun& run, ForgetScheduled const& job) {
    constexpr auto batches_max = scheduled_max / forgotten_a_write_max + 1;
    for (auto i = batches_max; i > 0; --i) {
        TRY(auto const removed, run.server().db().write(
                                    [&](db::Tx& tx) -> Result<std::int64_t> {
                                        TRY(auto const ids, tx.list(list_of_account, job.account,
                                                                    forgotten_a_write_max));
                                        for (auto const id : ids) TRY_OK(remove_scheduled(tx, id));
                                        return std::ssize(ids);
                                    },
                                    db::Urgency::background));
        if (removed < forgotten_a_write_max) break;
    }
    return {};
}

}  // namespace skein::posting
