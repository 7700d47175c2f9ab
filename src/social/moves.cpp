#include "social/moves.h"

#include "core/events.h"
#include "core/server.h"
#include "social/events.h"
#include "social/lists.h"
#include "social/relations.h"

namespace skein::social {
namespace {

db::Query<std::string> const list_addresses{
    "account_aliases.list",
    "SELECT address FROM account_aliases WHERE account_id = $1 ORDER BY id LIMIT $2"};
db::Query<std::int64_t> const count_aliases{
    "account_aliases.count", "SELECT COUNT(*) FROM account_aliases WHERE account_id = $1"};
db::Sql const insert_alias{
    "account_aliases.insert",
    "INSERT INTO account_aliases (id, account_id, address, created_at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (account_id, address) DO NOTHING"};
db::Sql const delete_alias{"account_aliases.remove",
                           "DELETE FROM account_aliases WHERE account_id = $1 AND address = $2"};

db::Query<Time> const find_latest{
    "account_moves.find_latest",
    "SELECT created_at FROM account_moves WHERE account_id = $1 ORDER BY id DESC LIMIT 1"};
db::Sql const insert_move{
    "account_moves.insert",
    "INSERT INTO account_moves (id, account_id, target_id, created_at) VALUES ($1, $2, $3, $4)"};

/// So many people are brought along in one transaction.
constexpr std::int64_t batch_max = 50;

struct Follower {
    AccountId id;
    bool show_boosts = true, notify = false;
    std::string languages;
    auto row() { return std::tie(id, show_boosts, notify, languages); }
};
db::Query<Follower> const list_followers_here{
    "moves.list_followers",
    "SELECT f.account_id, f.show_boosts, f.notify, f.languages FROM follows f JOIN homes h ON "
    "h.account_id = f.account_id WHERE f.target_id = $1 AND f.account_id > $2 ORDER BY "
    "f.account_id LIMIT $3"};
struct Muter {
    AccountId id;
    bool hide_notifications = true;
    std::optional<Time> until;
    auto row() { return std::tie(id, hide_notifications, until); }
};
db::Query<Muter> const list_muters_here{
    "moves.list_muters",
    "SELECT m.account_id, m.hide_notifications, m.expires_at FROM mutes m JOIN homes h ON "
    "h.account_id = m.account_id WHERE m.target_id = $1 AND m.account_id > $2 ORDER BY "
    "m.account_id LIMIT $3"};
struct Blocker {
    AccountId id;
    auto row() { return std::tie(id); }
};
db::Query<Blocker> const list_blockers_here{
    "moves.list_blockers",
    "SELECT b.account_id FROM blocks b JOIN homes h ON h.account_id = b.account_id WHERE "
    "b.target_id = $1 AND b.account_id > $2 ORDER BY b.account_id LIMIT $3"};

/// Whoever here follows, mutes or blocks an account that moved does so with the new one.
struct BringAlong {
    static constexpr std::string_view name = "social.bring_along";
    AccountId account, target;
    auto row() { return std::tie(account, target); }
};

/// Does it for one person; where it is not allowed (a block, the target moved on) all stays as it
/// is.
Result<void> unless_refused(Result<void> const& done) {
    if (done) return {};
    auto const code = done.error().code;
    if (code == Errc::forbidden || code == Errc::unprocessable || code == Errc::not_found)
        return {};
    return fail(done.error());
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

/// Follows the new one first, so that nobody stands without either.
Result<void> change_follow(db::Tx& tx, BringAlong const& job, Follower const& follower) {
    if (follower.id != job.target) {
        auto const followed = follow(tx, follower.id, job.target,
                                     {.show_boosts = follower.show_boosts,
                                      .notify = follower.notify,
                                      .languages = words_of(follower.languages)});
        if (!followed) return unless_refused(followed);
        TRY_OK(add_to_lists_with(tx, follower.id, job.account, job.target));
    }
    return unfollow(tx, follower.id, job.account);
}

Result<void> change_mute(db::Tx& tx, BringAlong const& job, Muter const& muter) {
    return unless_refused(mute(tx, muter.id, job.target, muter.hide_notifications, muter.until));
}

Result<void> change_block(db::Tx& tx, BringAlong const& job, Blocker const& blocker) {
    // Whoever follows the new one has made up their mind.
    TRY(auto const follows, is_following(tx, blocker.id, job.target));
    return follows ? ok() : unless_refused(block(tx, blocker.id, job.target));
}

/// Runs `change` for each person of a list, in batches that are transactions of their own. Running
/// twice is harmless: whoever was brought along is no longer on the list, or is already there.
template <class Person>
Result<void> for_each(Server& server, BringAlong const& job, db::Query<Person> const& list,
                      Result<void> (*change)(db::Tx&, BringAlong const&, Person const&)) {
    AccountId after;
    for (;;) {
        TRY(auto const people, server.db().write(
                                   [&](db::Tx& tx) -> Result<std::vector<Person>> {
                                       TRY(auto some, tx.list(list, job.account, after, batch_max));
                                       for (auto const& one : some) TRY_OK(change(tx, job, one));
                                       return some;
                                   },
                                   db::Urgency::background));
        if (people.size() < static_cast<std::size_t>(batch_max)) return {};
        after = people.back().id;
    }
}

Result<void> bring_along(JobRun& run, BringAlong const& job) {
    auto& server = run.server();
    TRY(auto const account,
        server.db().read([&](db::Tx& tx) { return find_account(tx, job.account); }));
    // Taken back before anybody went along.
    if (!account || account->moved_to_id != job.target) return {};
    TRY_OK(for_each(server, job, list_blockers_here, change_block));
    TRY_OK(for_each(server, job, list_muters_here, change_mute));
    return for_each(server, job, list_followers_here, change_follow);
}

/// Notes the move and has everybody here brought along.
Result<void> begin_move(db::Tx& tx, Account account, Account const& target) {
    if (target.id == account.id || target.moved_to_id || target.state == AccountState::suspended)
        return fail(Errc::unprocessable, "This account cannot be moved to.");
    account.moved_to_id = target.id;
    TRY_OK(update_account(tx, account));
    TRY_OK(tx.run(insert_move, tx.new_id<Id<struct MoveTag>>(), account.id, target.id, tx.now()));
    return enqueue(tx, BringAlong{account.id, target.id});
}

Result<bool> moved_within(db::Tx& tx, AccountId account, Duration pause) {
    TRY(auto const last, find_last_move(tx, account));
    return last && *last > tx.now() - pause;
}

}  // namespace

Result<std::vector<std::string>> list_aliases(db::Tx& tx, AccountId account) {
    return tx.list(list_addresses, account, aliases_max);
}

Result<void> add_alias(db::Tx& tx, AccountId account, std::string_view address) {
    TRY(auto const there, tx.load(count_aliases, account));
    if (there >= static_cast<std::int64_t>(aliases_max))
        return fail(Errc::unprocessable, "You have as many aliases as one can have.");
    TRY(auto const inserted,
        tx.run(insert_alias, tx.new_id<Id<struct AliasTag>>(), account, address, tx.now()));
    return inserted == 0 ? ok() : publish(tx, AccountUpdated{account});
}

Result<void> remove_alias(db::Tx& tx, AccountId account, std::string_view address) {
    TRY(auto const removed, tx.run(delete_alias, account, address));
    return removed == 0 ? ok() : publish(tx, AccountUpdated{account});
}

Result<void> move_account(db::Tx& tx, AccountId account_id, AccountId target_id) {
    TRY(auto const account, load_account(tx, account_id));
    TRY(auto const target, load_account(tx, target_id));
    TRY(auto const too_soon, moved_within(tx, account_id, move_pause));
    if (too_soon)
        return fail(Errc::unprocessable,
                    "You moved less than 30 days ago. Wait until they are over.");
    TRY_OK(begin_move(tx, account, target));
    return publish(tx, AccountMoved{account_id, target_id});
}

Result<void> end_move(db::Tx& tx, AccountId account_id) {
    TRY(auto account, load_account(tx, account_id));
    if (!account.moved_to_id) return {};
    account.moved_to_id.reset();
    return update_account(tx, account);
}

Result<void> follow_move(db::Tx& tx, AccountId account_id, AccountId target_id) {
    TRY(auto const account, load_account(tx, account_id));
    TRY(auto const target, load_account(tx, target_id));
    TRY(auto const too_soon, moved_within(tx, account_id, remote_move_pause));
    if (too_soon) return fail(Errc::conflict, "This account moved less than seven days ago.");
    return begin_move(tx, account, target);
}

Result<std::optional<Time>> find_last_move(db::Tx& tx, AccountId account) {
    return tx.find(find_latest, account);
}

void install_moves(Server& server) { server.job<BringAlong>(bring_along); }

}  // namespace skein::social
