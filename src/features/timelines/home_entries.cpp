#include "features/timelines/home_entries.h"

#include "features/timelines/jobs.h"
#include "social/timelines.h"

namespace skein::timelines {
namespace {

db::Sql const insert_entry{
    "home_entries.insert",
    "INSERT INTO home_entries (account_id, status_id, author_id, original_id) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, status_id) DO NOTHING"};

db::Sql const insert_own_entry{
    "home_entries.insert_own",
    "INSERT INTO home_entries (account_id, status_id, author_id, original_id) "
    "SELECT h.account_id, $2, $1, $3 FROM homes h WHERE h.account_id = $1 AND h.filled = TRUE"};

db::Sql const insert_waiting{
    "waiting_posts.insert",
    "INSERT INTO waiting_posts (status_id, author_id, original_id, original_author_id, "
    "reply_to_account_id, visibility) VALUES ($1, $2, $3, $4, $5, $6)"};
// Who follows its tags is counted for posts that go by their tags, and no further than it takes to
// tell that a batch is full with a few of them: well above what one tag that is fanned out has.
db::Query<WaitingPost> const list_waiting{
    "waiting_posts.list",
    "SELECT w.status_id, w.author_id, c.followers_count, x.id IS NOT NULL, CASE WHEN w.visibility "
    "= 0 AND w.original_author_id = 0 THEN (SELECT COUNT(*) FROM (SELECT 1 FROM status_tags st "
    "JOIN tag_follows tf ON tf.tag_id = st.tag_id WHERE st.status_id = w.status_id AND NOT EXISTS "
    "(SELECT 1 FROM wide_tags wt WHERE wt.tag_id = st.tag_id) LIMIT 10000) n) ELSE 0 END FROM "
    "waiting_posts w JOIN account_stats c ON c.account_id = w.author_id LEFT JOIN wide_authors x "
    "ON x.account_id "
    "= w.author_id ORDER BY w.status_id LIMIT $1"};
db::Sql const remove_waiting{"waiting_posts.remove",
                             "DELETE FROM waiting_posts WHERE status_id IN {list:$1}"};

// What reading would skip is not stored in the first place. Reading skips it all the same, because
// people change their minds.
db::Query<Entry> const list_readers{
    "home_entries.list_readers",
    "SELECT f.account_id, w.status_id, w.author_id, w.original_id FROM waiting_posts w "
    "JOIN follows f ON f.target_id = w.author_id JOIN homes h ON h.account_id = f.account_id "
    "WHERE w.status_id IN {list:$1} AND h.filled = TRUE "
    "AND (f.show_boosts = TRUE OR w.original_author_id = 0) "
    "AND (w.reply_to_account_id = 0 OR w.reply_to_account_id = w.author_id "
    "OR w.reply_to_account_id = f.account_id OR EXISTS (SELECT 1 FROM follows g WHERE "
    "g.account_id = f.account_id AND g.target_id = w.reply_to_account_id)) "
    "AND (w.visibility <= 2 OR EXISTS (SELECT 1 FROM mentions m WHERE m.status_id = w.status_id "
    "AND m.account_id = f.account_id)) "
    "AND NOT EXISTS (SELECT 1 FROM mutes u WHERE u.account_id = f.account_id AND u.target_id = "
    "w.author_id AND (u.expires_at IS NULL OR u.expires_at > $2)) "
    "AND (w.original_author_id = 0 OR NOT EXISTS (SELECT 1 FROM mutes v WHERE v.account_id = "
    "f.account_id AND v.target_id = w.original_author_id AND (v.expires_at IS NULL OR "
    "v.expires_at > $2))) "
    "AND NOT EXISTS (SELECT 1 FROM list_members lm JOIN lists l ON l.id = lm.list_id WHERE "
    "lm.account_id = w.author_id AND lm.owner_id = f.account_id AND l.exclusive = TRUE)"};
// Public originals only; whoever follows the author has them already, or does not want them.
db::Query<Entry> const list_tag_readers{
    "home_entries.list_tag_readers",
    "SELECT DISTINCT f.account_id, w.status_id, w.author_id, w.original_id FROM waiting_posts w "
    "JOIN status_tags st ON st.status_id = w.status_id JOIN tag_follows f ON f.tag_id = st.tag_id "
    "JOIN homes h ON h.account_id = f.account_id JOIN accounts a ON a.id = w.author_id "
    "WHERE w.status_id IN {list:$1} AND w.visibility = 0 AND w.original_author_id = 0 AND h.filled "
    "= TRUE AND f.account_id <> w.author_id "
    "AND (a.state = 0 OR EXISTS (SELECT 1 FROM follows g WHERE g.account_id = f.account_id AND "
    "g.target_id = w.author_id)) "
    "AND NOT EXISTS (SELECT 1 FROM wide_tags x WHERE x.tag_id = st.tag_id) "
    "AND NOT EXISTS (SELECT 1 FROM mutes u WHERE u.account_id = f.account_id AND u.target_id IN "
    "(w.author_id, w.reply_to_account_id) AND (u.expires_at IS NULL OR u.expires_at > $2)) "
    "AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = f.account_id AND b.target_id IN "
    "(w.author_id, w.reply_to_account_id)) "
    "AND NOT EXISTS (SELECT 1 FROM blocks c WHERE c.account_id = w.author_id AND c.target_id = "
    "f.account_id) "
    "AND NOT EXISTS (SELECT 1 FROM lists l JOIN list_members m ON m.list_id = l.id WHERE "
    "l.account_id = f.account_id AND l.exclusive = TRUE AND m.account_id = w.author_id)"};
db::Query<AccountId> const find_tag_reader_beyond{
    "tag_follows.find_beyond",
    "SELECT account_id FROM tag_follows WHERE tag_id = $1 ORDER BY account_id LIMIT 1 OFFSET $2"};
db::Sql const insert_wide_tag{
    "wide_tags.insert",
    "INSERT INTO wide_tags (id, tag_id) VALUES ($1, $2) ON CONFLICT (tag_id) DO NOTHING"};

db::Query<Entry> const list_authors_homes{
    "home_entries.list_authors",
    "SELECT w.author_id, w.status_id, w.author_id, w.original_id FROM waiting_posts w "
    "JOIN homes h ON h.account_id = w.author_id WHERE w.status_id IN {list:$1} AND h.filled = "
    "TRUE"};

db::Query<AccountId> const find_reader_beyond{
    "follows.find_local_beyond",
    "SELECT f.account_id FROM follows f JOIN homes h ON h.account_id = f.account_id "
    "WHERE f.target_id = $1 ORDER BY f.account_id LIMIT 1 OFFSET $2"};
db::Sql const insert_wide{"wide_authors.insert",
                          "INSERT INTO wide_authors (id, account_id) VALUES ($1, $2) ON CONFLICT "
                          "(account_id) DO NOTHING"};

db::Sql const touch_home{"homes.note_read",
                         "UPDATE homes SET last_read_at = $2 WHERE account_id = $1"};
db::Sql const await_home{
    "homes.await",
    "UPDATE homes SET last_read_at = $2, rebuilding_since = $2 WHERE account_id = $1"};
db::Sql const fill_home{"homes.fill",
                        "UPDATE homes SET filled = TRUE, rebuilding_since = $2, entries_from = $3 "
                        "WHERE account_id = $1 AND (filled = FALSE OR rebuilding_since IS NOT "
                        "NULL)"};
db::Sql const complete_home{
    "homes.complete",
    "UPDATE homes SET rebuilding_since = NULL, entries_from = $2 WHERE account_id = $1"};
db::Sql const raise_from{
    "homes.raise_entries_from",
    "UPDATE homes SET entries_from = $2 WHERE account_id = $1 AND entries_from < $2"};
db::Sql const empty_home{"homes.retire", "UPDATE homes SET filled = FALSE WHERE account_id = $1"};

/// What the refresh of a home is about.
std::string subject_of(AccountId account) { return fmt::format("home {}", account.value); }

db::Sql const remove_below{
    "home_entries.remove_below",
    "DELETE FROM home_entries WHERE account_id = $1 AND status_id IN (SELECT status_id FROM "
    "home_entries WHERE account_id = $1 AND status_id < $2 ORDER BY status_id LIMIT $3)"};
db::Sql const remove_by{
    "home_entries.remove_by",
    "DELETE FROM home_entries WHERE account_id = $1 AND status_id IN (SELECT status_id FROM "
    "home_entries e WHERE e.account_id = $1 AND e.author_id = $2 AND NOT EXISTS (SELECT 1 FROM "
    "status_tags st JOIN tag_follows tf ON tf.account_id = $1 AND tf.tag_id = st.tag_id WHERE "
    "st.status_id = e.status_id) LIMIT $3)"};
db::Sql const remove_with{
    "home_entries.remove_with",
    "DELETE FROM home_entries WHERE account_id = $1 AND status_id IN (SELECT e.status_id FROM "
    "home_entries e JOIN status_tags t ON t.tag_id = $2 AND t.status_id = e.status_id WHERE "
    "e.account_id = $1 AND e.author_id <> $1 AND NOT EXISTS (SELECT 1 FROM follows f WHERE "
    "f.account_id = $1 AND f.target_id = e.author_id) AND NOT EXISTS (SELECT 1 FROM status_tags st "
    "JOIN tag_follows tf ON tf.account_id = $1 AND tf.tag_id = st.tag_id WHERE st.status_id = "
    "e.status_id) LIMIT $3)"};
db::Sql const remove_in{
    "home_entries.remove_in",
    "DELETE FROM home_entries WHERE account_id IN {list:$2} AND status_id = $1"};

db::Query<Fullness> const fullness{
    "homes.list_fullness",
    "SELECT h.account_id, (SELECT e.status_id FROM home_entries e WHERE e.account_id = "
    "h.account_id ORDER BY e.status_id DESC LIMIT 1 OFFSET $3) FROM homes h "
    "WHERE h.account_id > $1 AND h.filled = TRUE ORDER BY h.account_id LIMIT $2"};
db::Query<AccountId> const idle_homes{
    "homes.list_idle",
    "SELECT account_id FROM homes WHERE filled AND last_read_at < $1 ORDER BY last_read_at "
    "LIMIT $2"};

}  // namespace

Result<void> insert_entries(db::Tx& tx, std::span<Entry const> entries) {
    for (auto const& entry : entries)
        TRY_OK(tx.run(insert_entry, entry.owner, entry.status, entry.author, entry.original));
    return {};
}

std::vector<Entry> entries_of(AccountId owner, std::span<social::StatusHead const> heads) {
    std::vector<Entry> entries;
    entries.reserve(heads.size());
    for (auto const& head : heads)
        entries.push_back({owner, head.id(), head.own.author.id, head.shown().id});
    return entries;
}

Result<void> insert_own_entry_of(db::Tx& tx, social::StatusPublished const& event) {
    TRY_OK(tx.run(insert_own_entry, event.author, event.status,
                  event.boost_of.value_or(event.status)));
    return {};
}

Result<void> insert_waiting_post(db::Tx& tx, social::StatusPublished const& event) {
    TRY_OK(tx.run(insert_waiting, event.status, event.author, event.boost_of.value_or(event.status),
                  event.boosted_author.value_or(AccountId{}),
                  event.in_reply_to_account.value_or(AccountId{}), event.visibility));
    return {};
}

Result<std::vector<WaitingPost>> list_waiting_posts(db::Tx& tx, std::int64_t limit) {
    return tx.list(list_waiting, limit);
}

Result<void> remove_waiting_posts(db::Tx& tx, std::span<StatusId const> statuses) {
    TRY_OK(tx.run(remove_waiting, statuses));
    return {};
}

Result<std::vector<Entry>> list_readers_of(db::Tx& tx, std::span<StatusId const> statuses) {
    return tx.list(list_readers, statuses, tx.now());
}

Result<std::vector<Entry>> list_tag_readers_of(db::Tx& tx, std::span<StatusId const> statuses) {
    return tx.list(list_tag_readers, statuses, tx.now());
}

Result<void> make_wide_beyond(db::Tx& tx, TagId tag, std::int64_t limit) {
    TRY(auto const beyond, tx.find(find_tag_reader_beyond, tag, limit));
    if (beyond) TRY_OK(tx.run(insert_wide_tag, tx.new_id<Id<struct WideTag>>(), tag));
    return {};
}

Result<std::vector<Entry>> list_homes_of_authors(db::Tx& tx, std::span<StatusId const> statuses) {
    return tx.list(list_authors_homes, statuses);
}

Result<bool> has_more_readers(db::Tx& tx, AccountId author, std::int64_t limit) {
    TRY(auto const beyond, tx.find(find_reader_beyond, author, limit));
    return beyond.has_value();
}

Result<void> make_wide(db::Tx& tx, AccountId author) {
    TRY_OK(tx.run(insert_wide, tx.new_id<Id<struct WideTag>>(), author));
    return {};
}

bool needs_rebuilding(social::Home const& home, Time now) {
    return !home.filled || (home.rebuilding_since && now - *home.rebuilding_since > rebuilding_max);
}

Result<std::optional<social::AsyncRefresh>> note_home_read(db::Tx& tx, AccountId account,
                                                           std::string refresh_id) {
    TRY(auto const home, social::find_home(tx, account));
    if (!home) return std::nullopt;
    auto const rebuilds = needs_rebuilding(*home, tx.now());
    TRY_OK(tx.run(rebuilds ? await_home : touch_home, account, tx.now()));
    if (!rebuilds) return std::nullopt;
    TRY_OK(enqueue(tx, RebuildHome{account},
                   {.priority = Priority::person, .unique_key = to_string(account)}));
    TRY(auto const running, find_rebuilding(tx, account));
    if (running) return running;
    return social::begin_refresh(tx, std::move(refresh_id), {.subject = subject_of(account)});
}

Result<std::optional<social::AsyncRefresh>> find_rebuilding(db::Tx& tx, AccountId account) {
    return social::find_running_refresh(tx, subject_of(account));
}

Result<bool> begin_rebuilding(db::Tx& tx, AccountId account) {
    // No post is newer than this id, so that until the end the query answers for everything.
    TRY(auto const changed, tx.run(fill_home, account, tx.now(), INT64_MAX));
    return changed > 0;
}

Result<void> end_rebuilding(db::Tx& tx, AccountId account, StatusId entries_from) {
    TRY_OK(tx.run(complete_home, account, entries_from));
    return social::finish_refresh(tx, subject_of(account));
}

Result<void> raise_entries_from(db::Tx& tx, AccountId account, StatusId entries_from) {
    TRY_OK(tx.run(raise_from, account, entries_from));
    return {};
}

Result<std::int64_t> remove_entries_below(db::Tx& tx, AccountId owner, StatusId below) {
    return tx.run(remove_below, owner, below, rows_a_closure_max);
}

Result<std::int64_t> remove_entries_by(db::Tx& tx, AccountId owner, AccountId author) {
    return tx.run(remove_by, owner, author, rows_a_closure_max);
}

Result<std::int64_t> remove_entries_with(db::Tx& tx, AccountId owner, TagId tag) {
    return tx.run(remove_with, owner, tag, rows_a_closure_max);
}

Result<void> remove_entries_in(db::Tx& tx, StatusId status, std::span<AccountId const> owners) {
    TRY_OK(tx.run(remove_in, status, owners));
    return {};
}

Result<std::vector<Fullness>> list_fullness(db::Tx& tx, AccountId after, std::int64_t limit) {
    return tx.list(fullness, after, limit, social::home_entries_kept);
}

Result<std::vector<AccountId>> list_idle_homes(db::Tx& tx, Time last_read_before,
                                               std::int64_t limit) {
    return tx.list(idle_homes, last_read_before, limit);
}

Result<void> retire_home(db::Tx& tx, AccountId account) {
    TRY_OK(tx.run(empty_home, account));
    return {};
}

}  // namespace skein::timelines
