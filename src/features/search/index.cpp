#include "features/search/index.h"

#include <limits>

#include "core/server.h"
#include "features/search/documents.h"

namespace skein::search {
namespace {

/// A batch is one write, which is to stay under 20 ms.
constexpr std::int64_t posts_a_batch = 40;
/// What one run of a job does before others have their turn, and a stop is heard.
constexpr int batches_a_run = 25;
/// Posts whose rows the filling job looks at in one go; most of them are in the index already.
constexpr std::int64_t posts_a_look = 1000;
/// So many of the newest posts tell at start whether the index has missed some.
constexpr std::int64_t posts_at_start = 200;

db::Sql const insert_waiting{
    "search_waiting.insert",
    "INSERT INTO search_waiting (status_id) VALUES ($1) ON CONFLICT (status_id) DO NOTHING"};
db::Query<StatusId> const list_waiting{
    "search_waiting.list", "SELECT status_id FROM search_waiting ORDER BY status_id LIMIT $1"};
db::Sql const remove_waiting{"search_waiting.remove",
                             "DELETE FROM search_waiting WHERE status_id IN {list:$1}"};

db::Sql const insert_row{"search_index.insert",
                         "INSERT INTO search_index (rowid, words) VALUES ($1, {words:$2})"};
db::Sql const remove_row{"search_index.remove", "DELETE FROM search_index WHERE rowid = $1"};
db::Sql const remove_rows{"search_index.remove_some",
                          "DELETE FROM search_index WHERE rowid IN {list:$1}"};

db::Sql const upsert_author{
    "search_authors.upsert",
    "INSERT INTO search_authors (account_id, indexable) VALUES ($1, $2) ON CONFLICT (account_id) "
    "DO UPDATE SET indexable = excluded.indexable WHERE search_authors.indexable <> "
    "excluded.indexable"};
db::Query<AccountId> const find_changed_author{
    "search_authors.find_changed",
    "SELECT a.id FROM accounts a JOIN search_authors s ON s.account_id = a.id WHERE a.id = $1 AND "
    "s.indexable <> a.indexable"};
db::Query<StatusId> const list_of_author{
    "search.list_of_author",
    "SELECT id FROM statuses WHERE account_id = $1 AND id > $2 AND boost_of_id IS NULL ORDER BY id "
    "LIMIT $3"};

struct Progress {
    Time seen_at{};
    StatusId next_id;
    Time since{};
    auto row() { return std::tie(seen_at, next_id, since); }
};
db::Query<Progress> const find_progress{
    "search_progress.find", "SELECT seen_at, next_id, since FROM search_progress WHERE id = 1"};
db::Sql const upsert_progress{
    "search_progress.upsert",
    "INSERT INTO search_progress (id, seen_at, next_id, since) VALUES (1, $1, $2, $3) ON CONFLICT "
    "(id) DO UPDATE SET seen_at = excluded.seen_at, next_id = excluded.next_id, since = "
    "excluded.since"};
db::Sql const update_seen{"search_progress.update_seen",
                          "UPDATE search_progress SET seen_at = $1 WHERE id = 1"};
db::Sql const update_next{"search_progress.update_next",
                          "UPDATE search_progress SET next_id = $1 WHERE id = 1"};

/// Looked at: the newest post below, and whether the index lacks it or holds an older version.
struct Look {
    StatusId id;
    bool missing = false;
    auto row() { return std::tie(id, missing); }
};
db::Query<Look> const list_below{
    "search.list_below",
    "SELECT s.id, s.edited_at >= $2 OR NOT EXISTS (SELECT 1 FROM search_index i WHERE i.rowid = "
    "s.id) FROM statuses s WHERE s.id < $1 AND s.boost_of_id IS NULL ORDER BY s.id DESC LIMIT $3"};
/// In the index between two posts, and gone.
db::Query<StatusId> const list_gone{
    "search_index.list_gone",
    "SELECT i.rowid FROM search_index i WHERE i.rowid > $1 AND i.rowid < $2 AND NOT EXISTS (SELECT "
    "1 FROM statuses s WHERE s.id = i.rowid) ORDER BY i.rowid LIMIT $3"};
db::Query<bool> const find_missing{
    "search.find_missing",
    "SELECT TRUE FROM (SELECT id FROM statuses WHERE boost_of_id IS NULL ORDER BY id DESC LIMIT "
    "$1) s WHERE NOT EXISTS (SELECT 1 FROM search_index i WHERE i.rowid = s.id) AND NOT EXISTS "
    "(SELECT 1 FROM search_waiting w WHERE w.status_id = s.id) LIMIT 1"};

Result<void> enqueue_indexing(db::Tx& tx) {
    return enqueue(tx, IndexPosts{}, {.priority = Priority::mass, .unique_key = "all"});
}

Result<void> note(db::Tx& tx, StatusId status) {
    TRY_OK(tx.run(insert_waiting, status));
    return enqueue_indexing(tx);
}

/// Reads these posts anew into the index. Together with the rows that said so, for a post may be
/// edited meanwhile.
Result<void> store(db::Tx& tx, Dialect dialect, std::span<StatusId const> ids) {
    TRY(auto const documents, read_documents(tx, ids));
    TRY_OK(tx.run(remove_rows, ids));
    std::unordered_map<AccountId, bool> authors;
    for (auto const& document : documents) {
        TRY_OK(tx.run(insert_row, document.status,
                      index_value(dialect, document.words, document.marks)));
        authors[document.author] = document.indexable;
    }
    for (auto const& [author, indexable] : authors)
        TRY_OK(tx.run(upsert_author, author, indexable));
    TRY_OK(tx.run(remove_waiting, ids));
    return {};
}

Dialect dialect_of(Server& server) {
    return server.db().embedded() ? Dialect::sqlite : Dialect::postgres;
}

/// One window of the filling job.
struct Window {
    std::vector<StatusId> missing, gone;
    StatusId next;  ///< Zero: nothing is below.
};
Result<Window> look(db::Tx& tx, Progress const& progress) {
    Window window;
    // The epoch: everything that was ever edited would be newer, and is missing anyway.
    auto const since = progress.since == Time{}
                           ? Time(Duration(std::numeric_limits<std::int64_t>::max()))
                           : progress.since;
    TRY(auto const below, tx.list(list_below, progress.next_id, since, posts_a_look));
    for (auto const& post : below)
        if (post.missing) window.missing.push_back(post.id);
    if (std::ssize(below) == posts_a_look) window.next = below.back().id;
    TRY(window.gone,
        tx.list(list_gone, StatusId{window.next.value - 1}, progress.next_id, posts_a_look));
    return window;
}

Result<void> fill_window(Server& server, Window const& window) {
    auto const dialect = dialect_of(server);
    auto rest = std::span(window.missing);
    while (!rest.empty()) {
        auto const part = rest.first(std::min<std::size_t>(rest.size(), posts_a_batch));
        rest = rest.subspan(part.size());
        TRY_OK(server.db().write([&](db::Tx& tx) { return store(tx, dialect, part); },
                                 db::Urgency::background));
    }
    rest = std::span(window.gone);
    while (!rest.empty()) {
        auto const part = rest.first(std::min<std::size_t>(rest.size(), posts_a_batch));
        rest = rest.subspan(part.size());
        TRY_OK(server.db().write(
            [&](db::Tx& tx) -> Result<void> {
                TRY_OK(tx.run(remove_rows, part));
                return {};
            },
            db::Urgency::background));
    }
    return {};
}

Result<void> enqueue_filling(db::Tx& tx) {
    return enqueue(tx, FillIndex{}, {.priority = Priority::upkeep, .unique_key = "all"});
}

}  // namespace

Result<void> note_published(db::Tx& tx, social::StatusPublished const& event) {
    return event.boost_of ? Result<void>{} : note(tx, event.status);
}

Result<void> note_edited(db::Tx& tx, social::StatusEdited const& event) {
    return note(tx, event.status);
}

Result<void> note_removed(db::Tx& tx, social::StatusRemoved const& event) {
    if (event.boost_of) return {};
    TRY_OK(tx.run(remove_row, event.status));
    TRY_OK(tx.run(remove_waiting, std::span(&event.status, 1)));
    return {};
}

Result<void> note_account(db::Tx& tx, social::AccountUpdated const& event) {
    TRY(auto const changed, tx.find(find_changed_author, event.account));
    if (!changed) return {};
    return enqueue(tx, IndexAuthor{event.account, {}},
                   {.priority = Priority::upkeep, .unique_key = to_string(event.account)});
}

Result<void> index_posts(JobRun& run, IndexPosts const&) {
    auto& server = run.server();
    auto const dialect = dialect_of(server);
    for (int batch = 0; batch < batches_a_run; ++batch) {
        TRY(auto const more, server.db().write(
                                 [&](db::Tx& tx) -> Result<bool> {
                                     TRY(auto const ids, tx.list(list_waiting, posts_a_batch));
                                     if (ids.empty()) return false;
                                     TRY_OK(store(tx, dialect, ids));
                                     return std::ssize(ids) == posts_a_batch;
                                 },
                                 db::Urgency::background));
        if (!more) return {};
    }
    return run.finish(enqueue_indexing);
}

Result<void> index_author(JobRun& run, IndexAuthor const& job) {
    auto& server = run.server();
    auto const dialect = dialect_of(server);
    auto after = job.after;
    for (int batch = 0; batch < batches_a_run; ++batch) {
        TRY(auto const ids, server.db().read([&](db::Tx& tx) {
            return tx.list(list_of_author, job.account, after, posts_a_batch);
        }));
        if (ids.empty()) return {};
        TRY_OK(server.db().write([&](db::Tx& tx) { return store(tx, dialect, ids); },
                                 db::Urgency::background));
        after = ids.back();
    }
    // Without a unique key: the author may have changed their mind again, and that job begins anew.
    return run.finish([&](db::Tx& tx) {
        return enqueue(tx, IndexAuthor{job.account, after}, {.priority = Priority::upkeep});
    });
}

Result<void> fill_index(JobRun& run, FillIndex const&) {
    auto& server = run.server();
    TRY(auto const progress, server.db().read([](db::Tx& tx) { return tx.find(find_progress); }));
    if (!progress || !progress->next_id) return {};
    TRY(auto const window, server.db().read([&](db::Tx& tx) { return look(tx, *progress); }));
    TRY_OK(fill_window(server, window));
    return run.finish([&](db::Tx& tx) -> Result<void> {
        TRY_OK(tx.run(update_next, window.next));
        return window.next ? enqueue_filling(tx) : Result<void>{};
    });
}

Result<void> catch_up(Server& server) {
    return server.db().write([](db::Tx& tx) -> Result<void> {
        TRY(auto const progress, tx.find(find_progress));
        TRY(auto const missing, tx.find(find_missing, posts_at_start));
        if (missing || !progress) {
            auto const since = progress ? progress->seen_at : Time{};
            TRY_OK(tx.run(upsert_progress, tx.now(),
                          StatusId{missing ? std::numeric_limits<std::int64_t>::max() : 0}, since));
        } else {
            TRY_OK(tx.run(update_seen, tx.now()));
        }
        if (missing || (progress && progress->next_id)) TRY_OK(enqueue_filling(tx));
        return {};
    });
}

Result<void> note_seen(Server& server) {
    return server.db().write(
        [](db::Tx& tx) -> Result<void> {
            TRY_OK(tx.run(update_seen, tx.now()));
            return {};
        },
        db::Urgency::background);
}

}  // namespace skein::search
