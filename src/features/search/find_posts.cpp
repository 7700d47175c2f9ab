#include "features/search/find_posts.h"

#include <algorithm>
#include <limits>

#include "features/search/read_query.h"
#include "social/accounts.h"
#include "social/audience.h"
#include "social/domains.h"

namespace skein::search {
namespace {

/// Strangers' posts that one search judges, one by one, and of each kind of mark how many are
/// looked through: newest first, so that what a bound cuts off is old.
constexpr std::int64_t strangers_max = 2000, marks_max = 5000;

/// Not of those whom $1 mutes, whose domain $1 blocks, or who are limited and not followed.
#define SKEIN_NOT_HIDDEN_FROM_1 \
    "(s.account_id = $1 OR (NOT EXISTS (SELECT 1 FROM mutes u WHERE u.account_id = $1 AND "     \
    "u.target_id = s.account_id) AND " SKEIN_DOMAIN_SHOWN_TO_1(                                 \
        "a") " AND (a.state = 0 OR EXISTS (SELECT 1 FROM follows w WHERE w.account_id = $1 AND " \
             "w.target_id = s.account_id))))"

/// What $1 may find of the posts $2.
#define SKEIN_FOUND_OF_2                                                                    \
    "SELECT s.id FROM statuses s CROSS JOIN accounts a WHERE s.id IN {list:$2} AND a.id = " \
    "s.account_id AND " SKEIN_NOT_HIDDEN_FROM_1 " AND " SKEIN_VISIBLE_TO_1
db::Query<StatusId> const list_strangers{
    "search.list_strangers",
    SKEIN_FOUND_OF_2 " AND s.visibility = 0 AND a.indexable ORDER BY s.id DESC LIMIT $3"};
db::Query<StatusId> const list_known{"search.list_known",
                                     SKEIN_FOUND_OF_2 " ORDER BY s.id DESC LIMIT $3"};

// The index gives its rows newest first, so that LIMIT ends the work.
db::Query<StatusId> const list_candidates{
    "search.list_candidates",
    "SELECT rowid FROM search_index WHERE words {matches:$1} AND rowid > $2 AND rowid < $3 ORDER "
    "BY rowid DESC LIMIT $4"};
db::Query<StatusId> const list_own{
    "search.list_own",
    "SELECT s.id FROM search_index i CROSS JOIN statuses s CROSS JOIN accounts a WHERE i.words "
    "{matches:$2} AND i.rowid > $3 AND i.rowid < $4 AND s.id = i.rowid AND a.id = s.account_id AND "
    "(s.account_id = $1 OR EXISTS (SELECT 1 FROM mentions n WHERE n.status_id = s.id AND "
    "n.account_id = $1)) AND " SKEIN_NOT_HIDDEN_FROM_1 " AND " SKEIN_VISIBLE_TO_1
    " ORDER BY i.rowid DESC LIMIT $5"};

// What one has marked is looked up post by post: the embedded index would go through all posts with
// a word to find the few that are marked, or through the whole index once for each mark.
#define SKEIN_NEWEST_MARKS(id, from)                                            \
    "SELECT id FROM (SELECT " id " AS id FROM " from " AND " id " > $2 AND " id \
    " < $3 ORDER "                                                              \
    "BY " id " DESC LIMIT $4) "
#define SKEIN_INDEXED_OF_1 \
    "FROM (" SKEIN_NEWEST_MARKS("status_id", "favourites WHERE account_id = $1") "f UNION "   \
    SKEIN_NEWEST_MARKS("status_id", "bookmarks WHERE account_id = $1") "k UNION "             \
    SKEIN_NEWEST_MARKS("boost_of_id", "statuses WHERE account_id = $1 AND boost_of_id IS NOT " \
                                      "NULL") "b UNION "                                      \
    SKEIN_NEWEST_MARKS("q.status_id", "poll_votes v JOIN polls q ON q.id = v.poll_id WHERE "  \
                                      "v.account_id = $1") "v) m "                            \
    "CROSS JOIN search_index i WHERE i.rowid = m.id"
db::Sql const list_marked{"search.list_marked",
                          "SELECT m.id, CAST(i.words AS TEXT) " SKEIN_INDEXED_OF_1};
db::Query<StatusId> const list_marked_matching{
    "search.list_marked_matching", "SELECT m.id " SKEIN_INDEXED_OF_1 " AND i.words {matches:$5}"};

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
    Asked const& asked;
    Dialect dialect;
    Bounds bounds;
    std::int64_t limit = 0;
    std::vector<StatusId> found;

    /// Looks further back as long as too few may be seen.
    Result<void> add_strangers() {
        auto const expression = asked.expression(dialect, public_mark);
        auto below = bounds.below;
        std::int64_t looked = 0, batch = 4 * limit;
        while (looked < strangers_max && std::ssize(found) < limit) {
            batch = std::min(batch, strangers_max - looked);
            TRY(auto const ids, tx.list(list_candidates, expression, bounds.above, below, batch));
            TRY_OK(add(list_strangers, ids));
            if (std::ssize(ids) < batch) break;
            looked += batch;
            batch *= 4;
            below = ids.back().value;
        }
        return {};
    }
    Result<void> add_own() {
        TRY(auto const ids,
            tx.list(list_own, viewer, asked.expression(dialect, library_mark(viewer)), bounds.above,
                    bounds.below, limit));
        found.insert(found.end(), ids.begin(), ids.end());
        return {};
    }
    Result<void> add_marked() {
        if (dialect == Dialect::postgres) {
            TRY(auto const ids, tx.list(list_marked_matching, viewer, bounds.above, bounds.below,
                                        marks_max, asked.expression(dialect, any_mark)));
            return add(list_known, ids);
        }
        Matcher const matcher(asked);
        std::vector<StatusId> ids;
        TRY_OK(tx.each_row(
            list_marked,
            [&](db::Columns const& row) {
                if (matcher.matches(row.text(1))) ids.push_back(StatusId{row.integer(0)});
                return true;
            },
            viewer, bounds.above, bounds.below, marks_max));
        return add(list_known, ids);
    }

    Result<void> add(db::Query<StatusId> const& judge, std::vector<StatusId> const& ids) {
        if (ids.empty()) return {};
        TRY(auto const seen, tx.list(judge, viewer, ids, limit));
        found.insert(found.end(), seen.begin(), seen.end());
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
    Parts parts{.tx = tx,
                .viewer = viewer,
                .asked = query.asked,
                .dialect = dialect,
                .bounds = bounds_of(query, wanted),
                .limit = wanted.offset + wanted.limit,
                .found = {}};
    if (strangers) TRY_OK(parts.add_strangers());
    if (library) {
        TRY_OK(parts.add_own());
        TRY_OK(parts.add_marked());
    }
    return parts.page(wanted);
}

}  // namespace skein::search
