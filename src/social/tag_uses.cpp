#include "social/tag_uses.h"

#include <map>

#include "core/server.h"
#include "social/events.h"

namespace skein::social {
namespace {

constexpr std::int64_t rows_a_write_max = 400;
constexpr int writes_a_run_max = 1000;
/// Days kept with every account: whoever weighs the uses looks at these.
constexpr std::int64_t open_days = 2;

db::Sql const count_use{
    "tag_uses.count",
    "INSERT INTO tag_uses (tag_id, day, account_id, uses) SELECT st.tag_id, $2, $3, 1 FROM "
    "status_tags st WHERE st.status_id = $1 ON CONFLICT (tag_id, day, account_id) DO UPDATE SET "
    "uses = tag_uses.uses + 1"};
db::Query<DayOfTag> const list_days{
    "tag_days.list",
    "SELECT d.tag_id, d.day, CAST(SUM(d.uses) AS BIGINT), CAST(SUM(d.accounts) AS BIGINT) FROM "
    "(SELECT tag_id, day, uses, accounts "
    "FROM tag_days WHERE tag_id IN {list:$1} AND day >= $2 UNION ALL SELECT tag_id, day, uses, 1 "
    "FROM tag_uses WHERE tag_id IN {list:$1} AND day >= $2) d GROUP BY d.tag_id, d.day"};

struct OneUse {
    TagId tag_id;
    std::int64_t day = 0, uses = 0;
    auto row() { return std::tie(tag_id, day, uses); }
};
db::Query<OneUse> const take_closed{
    "tag_uses.take_closed",
    "DELETE FROM tag_uses WHERE (tag_id, day, account_id) IN (SELECT tag_id, day, account_id FROM "
    "tag_uses WHERE day < $1 LIMIT $2) RETURNING tag_id, day, uses"};
db::Sql const add_to_day{
    "tag_days.add",
    "INSERT INTO tag_days (tag_id, day, uses, accounts) VALUES ($1, $2, $3, $4) ON CONFLICT "
    "(tag_id, day) DO UPDATE SET uses = tag_days.uses + $3, accounts = tag_days.accounts + $4"};
db::Sql const forget{
    "tag_days.forget",
    "DELETE FROM tag_days WHERE (tag_id, day) IN (SELECT tag_id, day FROM tag_days WHERE day < $1 "
    "LIMIT $2)"};

Result<void> count_uses(db::Tx& tx, StatusPublished const& event) {
    if (event.quiet || event.boost_of || event.visibility != Visibility::public_) return {};
    TRY_OK(tx.run(count_use, event.status, day_number(tx.now()), event.author));
    return {};
}

/// Sums up some rows; says whether there may be more.
Result<bool> close_some(db::Tx& tx) {
    auto const first_open = day_number(tx.now()) - open_days + 1;
    TRY(auto const taken, tx.list(take_closed, first_open, rows_a_write_max));
    std::map<std::pair<TagId, std::int64_t>, std::pair<std::int64_t, std::int64_t>> sums;
    for (auto const& one : taken) {
        auto& [uses, accounts] = sums[{one.tag_id, one.day}];
        uses += one.uses;
        ++accounts;
    }
    for (auto const& [where, sum] : sums)
        TRY_OK(tx.run(add_to_day, where.first, where.second, sum.first, sum.second));
    return std::ssize(taken) == rows_a_write_max;
}

Result<bool> forget_some(db::Tx& tx) {
    auto const first_shown = day_number(tx.now()) - tag_days_shown + 1;
    TRY(auto const removed, tx.run(forget, first_shown, rows_a_write_max));
    return removed == rows_a_write_max;
}

}  // namespace

std::int64_t day_number(Time at) {
    return std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
}

Result<std::vector<DayOfTag>> list_tag_days(db::Tx& tx, std::span<TagId const> tags) {
    if (tags.empty()) return std::vector<DayOfTag>{};
    return tx.list(list_days, tags, day_number(tx.now()) - tag_days_shown + 1);
}

Result<void> close_tag_days(Server& server) {
    for (auto* const round : {&close_some, &forget_some})
        for (int i = 0; i < writes_a_run_max; ++i) {
            TRY(auto const more, server.db().write(*round, db::Urgency::background));
            if (!more) break;
        }
    return {};
}

void install_tag_uses(Server& server) {
    server.on<StatusPublished>(count_uses);
    server.every("social.close_tag_days", std::chrono::hours(1), close_tag_days);
}

}  // namespace skein::social
