#include "features/previews/trending_links.h"

#include <unordered_map>

#include "core/server.h"
#include "features/previews/cards.h"
#include "features/previews/fetch_card.h"
#include "social/tag_uses.h"
#include "social/views/account_holes.h"
#include "social/views/tag_view.h"

namespace skein::previews {
namespace {

using social::TrendKind;

constexpr PageLimits limits{.usual = 10, .most = 20};
constexpr std::int64_t voices_max = 200'000;
constexpr auto looked_back = std::chrono::days(2);
constexpr int days_shown = social::tag_days_shown;

// $1 the first id that is new enough, $4 how many.
db::Query<social::Voices> const list_voices{
    "trending_links.voices",
    "SELECT c.card_id, a.domain, COUNT(DISTINCT a.id) FROM status_cards c JOIN preview_cards p ON "
    "p.id = c.card_id JOIN statuses s ON s.id = c.status_id JOIN accounts a ON a.id = s.account_id "
    "WHERE c.status_id >= $1 AND s.visibility = 0 AND s.sensitive = FALSE AND p.title <> '' "
    "AND " SKEIN_COUNTS_FOR_TRENDS("a") " GROUP BY c.card_id, a.domain ORDER BY "
    "COUNT(DISTINCT a.id) DESC, c.card_id DESC LIMIT $4"};

/// The uses of one link on one day.
struct DayOfLink {
    std::int64_t card = 0, day = 0, uses = 0, accounts = 0;
    auto row() { return std::tie(card, day, uses, accounts); }
};
// The upper bits of an id are its millisecond: 86,400,000 << 16 is a day.
db::Query<DayOfLink> const list_days{
    "trending_links.days",
    "SELECT c.card_id, c.status_id / 5662310400000, COUNT(*), COUNT(DISTINCT s.account_id) FROM "
    "status_cards c JOIN statuses s ON s.id = c.status_id WHERE c.card_id IN {list:$1} AND "
    "c.status_id >= $2 AND s.visibility = 0 GROUP BY c.card_id, c.status_id / 5662310400000"};

void write_history(std::vector<DayOfLink> const& days, CardId card, std::int64_t today,
                   json::Writer& out) {
    out.array([&] {
        for (auto day = today; day > today - days_shown; --day) {
            DayOfLink figures;
            for (auto const& one : days)
                if (one.card == card.value && one.day == day) figures = one;
            social::write_day(day, figures.uses, figures.accounts, out);
        }
    });
}

/// The pages as Trends::Link entities, in the order given.
Result<void> write_links(Call& call, db::Tx& tx, std::vector<std::int64_t> const& subjects,
                         json::Writer& out) {
    if (subjects.empty()) return {};
    auto const first_day = midnight(tx.now()) - Duration(std::chrono::days(days_shown - 1));
    TRY(auto const cards, list_cards(tx, subjects));
    TRY(auto const days, tx.list(list_days, subjects, first_id_at(first_day)));
    std::vector<std::string> texts;
    std::vector<AccountId> authors;
    for (auto const& card : cards) {
        auto& text = texts.emplace_back(write_card(call.server(), card));
        json::Writer history;
        write_history(days, card.id, social::day_number(tx.now()), history);
        // The card's own fields, and one more.
        text.pop_back();
        text += R"(,"history":)" + history.take() + "}";
        social::list_accounts_in_holes(text, authors);
    }
    social::HoleFiller filler;
    TRY_OK(filler.load({call.server(), tx, call.viewer()}, authors));
    for (auto const& text : texts) {
        out.begin_value();
        filler.append(out.buffer(), text, call.viewer());
    }
    return {};
}

Result<Reply> answer(Call& call, social::TrendsPage const& page) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const subjects, social::list_trends(tx, TrendKind::link, page));
        json::Writer out;
        TRY_OK(out.array([&] { return write_links(call, tx, subjects, out); }));
        auto reply = json_reply(std::move(out));
        social::add_offset_links(reply, call, page, subjects.size());
        return reply;
    });
}

Result<Reply> judge(Call& call, bool allowed) {
    TRY_OK(social::check_may_review(call));
    std::vector<std::int64_t> const subjects{call.path_id<CardId>("id").value};
    auto& db = call.server().db();
    TRY_OK(db.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const cards, list_cards(tx, subjects));
        if (cards.empty()) return fail(Errc::not_found, "Record not found");
        return social::review_trend(tx, TrendKind::link, subjects.front(), allowed);
    }));
    return db.read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(write_links(call, tx, subjects, out));
        return json_reply(std::move(out));
    });
}

}  // namespace

Result<void> refresh_trending_links(Server& server) {
    auto const& config = server.settings<social::TrendsConfig>();
    if (!config.enabled) return {};
    auto const since = social::known_since(server);
    TRY(auto const trends, server.db().read([&](db::Tx& tx) -> Result<std::vector<social::Trend>> {
        TRY(auto voices, tx.list(list_voices, first_id_at(tx.now() - looked_back), since.moment,
                                 since.id, voices_max));
        auto weighed = social::weigh(std::move(voices), config.people_min);
        if (weighed.size() > social::trends_kept_max) weighed.resize(social::trends_kept_max);
        std::vector<std::int64_t> subjects;
        for (auto const& one : weighed) subjects.push_back(one.subject);
        TRY(auto const cards, list_cards(tx, subjects));
        std::unordered_map<std::int64_t, std::string> languages;
        for (auto const& card : cards)
            languages[card.id.value] = card.language.substr(0, card.language.find_first_of("-_"));
        std::vector<social::Trend> found;
        for (auto const& one : weighed)
            found.push_back(
                {.subject = one.subject, .language = languages[one.subject], .score = one.weight});
        return found;
    }));
    return social::replace_trends(server, TrendKind::link, trends);
}

Result<Reply> list_trending_links(Call& call, social::ListTrends const& input) {
    return answer(call, social::trends_page(call, input, limits));
}

Result<Reply> list_trending_links_for_staff(Call& call, social::ListTrends const& input) {
    TRY(auto const page, social::trends_page_of_staff(call, input, limits));
    return answer(call, page);
}

Result<Reply> approve_trending_link(Call& call) { return judge(call, true); }
Result<Reply> reject_trending_link(Call& call) { return judge(call, false); }

void install_trending_links(Server& server) {
    server.settings<social::TrendsConfig>();
    server.get("/api/v1/trends/links", list_trending_links,
               {.who = Who::anyone,
                .scope = "read read:statuses",
                .returns = "[Trends::Link]",
                .summary = "Linked pages that are talked about."});
    server.get("/api/v1/admin/trends/links", list_trending_links_for_staff,
               {.scope = "admin:read",
                .returns = "[Trends::Link]",
                .summary = "Linked pages that are talked about, judged or not."});
    Route const judging{.scope = "admin:write",
                        .lane = LaneName::write,
                        .returns = "Trends::Link",
                        .summary = "Say whether a page may be shown among the trends."};
    server.post("/api/v1/admin/trends/links/{id}/approve", approve_trending_link, judging);
    server.post("/api/v1/admin/trends/links/{id}/reject", reject_trending_link, judging);
    server.every("previews.refresh_trends", std::chrono::minutes(15), refresh_trending_links);
}

}  // namespace skein::previews
