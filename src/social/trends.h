// What is talked about: how it is weighed, kept, judged and listed. What is weighed belongs to
// features: tags and posts to trends/, linked pages to previews/.
//
// People count, not deeds, and only people known for a while. Those of one host count as the square
// root of their number, so that neither one host nor a ring of new accounts makes a trend.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/config.h"
#include "core/endpoint.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::social {

struct TrendsConfig {
    bool enabled = true, review = false;
    std::int64_t people_min = 3;
    Duration known_for = std::chrono::days(3);

    void declare(Settings& s);
};

/// Numbers are stored.
enum class TrendKind : std::int64_t { tag = 0, status = 1, link = 2 };

/// The condition that an account counts: in good standing, no bot, and older than the moment in
/// parameter $2, both by its own word and by when this server first knew of it (the id in $3).
#define SKEIN_COUNTS_FOR_TRENDS(account)                                                           \
    "(" account ".state = 0 AND " account ".kind = 0 AND " account ".created_at < $2 AND " account \
    ".id < $3)"

/// $2 and $3 of that condition.
struct KnownSince {
    Time moment{};
    std::int64_t id = 0;
};
KnownSince known_since(Server& server);

/// How many people of one host deal with a subject.
struct Voices {
    std::int64_t subject = 0;
    std::string host;
    std::int64_t people = 0;
    auto row() { return std::tie(subject, host, people); }
};

/// A subject with the weight of its people.
struct Weighed {
    std::int64_t subject = 0;
    double weight = 0;
    std::int64_t people = 0;
};
/// Rows of one host and subject (liking and boosting) count once, as the larger. Subjects with
/// fewer than `people_min` people are left out; the weightiest come first.
std::vector<Weighed> weigh(std::vector<Voices> voices, std::int64_t people_min);

struct Trend {
    std::int64_t subject = 0;
    std::string language = {};  ///< "" is every language.
    double score = 0;
};
inline constexpr std::size_t trends_kept_max = 200;
/// What is kept of a kind from now on; the best `trends_kept_max`.
Result<void> replace_trends(Server& server, TrendKind kind, std::vector<Trend> trends);

struct TrendsPage {
    std::string language = {};  ///< What is in another comes last; "" is all the same.
    bool unreviewed = false;    ///< Also what nobody has judged yet.
    bool rejected = false;      ///< Also what was rejected.
    std::int64_t limit = 10, offset = 0;
};
Result<std::vector<std::int64_t>> list_trends(db::Tx& tx, TrendKind kind, TrendsPage const& page);

/// Is it among the trends that everybody is shown; with `unreviewed` also where nobody judged it?
Result<bool> is_trending(db::Tx& tx, TrendKind kind, std::int64_t subject, bool unreviewed);

struct TrendReview {
    std::int64_t subject = 0;
    bool allowed = false;
    auto row() { return std::tie(subject, allowed); }
};
/// Those of these subjects that somebody judged.
Result<std::vector<TrendReview>> list_trend_reviews(db::Tx& tx, TrendKind kind,
                                                    std::span<std::int64_t const> subjects);
Result<void> review_trend(db::Tx& tx, TrendKind kind, std::int64_t subject, bool allowed);

// --- For the routes of every kind ---

struct ListTrends {
    std::int64_t limit = 0, offset = 0;
    void read(Fields& in) {
        in("limit", limit, "How many at most.");
        in("offset", offset, "How many to leave out at the front.");
    }
};
/// What a reader is shown; nothing at all where trends are off.
TrendsPage trends_page(Call& call, ListTrends const& input, PageLimits limits);
/// Everything there is, for those who may judge it; Errc::forbidden for everybody else.
Result<TrendsPage> trends_page_of_staff(Call& call, ListTrends const& input, PageLimits limits);
/// `Link` to the pages before and after.
void add_offset_links(Reply& reply, Call const& call, TrendsPage const& page, std::size_t rows);
/// Errc::forbidden for whoever may not judge trends.
Result<void> check_may_review(Call const& call);

}  // namespace skein::social
