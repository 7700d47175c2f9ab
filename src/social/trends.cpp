#include "social/trends.h"

#include <algorithm>
#include <cmath>

#include "core/server.h"

namespace skein::social {
namespace {

constexpr std::int64_t offset_max = 1000;

db::Sql const clear{"trends.clear", "DELETE FROM trends WHERE kind = $1"};
db::Sql const put{
    "trends.put",
    "INSERT INTO trends (kind, place, subject_id, language, score) VALUES ($1, $2, $3, $4, $5)"};
db::Query<std::int64_t> const list_page{
    "trends.list",
    "SELECT t.subject_id FROM trends t LEFT JOIN trend_reviews r ON r.kind = t.kind AND "
    "r.subject_id = t.subject_id WHERE t.kind = $1 AND (r.allowed = TRUE OR (r.allowed IS NULL AND "
    "$3 = TRUE) OR (r.allowed = FALSE AND $4 = TRUE)) ORDER BY CASE WHEN $2 = '' OR t.language = "
    "'' OR t.language = $2 THEN 0 ELSE 1 END, t.place LIMIT $5 OFFSET $6"};
db::Query<std::int64_t> const find_shown{
    "trends.find_shown",
    "SELECT t.subject_id FROM trends t LEFT JOIN trend_reviews r ON r.kind = t.kind AND "
    "r.subject_id = t.subject_id WHERE t.kind = $1 AND t.subject_id = $2 AND (r.allowed = TRUE OR "
    "(r.allowed IS NULL AND $3 = TRUE)) LIMIT 1"};
db::Query<TrendReview> const list_reviews{
    "trend_reviews.list",
    "SELECT subject_id, allowed FROM trend_reviews WHERE kind = $1 AND subject_id IN {list:$2}"};
db::Sql const put_review{
    "trend_reviews.put",
    "INSERT INTO trend_reviews (kind, subject_id, allowed, reviewed_at) VALUES ($1, $2, $3, $4) ON "
    "CONFLICT (kind, subject_id) DO UPDATE SET allowed = $3, reviewed_at = $4"};

std::int64_t within(std::int64_t wanted, PageLimits limits) {
    return wanted <= 0 ? limits.usual : std::min(wanted, limits.most);
}

}  // namespace

void TrendsConfig::declare(Settings& s) {
    s.flag("trends.enabled", enabled, "Work out and show what is talked about.");
    s.flag("trends.review", review,
           "Show only those trends that a moderator has approved; else all that none rejected.");
    s.number("trends.people_min", people_min, {1, 1000},
             "People who must deal with a tag, post or page before it can be a trend.");
    s.duration("trends.known_for", known_for,
               "Accounts count for trends when they have been known for so long.");
}

KnownSince known_since(Server& server) {
    auto const moment = server.clock().now() - server.settings<TrendsConfig>().known_for;
    return {moment, first_id_at(moment)};
}

std::vector<Weighed> weigh(std::vector<Voices> voices, std::int64_t people_min) {
    std::ranges::sort(voices, [](Voices const& a, Voices const& b) {
        return std::tie(a.subject, a.host, b.people) < std::tie(b.subject, b.host, a.people);
    });
    std::vector<Weighed> weighed;
    Voices const* before = nullptr;
    for (auto const& one : voices) {
        auto const again = before && before->subject == one.subject && before->host == one.host;
        if (!before || before->subject != one.subject) weighed.push_back({.subject = one.subject});
        before = &one;
        if (again) continue;
        weighed.back().people += one.people;
        weighed.back().weight += std::sqrt(static_cast<double>(one.people));
    }
    std::erase_if(weighed, [&](Weighed const& one) { return one.people < people_min; });
    std::ranges::sort(weighed, [](Weighed const& a, Weighed const& b) {
        return std::tie(b.weight, b.subject) < std::tie(a.weight, a.subject);
    });
    return weighed;
}

Result<void> replace_trends(Server& server, TrendKind kind, std::vector<Trend> trends) {
    std::ranges::sort(trends, [](Trend const& a, Trend const& b) {
        return std::tie(b.score, b.subject) < std::tie(a.score, a.subject);
    });
    if (trends.size() > trends_kept_max) trends.resize(trends_kept_max);
    return server.db().write(
        [&](db::Tx& tx) -> Result<void> {
            TRY_OK(tx.run(clear, kind));
            std::int64_t place = 0;
            for (auto const& trend : trends)
                TRY_OK(tx.run(put, kind, place++, trend.subject, trend.language, trend.score));
            return {};
        },
        db::Urgency::background);
}

Result<std::vector<std::int64_t>> list_trends(db::Tx& tx, TrendKind kind, TrendsPage const& page) {
    return tx.list(list_page, kind, page.language, page.unreviewed, page.rejected, page.limit,
                   page.offset);
}

Result<bool> is_trending(db::Tx& tx, TrendKind kind, std::int64_t subject, bool unreviewed) {
    TRY(auto const found, tx.find(find_shown, kind, subject, unreviewed));
    return found.has_value();
}

Result<std::vector<TrendReview>> list_trend_reviews(db::Tx& tx, TrendKind kind,
                                                    std::span<std::int64_t const> subjects) {
    return tx.list(list_reviews, kind, subjects);
}

Result<void> review_trend(db::Tx& tx, TrendKind kind, std::int64_t subject, bool allowed) {
    TRY_OK(tx.run(put_review, kind, subject, allowed, tx.now()));
    return {};
}

TrendsPage trends_page(Call& call, ListTrends const& input, PageLimits limits) {
    auto const& config = call.server().settings<TrendsConfig>();
    auto const& locale = call.who().locale;
    return {.language = locale.substr(0, locale.find_first_of("-_")),
            .unreviewed = !config.review,
            .limit = config.enabled ? within(input.limit, limits) : 0,
            .offset = std::clamp<std::int64_t>(input.offset, 0, offset_max)};
}

Result<TrendsPage> trends_page_of_staff(Call& call, ListTrends const& input, PageLimits limits) {
    TRY_OK(check_may_review(call));
    return TrendsPage{.unreviewed = true,
                      .rejected = true,
                      .limit = within(input.limit, limits),
                      .offset = std::clamp<std::int64_t>(input.offset, 0, offset_max)};
}

void add_offset_links(Reply& reply, Call const& call, TrendsPage const& page, std::size_t rows) {
    auto const base = fmt::format("<{}{}?limit={}&offset=", call.server().public_url(),
                                  call.request().path, page.limit);
    std::string link;
    if (page.limit > 0 && static_cast<std::int64_t>(rows) >= page.limit)
        link = fmt::format("{}{}>; rel=\"next\"", base, page.offset + page.limit);
    if (page.offset > 0)
        link += fmt::format("{}{}{}>; rel=\"prev\"", link.empty() ? "" : ", ", base,
                            std::max<std::int64_t>(0, page.offset - page.limit));
    if (!link.empty()) reply.headers.set("Link", link);
}

Result<void> check_may_review(Call const& call) {
    if (call.who().permissions.may(Permissions::manage_taxonomies)) return {};
    return fail(Errc::forbidden, "This action is not allowed");
}

}  // namespace skein::social
