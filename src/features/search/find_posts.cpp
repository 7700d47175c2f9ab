#include "features/search/find_posts.h"

#include <algorithm>
#include <limits>

#include "features/search/read_query.h"
#include "social/accounts.h"
#include "social/audience.h"
#include "social/domains.h"

namespace skein::search {
namespace {

/// Candidates that one search looks at: newest first, so that what a bound cuts off is old. Those
/// of strangers are judged one by one; for what one has marked, only ids are compared.
constexpr std::int64_t strangers_max = 2000, compared_max = 50'000;

/// Not of those whom $1 mutes, whose domain $1 blocks, or who are limited and not followed.
#define SKEIN_NOT_HIDDEN_FROM_1 \
    "(s.account_id = $1 OR (NOT EXISTS (SELECT 1 FROM mutes u WHERE u.account_id = $1 AND "     \
    "u.target_id = s.account_id) AND " SKEIN_DOMAIN_SHOWN_TO_1(                                 \
        "a") " AND (a.state = 0 OR EXISTS (SELECT 1 FROM follows w WHERE w.account_id = $1 AND " \
             "w.target_id = s.account_id))))"

// The index is the outer loop of each and gives its rows newest first, so that LIMIT ends the work.
#define SKEIN_FOUND_BY_2                                                               \
    "SELECT s.id FROM search_index i CROSS JOIN statuses s CROSS JOIN accounts a "     \
    "WHERE i.words {matches:$2} AND i.rowid > $3 AND i.rowid < $4 AND s.id = i.rowid " \
    "AND a.id = s.account_id AND "

db::Query<StatusId> const list_strangers{
    "search.list_strangers",
    SKEIN_FOUND_BY_2 "s.visibility = 0 AND a.indexable AND " SKEIN_NOT_HIDDEN_FROM_1
                     " AND " SKEIN_VISIBLE_TO_1 " ORDER BY i.rowid DESC LIMIT $5"};
db::Query<StatusId> const list_own{
    "search.list_own", SKEIN_FOUND_BY_2
    "(s.account_id = $1 OR EXISTS (SELECT 1 FROM mentions n WHERE n.status_id = s.id AND "
    "n.account_id = $1)) AND " SKEIN_NOT_HIDDEN_FROM_1 " AND " SKEIN_VISIBLE_TO_1
    " ORDER BY i.rowid DESC LIMIT $5"};
// The plus keeps SQLite from asking the index once for each mark.
db::Query<StatusId> const list_marked{
    "search.list_marked", SKEIN_FOUND_BY_2
    "+i.rowid IN (SELECT f.status_id FROM favourites f WHERE f.account_id = $1"
    " UNION ALL SELECT k.status_id FROM bookmarks k WHERE k.account_id = $1"
    " UNION ALL SELECT b.boost_of_id FROM statuses b WHERE b.account_id = $1 AND b.boost_of_id IS "
    "NOT NULL"
    " UNION ALL SELECT q.status_id FROM poll_votes v JOIN polls q ON q.id = v.poll_id WHERE "
    "v.account_id = $1) AND " SKEIN_NOT_HIDDEN_FROM_1 " AND " SKEIN_VISIBLE_TO_1
    " ORDER BY i.rowid DESC LIMIT $5"};
/// The last candidate that is looked at.
db::Query<StatusId> const find_bound{
    "search.find_bound",
    "SELECT rowid FROM search_index WHERE words {matches:$1} AND rowid > $2 AND rowid < $3 ORDER "
    "BY rowid DESC LIMIT 1 OFFSET $4"};

/// Adds who is meant; false when it is nobody we know, and so no post is theirs.
Result<bool> add_authors(Server& server, db::Tx& tx, AccountId viewer, PostQuery& query) {
    for (auto const& from : query.from) {
        auto author = viewer;
        if (from.handle) {
            auto const own = from.handle->host.empty() || from.handle->host == server.domain();
            TRY(auto const found,
                social::find_account_by_name(tx, from.handle->user, own ? "" : from.handle->host));
            author = found ? found->id : AccountId{};
        }
        if (!author && from.not_by) continue;
        if (!author) return false;
        (from.not_by ? query.asked.none : query.asked.all).push_back({author_mark(author)});
    }
    return true;
}

struct Bounds {
    std::int64_t above = 0, below = std::numeric_limits<std::int64_t>::max();
};
Bounds bounds_of(PostQuery const& query, PostSearch const& wanted) {
    Bounds bounds;
    if (query.after) bounds.above = std::max<std::int64_t>(first_id_at(*query.after) - 1, 0);
    if (query.before) bounds.below = first_id_at(*query.before);
    if (wanted.newer_than) bounds.above = std::max(bounds.above, wanted.newer_than->value);
    if (wanted.older_than) bounds.below = std::min(bounds.below, wanted.older_than->value);
    return bounds;
}

/// What the three ways of finding a post answer, put together.
struct Parts {
    db::Tx& tx;
    AccountId viewer;
    Bounds bounds;
    std::int64_t limit = 0;
    std::vector<StatusId> found;

    /// `most`: so many candidates, and no further back.
    Result<void> add(db::Query<StatusId> const& query, std::string const& expression,
                     std::optional<std::int64_t> most) {
        auto above = bounds.above;
        if (most) {
            TRY(auto const last, tx.find(find_bound, expression, above, bounds.below, *most));
            if (last) above = last->value;
        }
        TRY(auto const ids, tx.list(query, viewer, expression, above, bounds.below, limit));
        found.insert(found.end(), ids.begin(), ids.end());
        return {};
    }

    std::vector<StatusId> page(PostSearch const& wanted) {
        std::ranges::sort(found, std::greater());
        auto const same = std::ranges::unique(found);
        found.erase(same.begin(), same.end());
        auto const skipped = std::min(wanted.offset, std::ssize(found));
        found.erase(found.begin(), found.begin() + skipped);
        if (std::ssize(found) > wanted.limit) found.resize(static_cast<std::size_t>(wanted.limit));
        return found;
    }
};

}  // namespace

Result<std::vector<StatusId>> find_posts(Server& server, db::Tx& tx, AccountId viewer,
                                         PostSearch const& wanted) {
    std::vector<StatusId> nothing;
    if (!viewer) return nothing;
    TRY(auto query, read_query(wanted.text));
    if (query.empty || query.impossible) return nothing;
    TRY(auto const known, add_authors(server, tx, viewer, query));
    if (!known) return nothing;
    if (wanted.by) query.asked.all.push_back({author_mark(*wanted.by)});
    using In = PostQuery::In;
    auto const strangers = query.in != In::library, library = query.in != In::public_;
    auto const dialect = server.db().embedded() ? Dialect::sqlite : Dialect::postgres;
    Parts parts{tx, viewer, bounds_of(query, wanted), wanted.offset + wanted.limit, {}};
    auto const& asked = query.asked;
    if (strangers)
        TRY_OK(parts.add(list_strangers, asked.expression(dialect, public_mark), strangers_max));
    if (library) {
        TRY_OK(parts.add(list_own, asked.expression(dialect, library_mark(viewer)), std::nullopt));
        TRY_OK(parts.add(list_marked, asked.expression(dialect, any_mark), compared_max));
    }
    return parts.page(wanted);
}

}  // namespace skein::search
