#include "features/search/find_posts.h"

#include <limits>

#include "features/search/read_query.h"
#include "social/accounts.h"
#include "social/audience.h"
#include "social/domains.h"

namespace skein::search {
namespace {

/// Candidates that one search looks at: newest first, so that what a bound cuts off is old. Those
/// of strangers are judged one by one; for what one has marked, only ids are compared.
constexpr std::int64_t strangers_max = 2000, compared_max = 50'000, own_max = 12'000;

// Three answers of the index, each without the next one's work: what everybody may find, what names
// the viewer, and what the viewer has marked. The index streams newest first, and each LIMIT ends
// its part.
db::Query<StatusId> const list_found{
    "search.list_posts",
    "SELECT s.id FROM ("
    "SELECT p.id AS id FROM (SELECT rowid AS id FROM search_index WHERE words {matches:$2} AND "
    "rowid > $5 AND rowid < $6 ORDER BY rowid DESC LIMIT $7) p"
    " UNION SELECT o.id FROM (SELECT rowid AS id FROM search_index WHERE words {matches:$3} AND "
    "rowid > $5 AND rowid < $6 ORDER BY rowid DESC LIMIT $9) o"
    " UNION SELECT i.id FROM (SELECT rowid AS id FROM search_index WHERE words {matches:$4} AND "
    "rowid > $5 AND rowid < $6 ORDER BY rowid DESC LIMIT $8) i WHERE i.id IN ("
    "SELECT f.status_id FROM favourites f WHERE f.account_id = $1"
    " UNION ALL SELECT k.status_id FROM bookmarks k WHERE k.account_id = $1"
    " UNION ALL SELECT b.boost_of_id FROM statuses b WHERE b.account_id = $1 AND b.boost_of_id IS "
    "NOT NULL"
    " UNION ALL SELECT q.status_id FROM poll_votes v JOIN polls q ON q.id = v.poll_id WHERE "
    "v.account_id = $1)"
    ") c JOIN statuses s ON s.id = c.id JOIN accounts a ON a.id = s.account_id "
    "WHERE (s.account_id = $1 OR ("
    "((s.visibility = 0 AND a.indexable AND $12)"
    " OR ($13 AND (EXISTS (SELECT 1 FROM mentions m WHERE m.status_id = s.id AND m.account_id = $1)"
    " OR EXISTS (SELECT 1 FROM favourites f WHERE f.account_id = $1 AND f.status_id = s.id)"
    " OR EXISTS (SELECT 1 FROM bookmarks k WHERE k.account_id = $1 AND k.status_id = s.id)"
    " OR EXISTS (SELECT 1 FROM statuses b WHERE b.account_id = $1 AND b.boost_of_id = s.id)"
    " OR EXISTS (SELECT 1 FROM polls q JOIN poll_votes v ON v.poll_id = q.id WHERE q.status_id = "
    "s.id AND v.account_id = $1))))"
    " AND NOT EXISTS (SELECT 1 FROM mutes u WHERE u.account_id = $1 AND u.target_id = s.account_id)"
    " AND " SKEIN_DOMAIN_SHOWN_TO_1("a")
    " AND (a.state = 0 OR EXISTS (SELECT 1 FROM follows w WHERE w.account_id = $1 AND w.target_id "
    "= s.account_id))))"
    " AND " SKEIN_VISIBLE_TO_1 " ORDER BY s.id DESC LIMIT $10 OFFSET $11"};

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
    auto const ask = [&](bool really, std::string_view mark) {
        return really ? query.asked.expression(dialect, mark)
                      : Asked{}.expression(dialect, no_mark);
    };
    auto const bounds = bounds_of(query, wanted);
    return tx.list(list_found, viewer, ask(strangers, public_mark),
                   ask(library, library_mark(viewer)), ask(library, any_mark), bounds.above,
                   bounds.below, strangers_max, compared_max, own_max, wanted.limit, wanted.offset,
                   strangers, library);
}

}  // namespace skein::search
