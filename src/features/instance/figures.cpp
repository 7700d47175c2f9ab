#include "features/instance/figures.h"

namespace skein::instance {
namespace {

constexpr Duration lifetime_max = std::chrono::minutes(5);
constexpr Duration counting_max = std::chrono::minutes(1);
constexpr auto week_length = std::chrono::days(7);
constexpr int weeks_shown = 12;
// 1970 began on a Thursday; weeks begin on Monday.
constexpr auto first_monday = std::chrono::days(4);

// Ids carry the time, so a week is a range of them.
db::Query<std::int64_t> const count_statuses{
    "instance.count_week_statuses",
    "SELECT COUNT(*) FROM statuses WHERE id >= $1 AND id < $2 AND network = 0"};
db::Query<std::int64_t> const count_registrations{
    "instance.count_week_registrations",
    "SELECT COUNT(*) FROM users WHERE id >= $1 AND id < $2 AND confirmed_at IS NOT NULL "
    "AND approved_at IS NOT NULL"};
// People who came in anew, by an app or a browser, as far as that way in still exists.
db::Query<std::int64_t> const count_logins{
    "instance.count_week_logins",
    "SELECT COUNT(*) FROM (SELECT user_id FROM access_tokens WHERE id >= $1 AND id < $2 "
    "AND user_id IS NOT NULL UNION SELECT user_id FROM sessions WHERE id >= $1 AND id < $2) "
    "AS people"};
// Jumps from domain to domain along the index instead of reading every account.
db::Query<std::string> const list_domains{
    "instance.list_domains",
    "WITH RECURSIVE known (domain) AS (SELECT MIN(domain) FROM accounts WHERE domain > '' "
    "UNION ALL SELECT (SELECT MIN(a.domain) FROM accounts a WHERE a.domain > known.domain) "
    "FROM known WHERE known.domain IS NOT NULL) "
    "SELECT domain FROM known WHERE domain IS NOT NULL LIMIT $1"};

Time week_start(Time at) {
    auto const since = at.time_since_epoch() - first_monday;
    return Time(since - since % Duration(week_length) + first_monday);
}

Result<WeekFigures> count_week(db::Tx& tx, Time from) {
    auto const first = first_id_at(from);
    auto const end = first_id_at(from + week_length);
    WeekFigures figures;
    figures.week =
        std::chrono::duration_cast<std::chrono::seconds>(from.time_since_epoch()).count();
    TRY(figures.statuses, tx.load(count_statuses, first, end));
    TRY(figures.logins, tx.load(count_logins, first, end));
    TRY(figures.registrations, tx.load(count_registrations, first, end));
    return figures;
}

Result<std::shared_ptr<Figures const>> count(db::Tx& tx, Time now) {
    auto figures = std::make_shared<Figures>();
    TRY(figures->server, social::count_instance(tx));
    for (int i = 0; i < weeks_shown; ++i) {
        TRY(auto week, count_week(tx, week_start(now) - i * Duration(week_length)));
        figures->weeks.push_back(week);
    }
    TRY(figures->peers, tx.list(list_domains, peers_max));
    return figures;
}

}  // namespace

Duration lifetime_of(Duration counting) { return std::clamp(100 * counting, {}, lifetime_max); }

Result<std::shared_ptr<Figures const>> FigureBoard::get(Server& server) {
    auto const now = server.clock().now();
    {
        std::lock_guard const lock(mutex_);
        // Claimed before it is counted: meanwhile others are content with the older figures.
        if (figures_ && now < fresh_until_) return figures_;
        if (figures_) fresh_until_ = now + lifetime_max;
    }
    // A large server needs longer than one request may; many requests live on what one counts.
    db::ReadTimeLimit const limit(counting_max);
    TRY(auto fresh, server.db().read([&](db::Tx& tx) { return count(tx, now); }));
    auto const counted = server.clock().now();
    std::lock_guard const lock(mutex_);
    figures_ = fresh;
    fresh_until_ = counted + lifetime_of(counted - now);
    return fresh;
}

}  // namespace skein::instance
