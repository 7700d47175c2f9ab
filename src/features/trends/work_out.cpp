#include "features/trends/work_out.h"

#include <cmath>
#include <set>
#include <unordered_map>

#include "core/server.h"
#include "social/tag_uses.h"
#include "social/trends.h"

namespace skein::trends {
namespace {

using social::TrendKind;
using social::Voices;

constexpr std::int64_t voices_max = 200'000;
constexpr std::size_t candidates_max = 1000;
constexpr auto looked_back = std::chrono::days(2);
constexpr double half_life_hours = 12;
constexpr std::int64_t usual_days = 5;

// $1 the day, $4 how many.
db::Query<Voices> const list_tag_voices{
    "trends.tag_voices",
    "SELECT u.tag_id, a.domain, COUNT(*) FROM tag_uses u JOIN accounts a ON a.id = u.account_id "
    "WHERE u.day = $1 AND " SKEIN_COUNTS_FOR_TRENDS("a") " GROUP BY u.tag_id, a.domain ORDER BY "
    "COUNT(*) DESC, u.tag_id DESC LIMIT $4"};

struct Usual {
    std::int64_t tag = 0, accounts = 0;
    auto row() { return std::tie(tag, accounts); }
};
db::Query<Usual> const list_usual{
    "trends.tag_usual",
    "SELECT tag_id, CAST(SUM(accounts) AS BIGINT) FROM tag_days WHERE day < $1 AND tag_id IN "
    "{list:$2} GROUP BY tag_id"};

// Posts that may be shown to everybody; $1 is the first id that is new enough.
#define MAY_TREND                                                                                  \
    "s.id >= $1 AND s.visibility = 0 AND s.boost_of_id IS NULL AND s.in_reply_to_id IS NULL AND "  \
    "s.sensitive = FALSE AND w.discoverable = TRUE AND w.state = 0 AND w.moved_to_id IS NULL AND " \
    "a.id <> w.id AND " SKEIN_COUNTS_FOR_TRENDS(                                                   \
        "a") " GROUP BY s.id, a.domain ORDER BY COUNT(*) DESC, s.id DESC LIMIT $4"
db::Query<Voices> const list_likes{
    "trends.likes",
    "SELECT s.id, a.domain, COUNT(*) FROM favourites f JOIN statuses s ON s.id = f.status_id JOIN "
    "accounts w ON w.id = s.account_id JOIN accounts a ON a.id = f.account_id WHERE f.id >= $1 "
    "AND " MAY_TREND};
db::Query<Voices> const list_boosts{
    "trends.boosts",
    "SELECT s.id, a.domain, COUNT(*) FROM statuses b JOIN statuses s ON s.id = b.boost_of_id JOIN "
    "accounts w ON w.id = s.account_id JOIN accounts a ON a.id = b.account_id WHERE b.id >= $1 "
    "AND b.boost_of_id IS NOT NULL AND " MAY_TREND};

struct Facts {
    std::int64_t status = 0;
    AccountId author;
    std::string language;
    Time created_at{};
    auto row() { return std::tie(status, author, language, created_at); }
};
db::Query<Facts> const list_facts{
    "trends.list_facts",
    "SELECT id, account_id, language, created_at FROM statuses WHERE id IN {list:$1}"};

std::vector<std::int64_t> subjects_of(std::vector<social::Weighed>& weighed) {
    if (weighed.size() > candidates_max) weighed.resize(candidates_max);
    std::vector<std::int64_t> subjects;
    for (auto const& one : weighed) subjects.push_back(one.subject);
    return subjects;
}

/// The people of today, and of yesterday as far as it is less than a day ago.
Result<std::vector<social::Weighed>> weigh_tags(Server& server, db::Tx& tx) {
    auto const since = social::known_since(server);
    auto const people_min = server.settings<social::TrendsConfig>().people_min;
    auto const today = social::day_number(tx.now());
    auto const begun = std::chrono::duration<double>(tx.now() - midnight(tx.now())).count() /
                       std::chrono::duration<double>(std::chrono::days(1)).count();
    std::unordered_map<std::int64_t, social::Weighed> sums;
    for (auto const back : {0, 1}) {
        TRY(auto voices,
            tx.list(list_tag_voices, today - back, since.moment, since.id, voices_max));
        for (auto const& one : social::weigh(std::move(voices), 1)) {
            auto& sum = sums[one.subject];
            sum.subject = one.subject;
            sum.people = std::max(sum.people, one.people);
            sum.weight += back == 0 ? one.weight : one.weight * (1 - begun);
        }
    }
    std::vector<social::Weighed> weighed;
    for (auto const& [tag, sum] : sums)
        if (sum.people >= people_min) weighed.push_back(sum);
    std::ranges::sort(weighed, std::greater<>(), &social::Weighed::weight);
    return weighed;
}

}  // namespace

Result<void> refresh_tags(Server& server) {
    TRY(auto const trends, server.db().read([&](db::Tx& tx) -> Result<std::vector<social::Trend>> {
        TRY(auto weighed, weigh_tags(server, tx));
        auto const subjects = subjects_of(weighed);
        TRY(auto const usual, tx.list(list_usual, social::day_number(tx.now()) - 1, subjects));
        std::unordered_map<std::int64_t, double> expected;
        for (auto const& one : usual)
            expected[one.tag] = static_cast<double>(one.accounts) / usual_days;
        std::vector<social::Trend> found;
        for (auto const& one : weighed)
            found.push_back(
                {.subject = one.subject,
                 .score = one.weight * one.weight / (1 + std::sqrt(expected[one.subject]))});
        return found;
    }));
    return social::replace_trends(server, TrendKind::tag, trends);
}

Result<void> refresh_statuses(Server& server) {
    auto const since = social::known_since(server);
    auto const people_min = server.settings<social::TrendsConfig>().people_min;
    TRY(auto const trends, server.db().read([&](db::Tx& tx) -> Result<std::vector<social::Trend>> {
        auto const first = first_id_at(tx.now() - looked_back);
        TRY(auto voices, tx.list(list_likes, first, since.moment, since.id, voices_max));
        TRY(auto const boosts, tx.list(list_boosts, first, since.moment, since.id, voices_max));
        voices.insert(voices.end(), boosts.begin(), boosts.end());
        auto weighed = social::weigh(std::move(voices), people_min);
        TRY(auto const facts, tx.list(list_facts, subjects_of(weighed)));
        std::unordered_map<std::int64_t, Facts const*> by_id;
        for (auto const& one : facts) by_id[one.status] = &one;
        std::vector<social::Trend> found;
        std::set<AccountId> authors;
        for (auto const& one : weighed) {
            auto const known = by_id.find(one.subject);
            if (known == by_id.end() || !authors.insert(known->second->author).second) continue;
            auto const age = std::chrono::duration<double, std::ratio<3600>>(
                                 tx.now() - known->second->created_at)
                                 .count();
            found.push_back({.subject = one.subject,
                             .language = known->second->language,
                             .score = one.weight * one.weight *
                                      std::exp2(-std::max(0.0, age) / half_life_hours)});
        }
        return found;
    }));
    return social::replace_trends(server, TrendKind::status, trends);
}

Result<void> refresh(Server& server) {
    if (!server.settings<social::TrendsConfig>().enabled) return {};
    TRY_OK(refresh_tags(server));
    return refresh_statuses(server);
}

}  // namespace skein::trends
