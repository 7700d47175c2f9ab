#include "features/discovery/suggestions.h"

#include <algorithm>
#include <span>

#include "base/url.h"
#include "core/server.h"
#include "features/discovery/config.h"
#include "features/discovery/directory.h"
#include "social/accounts.h"
#include "social/admission.h"
#include "social/domains.h"

namespace skein::discovery {
namespace {

/// Kept of each source, and looked at of each.
constexpr std::int64_t kept_max = 100, candidates_max = 300;
/// Whose follows are looked at: the latest one follows, and others like oneself. Whoever follows
/// more than this says little by it.
constexpr std::int64_t friends_max = 100, alike_max = 100, recent_max = 5, followed_max = 1000;
constexpr auto interactions_since = std::chrono::days(30);

// Account `x` is nobody that $1 knows already, or does not want to.
#define NEW_TO_1(x)                                                                               \
    x " <> $1 AND NOT EXISTS (SELECT 1 FROM follows kf WHERE kf.account_id = $1 AND "             \
      "kf.target_id = " x                                                                         \
      ") AND NOT EXISTS (SELECT 1 FROM follow_requests kr WHERE "                                 \
      "kr.account_id = $1 AND kr.target_id = " x                                                  \
      ") AND NOT EXISTS (SELECT 1 FROM blocks kb WHERE "                                          \
      "(kb.account_id = $1 AND kb.target_id = " x ") OR (kb.account_id = " x                      \
      " AND kb.target_id = $1)) AND NOT EXISTS (SELECT 1 FROM mutes km WHERE km.account_id = $1 " \
      "AND km.target_id = " x                                                                     \
      ") AND NOT EXISTS (SELECT 1 FROM suggestion_dismissals kd WHERE "                           \
      "kd.account_id = $1 AND kd.target_id = " x ")"

struct Found {
    Source source{};
    AccountId account;
    auto row() { return std::tie(source, account); }
};
// Those chosen by hand are shown whatever they want; of the others, who wants it no longer is not.
db::Query<Found> const list_kept{
    "suggestions.list_kept",
    "SELECT s.source, s.account_id FROM suggested_accounts s JOIN accounts a ON a.id = "
    "s.account_id WHERE a.state = 0 AND a.moved_to_id IS NULL AND (s.source = 0 "
    "OR " SKEIN_RECOMMENDABLE("a") ") AND " NEW_TO_1("a.id") " AND " SKEIN_DOMAIN_SHOWN_TO_1(
        "a") " ORDER BY s.source, s.place"};

// How many of some people follow whom: the most first, before anything is asked of them.
#define FOLLOWED_BY(people, source)                                                             \
    "SELECT CAST(" source                                                                       \
    " AS BIGINT), n.target_id FROM (SELECT f.target_id, COUNT(*) AS times "                     \
    "FROM (" people                                                                             \
    ") p JOIN account_stats c ON c.account_id = p.id JOIN accounts w ON w.id = "                \
    "p.id JOIN follows f ON f.account_id = p.id WHERE c.following_count <= $4 AND "             \
    "w.hide_collections = FALSE AND w.state = 0 GROUP BY f.target_id ORDER BY COUNT(*) DESC, "  \
    "f.target_id DESC LIMIT $3) n JOIN accounts a ON a.id = n.target_id "                       \
    "WHERE " SKEIN_RECOMMENDABLE("a") " AND " NEW_TO_1("a.id") " AND " SKEIN_DOMAIN_SHOWN_TO_1( \
        "a") " ORDER BY n.times DESC, n.target_id DESC"
db::Query<Found> const list_friends{
    "suggestions.friends_of_friends",
    FOLLOWED_BY("SELECT y.target_id AS id FROM follows y WHERE y.account_id = $1 ORDER BY y.id "
                "DESC LIMIT $2",
                "1")};
db::Query<Found> const list_alike{
    "suggestions.similar",
    FOLLOWED_BY("SELECT DISTINCT o.account_id AS id FROM (SELECT target_id FROM follows WHERE "
                "account_id = $1 ORDER BY id DESC LIMIT $5) r JOIN follows o ON o.target_id = "
                "r.target_id JOIN homes h ON h.account_id = o.account_id WHERE o.account_id <> $1 "
                "LIMIT $2",
                "2")};

db::Sql const insert_dismissal{
    "suggestion_dismissals.insert",
    "INSERT INTO suggestion_dismissals (account_id, target_id) VALUES ($1, $2) ON CONFLICT "
    "(account_id, target_id) DO NOTHING"};

db::Sql const remove_dismissals{"suggestion_dismissals.remove_all",
                                "DELETE FROM suggestion_dismissals WHERE account_id = $1"};

db::Query<AccountId> const list_most_followed{
    "suggestions.most_followed",
    "SELECT n.target_id FROM (SELECT f.target_id, COUNT(*) AS times FROM follows f JOIN homes h ON "
    "h.account_id = f.account_id GROUP BY f.target_id ORDER BY COUNT(*) DESC LIMIT $2) n JOIN "
    "accounts a ON a.id = n.target_id WHERE " SKEIN_RECOMMENDABLE(
        "a") " ORDER BY n.times DESC, n.target_id DESC LIMIT $1"};
db::Query<AccountId> const list_most_liked{
    "suggestions.most_interactions",
    "SELECT n.account_id FROM (SELECT s.account_id, COUNT(DISTINCT v.account_id) AS people FROM "
    "favourites v JOIN statuses s ON s.id = v.status_id JOIN homes h ON h.account_id = "
    "v.account_id WHERE v.id >= $3 AND v.account_id <> s.account_id GROUP BY s.account_id ORDER BY "
    "COUNT(DISTINCT v.account_id) DESC LIMIT $2) n JOIN accounts a ON a.id = n.account_id "
    "WHERE " SKEIN_RECOMMENDABLE("a") " ORDER BY n.people DESC, n.account_id DESC LIMIT $1"};
db::Sql const clear_source{"suggested_accounts.clear",
                           "DELETE FROM suggested_accounts WHERE source = $1"};
db::Sql const put{"suggested_accounts.put",
                  "INSERT INTO suggested_accounts (source, place, account_id) VALUES ($1, $2, $3)"};

Result<void> replace(Server& server, Source source, std::vector<AccountId> const& accounts) {
    return server.db().write(
        [&](db::Tx& tx) -> Result<void> {
            TRY_OK(tx.run(clear_source, source));
            for (std::int64_t place = 0; place < std::ssize(accounts); ++place)
                TRY_OK(tx.run(put, source, place, accounts[static_cast<std::size_t>(place)]));
            return {};
        },
        db::Urgency::background);
}

/// Chosen accounts that are known here, each once.
Result<std::vector<AccountId>> find_featured(Server& server, db::Tx& tx) {
    std::vector<AccountId> accounts;
    for (auto const& text : server.settings<DiscoveryConfig>().featured) {
        auto handle = Handle::parse(text);
        if (!handle || std::ssize(accounts) >= kept_max) continue;
        if (handle->host == server.domain()) handle->host.clear();
        TRY(auto const account, social::find_account_by_name(tx, handle->user, handle->host));
        if (account && std::ranges::find(accounts, account->id) == accounts.end())
            accounts.push_back(account->id);
    }
    return accounts;
}

void add(std::vector<Suggestion>& suggestions, std::span<Found const> found) {
    for (auto const& one : found) {
        auto const known = std::ranges::find(suggestions, one.account, &Suggestion::account);
        if (known == suggestions.end()) suggestions.push_back({one.account, {one.source}});
        else known->sources.push_back(one.source);
    }
}

}  // namespace

std::string_view name_of(Source source) {
    switch (source) {
        case Source::featured: return "featured";
        case Source::friends_of_friends: return "friends_of_friends";
        case Source::similar_to_recently_followed: return "similar_to_recently_followed";
        case Source::most_followed: return "most_followed";
        case Source::most_interactions: return "most_interactions";
    }
    return "most_followed";
}

std::string_view old_name_of(Source source) {
    if (source == Source::featured) return "staff";
    auto const personal =
        source == Source::friends_of_friends || source == Source::similar_to_recently_followed;
    return personal ? "past_interactions" : "global";
}

Result<std::vector<Suggestion>> list_suggestions_for(db::Tx& tx, AccountId viewer,
                                                     std::int64_t limit) {
    TRY(auto const kept, tx.list(list_kept, viewer));
    TRY(auto const friends,
        tx.list(list_friends, viewer, friends_max, candidates_max, followed_max));
    TRY(auto const alike,
        tx.list(list_alike, viewer, alike_max, candidates_max, followed_max, recent_max));
    auto const personal =
        std::ranges::find_if(kept, [](Found const& one) { return one.source > Source::featured; });
    std::vector<Suggestion> suggestions;
    add(suggestions, std::span(kept.begin(), personal));
    add(suggestions, friends);
    add(suggestions, alike);
    add(suggestions, std::span(personal, kept.end()));
    if (std::ssize(suggestions) > limit) suggestions.resize(static_cast<std::size_t>(limit));
    return suggestions;
}

Result<void> dismiss(db::Tx& tx, AccountId viewer, AccountId account) {
    TRY_OK(tx.run(insert_dismissal, viewer, account));
    return {};
}

Result<void> forget_dismissals(db::Tx& tx, social::AccountRemoved const& event) {
    TRY_OK(tx.run(remove_dismissals, event.account));
    return {};
}

Result<void> refresh_suggestions(Server& server) {
    auto& db = server.db();
    TRY(auto const featured, db.read([&](db::Tx& tx) { return find_featured(server, tx); }));
    TRY_OK(replace(server, Source::featured, featured));
    TRY(auto const followed,
        db.read([&](db::Tx& tx) { return tx.list(list_most_followed, kept_max, candidates_max); }));
    TRY_OK(replace(server, Source::most_followed, followed));
    TRY(auto const liked, db.read([&](db::Tx& tx) {
        return tx.list(list_most_liked, kept_max, candidates_max,
                       first_id_at(tx.now() - interactions_since));
    }));
    return replace(server, Source::most_interactions, liked);
}

}  // namespace skein::discovery
