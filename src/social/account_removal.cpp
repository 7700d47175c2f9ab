#include "social/account_removal.h"

#include <array>

#include "base/json.h"
#include "base/text.h"
#include "core/events.h"
#include "core/server.h"
#include "social/accounts.h"
#include "social/attributions.h"
#include "social/events.h"
#include "social/media.h"
#include "social/moves.h"
#include "social/own_rows.h"
#include "social/polls.h"
#include "social/reactions.h"
#include "social/removal.h"
#include "social/severances.h"
#include "social/sign_ups.h"
#include "social/standing.h"
#include "social/status_columns.h"
#include "social/statuses.h"

namespace skein::social {
namespace {

/// Posts removed in one write, about twelve rows each; fewer where many people liked or boosted
/// one. And of everything that is one row.
constexpr std::int64_t posts_a_write_max = 20, rows_a_write_max = 100;

db::Query<Status> const list_posts{
    "account_removal.posts", "SELECT " SKEIN_STATUS_COLUMNS
                             " FROM statuses s WHERE s.account_id = $1 ORDER BY s.id LIMIT $2"};
db::Query<Status> const list_favourited{
    "account_removal.favourited",
    "SELECT " SKEIN_STATUS_COLUMNS
    " FROM statuses s WHERE s.id IN (SELECT f.status_id FROM favourites f WHERE f.account_id = $1 "
    "ORDER BY f.status_id LIMIT $2)"};
// A favourite of a post that is gone by now.
db::Sql const remove_lost_favourites{
    "account_removal.lost_favourites",
    "DELETE FROM favourites WHERE id IN (SELECT f.id FROM favourites f WHERE f.account_id = $1 AND "
    "NOT EXISTS (SELECT 1 FROM statuses s WHERE s.id = f.status_id) LIMIT $2)"};
db::Query<Reaction> const list_reactions_by{
    "account_removal.reactions",
    "SELECT status_id, account_id, emoji, domain FROM reactions WHERE account_id = $1 ORDER BY id "
    "LIMIT $2"};
db::Sql const remove_notices{
    "account_removal.notifications",
    "DELETE FROM notifications WHERE id IN (SELECT n.id FROM notifications n WHERE "
    "n.from_account_id = $1 LIMIT $2)"};
db::Sql const remove_requests{
    "account_removal.notification_requests",
    "DELETE FROM notification_requests WHERE id IN (SELECT r.id FROM notification_requests r WHERE "
    "r.from_account_id = $1 LIMIT $2)"};
db::Sql const remove_permissions{
    "account_removal.notification_permissions",
    "DELETE FROM notification_permissions WHERE from_account_id = $1 AND account_id IN (SELECT "
    "p.account_id FROM notification_permissions p WHERE p.from_account_id = $1 LIMIT $2)"};
db::Query<MediaId> const list_media_by{
    "account_removal.media",
    "SELECT id FROM media_attachments WHERE account_id = $1 ORDER BY id LIMIT $2"};

db::Sql const empty_row{
    "account_removal.empty",
    "UPDATE accounts SET address = $2, username = $3, username_folded = $3, url = '', display_name "
    "= '', note = '', note_html = '', fields = '[]', avatar = '', header = '', moved_to_id = NULL, "
    "state = 2, version = version + 1 WHERE id = $1"};
db::Sql const empty_stats{
    "account_removal.empty_stats",
    "UPDATE account_stats SET moved_to_id = NULL, state = 2, version = version + 1 WHERE "
    "account_id = $1"};

// One of this server keeps its name and its address, so that nobody else is ever given them.
db::Sql const empty_own_row{
    "account_removal.empty_own",
    "UPDATE accounts SET display_name = '', note = '', note_html = '', fields = '[]', avatar = '', "
    "header = '', locked = FALSE, discoverable = FALSE, indexable = FALSE, memorial = FALSE, "
    "moved_to_id = NULL, state = 2, version = version + 1 WHERE id = $1"};
// Nothing is put into its home any more.
db::Sql const remove_home{"account_removal.home", "DELETE FROM homes WHERE account_id = $1"};
db::Query<bool> const find_removed{
    "account_removal.find_removed",
    "SELECT TRUE FROM accounts a WHERE a.username_folded = $1 AND a.domain = '' AND a.state = 2 "
    "AND NOT EXISTS (SELECT 1 FROM users u WHERE u.account_id = a.id)"};
db::Query<bool> const find_removed_by_id{
    "account_removal.find_removed_by_id",
    "SELECT TRUE FROM accounts a WHERE a.id = $1 AND a.network = 0 AND a.state = 2 "
    "AND NOT EXISTS (SELECT 1 FROM users u WHERE u.account_id = a.id)"};

struct RemoveAccount {
    static constexpr std::string_view name = "social.remove_account";
    AccountId account;
    auto row() { return std::tie(account); }
};

// Each removes some rows and answers how many it found.
using Stage = Result<std::size_t> (*)(db::Tx&, AccountId);

Result<std::size_t> remove_posts(db::Tx& tx, AccountId account) {
    TRY(auto const posts, tx.list(list_posts, account, posts_a_write_max));
    std::int64_t hanging = 0;
    for (auto const& post : posts) {
        for (;;) {
            TRY(auto const rows, remove_some_hanging(tx, post.id));
            if (rows == 0) break;
            hanging += rows;
            // The next write goes on with this post.
            if (hanging >= rows_a_write_max) return posts.size();
        }
        TRY_OK(remove_status(tx, post, true));
    }
    return posts.size();
}

Result<std::size_t> remove_favourites(db::Tx& tx, AccountId account) {
    TRY(auto const posts, tx.list(list_favourited, account, rows_a_write_max));
    for (auto const& post : posts) TRY_OK(remove_favourite(tx, account, post));
    if (!posts.empty()) return posts.size();
    TRY(auto const lost, tx.run(remove_lost_favourites, account, rows_a_write_max));
    return static_cast<std::size_t>(lost);
}

Result<std::size_t> remove_reactions(db::Tx& tx, AccountId account) {
    TRY(auto const reactions, tx.list(list_reactions_by, account, rows_a_write_max));
    for (auto const& reaction : reactions) TRY_OK(remove_reaction(tx, reaction));
    return reactions.size();
}

Result<std::size_t> remove_votes(db::Tx& tx, AccountId account) {
    TRY(auto const removed, remove_votes_of(tx, account, rows_a_write_max));
    return static_cast<std::size_t>(removed);
}

Result<std::size_t> remove_ties(db::Tx& tx, AccountId account) {
    TRY(auto const ties, list_ties_of(tx, std::span(&account, 1)));
    TRY_OK(end_ties(tx, ties));
    return ties.size();
}

Result<std::size_t> remove_notifications_by(db::Tx& tx, AccountId account) {
    std::size_t removed = 0;
    for (auto const* sql : {&remove_notices, &remove_requests, &remove_permissions}) {
        TRY(auto const rows, tx.run(*sql, account, rows_a_write_max));
        removed += static_cast<std::size_t>(rows);
    }
    return removed;
}

Result<std::size_t> remove_files_of(db::Tx& tx, AccountId account) {
    TRY(auto const ids, tx.list(list_media_by, account, rows_a_write_max));
    for (auto const id : ids) {
        TRY(auto const media, load_own_media(tx, account, id));
        TRY_OK(remove_media(tx, media));
    }
    return ids.size();
}

constexpr std::array<Stage, 7> stages{remove_ties,      remove_posts, remove_favourites,
                                      remove_reactions, remove_votes, remove_notifications_by,
                                      remove_files_of};

/// Does what the first stage that has something left finds.
Result<bool> remove_some(db::Tx& tx, AccountId account) {
    for (auto const stage : stages) {
        TRY(auto const rows, stage(tx, account));
        if (rows > 0) return true;
    }
    return false;
}

/// The files of an avatar or a header, as stored with the account.
Result<void> remove_picture(db::Tx& tx, std::string const& stored) {
    if (stored.empty()) return {};
    TRY(auto const document, json::Document::parse(stored));
    auto const key = document.root().get_text("key");
    auto const static_key = document.root().get_text("static_key");
    if (!key.empty()) TRY_OK(remove_file(tx, key));
    return static_key.empty() || static_key == key ? ok() : remove_file(tx, static_key);
}

Result<void> run_removal(JobRun& run, RemoveAccount const& job) {
    TRY(auto all, remove_content(run.server(), job.account));
    if (all) {
        TRY(all, remove_own_rows(run.server(), job.account));
    }
    if (all) return {};
    return run.finish([&](db::Tx& tx) { return enqueue(tx, job, {.priority = Priority::upkeep}); });
}

/// A server without an owner who can enter is nobody's.
Result<void> refuse_only_owner(db::Tx& tx, User const& user) {
    if (user.role != Role::owner) return {};
    TRY(auto const others, count_other_owners(tx, user.account_id));
    if (others > 0) return {};
    return fail(Errc::unprocessable,
                "This is the only owner of the server. Give the role to somebody else first.");
}

/// What follows is the same for accounts of every server.
Result<void> remove_the_rest(db::Tx& tx, AccountRemoved const& removed) {
    TRY_OK(tx.run(empty_stats, removed.account));
    TRY_OK(publish(tx, removed));
    TRY_OK(publish(tx, AccountUpdated{removed.account}));
    return enqueue(tx, RemoveAccount{removed.account}, {.priority = Priority::upkeep});
}

}  // namespace

Result<bool> remove_content(Server& server, AccountId account, int writes_max) {
    for (int i = 0; i < writes_max; ++i) {
        TRY(auto const more, server.db().write([&](db::Tx& tx) { return remove_some(tx, account); },
                                               db::Urgency::background));
        if (!more) return true;
    }
    return false;
}

Result<void> remove_account(db::Tx& tx, AccountId id) {
    TRY(auto const account, load_account(tx, id));
    if (account.local())
        return fail(Errc::unprocessable, "An account of this server is not removed like this.");
    TRY_OK(remove_picture(tx, account.avatar));
    TRY_OK(remove_picture(tx, account.header));
    // What stays is an empty row under a name that no server can give, for what still refers to it.
    // The address is free at once: whoever has it later is somebody else.
    TRY_OK(tx.run(empty_row, id, "removed:" + to_string(id), "removed_" + to_string(id)));
    TRY_OK(remove_attribution_domains(tx, id));
    return remove_the_rest(tx, {.account = id, .local = false});
}

Result<void> remove_own_account(db::Tx& tx, AccountId id) {
    TRY(auto const account, load_account(tx, id));
    if (!account.local())
        return fail(Errc::unprocessable, "An account of another server is not removed like this.");
    TRY(auto const user, find_user_by_account(tx, id));
    if (!user) return fail(Errc::not_found, "Record not found");
    TRY_OK(refuse_only_owner(tx, *user));
    TRY_OK(remove_user(tx, user->id));
    TRY_OK(remove_picture(tx, account.avatar));
    TRY_OK(remove_picture(tx, account.header));
    TRY_OK(tx.run(empty_own_row, id));
    TRY_OK(tx.run(remove_home, id));
    return remove_the_rest(tx, {.account = id, .local = true, .user = user->id});
}

Result<bool> was_removed(db::Tx& tx, std::string_view username) {
    TRY(auto const removed, tx.find(find_removed, fold_case(username)));
    return removed.value_or(false);
}

Result<bool> was_removed(db::Tx& tx, AccountId account) {
    TRY(auto const removed, tx.find(find_removed_by_id, account));
    return removed.value_or(false);
}

void install_account_removal(Server& server) { server.job<RemoveAccount>(run_removal); }

}  // namespace skein::social
