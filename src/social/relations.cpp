#include "social/relations.h"

#include "base/ascii.h"
#include "base/text.h"
#include "core/events.h"
#include "core/paged_query.h"
#include "social/domains.h"
#include "social/events.h"
#include "social/readers.h"

namespace skein::social {
namespace {

struct FollowRow {
    std::int64_t id = 0;
    bool show_boosts = true, notify = false;
    std::string languages;  // Space-separated codes; "" is all.
    auto row() { return std::tie(id, show_boosts, notify, languages); }
};

db::Query<FollowRow> const find_follow{"follows.find",
                                       "SELECT id, show_boosts, notify, languages FROM follows "
                                       "WHERE account_id = $1 AND target_id = $2"};
db::Query<FollowRow> const find_request{"follow_requests.find",
                                        "SELECT id, show_boosts, notify, languages FROM "
                                        "follow_requests WHERE account_id = $1 AND target_id = $2"};

db::Sql const insert_follow{
    "follows.insert",
    "INSERT INTO follows (id, account_id, target_id, show_boosts, notify, languages, "
    "created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"};
db::Sql const insert_request{
    "follow_requests.insert",
    "INSERT INTO follow_requests (id, account_id, target_id, show_boosts, notify, "
    "languages, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"};
db::Sql const update_follow{
    "follows.update",
    "UPDATE follows SET show_boosts = $2, notify = $3, languages = $4 WHERE id = $1"};
db::Sql const update_request{
    "follow_requests.update",
    "UPDATE follow_requests SET show_boosts = $2, notify = $3, languages = $4 WHERE id = $1"};
db::Sql const remove_follow{"follows.remove",
                            "DELETE FROM follows WHERE account_id = $1 AND target_id = $2"};
db::Sql const remove_request{
    "follow_requests.remove",
    "DELETE FROM follow_requests WHERE account_id = $1 AND target_id = $2"};

db::Query<std::int64_t> const blocked_either_way{
    "blocks.either_way",
    "SELECT id FROM blocks WHERE (account_id = $1 AND target_id = $2) OR (account_id = $2 AND "
    "target_id = $1) LIMIT 1"};
// $1 blocks the domain of $2.
db::Query<std::int64_t> const domain_blocked{
    "account_domain_blocks.of_account",
    "SELECT 1 FROM accounts a WHERE a.id = $2 AND NOT (" SKEIN_DOMAIN_SHOWN_TO_1("a") ")"};
db::Sql const insert_block{
    "blocks.insert",
    "INSERT INTO blocks (id, account_id, target_id, created_at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (account_id, target_id) DO NOTHING"};
db::Sql const remove_block{"blocks.remove",
                           "DELETE FROM blocks WHERE account_id = $1 AND target_id = $2"};
db::Sql const put_mute{
    "mutes.put",
    "INSERT INTO mutes (id, account_id, target_id, hide_notifications, expires_at, created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, target_id) DO UPDATE SET "
    "hide_notifications = $4, expires_at = $5"};
db::Sql const remove_mute{"mutes.remove",
                          "DELETE FROM mutes WHERE account_id = $1 AND target_id = $2"};
db::Sql const put_note{
    "account_notes.put",
    "INSERT INTO account_notes (account_id, target_id, comment) VALUES ($1, $2, $3) "
    "ON CONFLICT (account_id, target_id) DO UPDATE SET comment = $3"};
db::Sql const remove_note{"account_notes.remove",
                          "DELETE FROM account_notes WHERE account_id = $1 AND target_id = $2"};

// One statement for everything two accounts are to each other; `kind` says which fact a row is.
struct Fact {
    AccountId target;
    std::int64_t kind = 0;
    bool first = false, second = false;
    std::string text;
    std::optional<Time> until;
    auto row() { return std::tie(target, kind, first, second, text, until); }
};
db::Query<Fact> const list_facts{
    "relationships.list",
    "SELECT target_id, 1, show_boosts, notify, languages, CAST(NULL AS BIGINT) FROM follows "
    "WHERE account_id = $1 AND target_id IN {list:$2} "
    "UNION ALL SELECT account_id, 2, TRUE, TRUE, '', NULL FROM follows "
    "WHERE target_id = $1 AND account_id IN {list:$2} "
    "UNION ALL SELECT target_id, 3, show_boosts, notify, languages, NULL FROM follow_requests "
    "WHERE account_id = $1 AND target_id IN {list:$2} "
    "UNION ALL SELECT account_id, 4, TRUE, TRUE, '', NULL FROM follow_requests "
    "WHERE target_id = $1 AND account_id IN {list:$2} "
    "UNION ALL SELECT target_id, 5, TRUE, TRUE, '', NULL FROM blocks "
    "WHERE account_id = $1 AND target_id IN {list:$2} "
    "UNION ALL SELECT account_id, 6, TRUE, TRUE, '', NULL FROM blocks "
    "WHERE target_id = $1 AND account_id IN {list:$2} "
    "UNION ALL SELECT target_id, 7, hide_notifications, TRUE, '', expires_at FROM mutes "
    "WHERE account_id = $1 AND target_id IN {list:$2} AND (expires_at IS NULL OR expires_at > $3) "
    "UNION ALL SELECT target_id, 8, TRUE, TRUE, comment, NULL FROM account_notes "
    "WHERE account_id = $1 AND target_id IN {list:$2}"};

#define NOT_SUSPENDED(column) \
    " AND NOT EXISTS (SELECT 1 FROM accounts sa WHERE sa.id = " column " AND sa.state = 2)"

PagedQuery<Listed<AccountId>> const followers{
    "follows.list_followers",
    "SELECT f.id, f.account_id FROM follows f WHERE f.target_id = $1" NOT_SUSPENDED("f.account_id"),
    "f.id"};
PagedQuery<Listed<AccountId>> const followed{
    "follows.list_following",
    "SELECT f.id, f.target_id FROM follows f WHERE f.account_id = $1" NOT_SUSPENDED("f.target_id"),
    "f.id"};
PagedQuery<Listed<AccountId>> const requests{
    "follow_requests.list",
    "SELECT r.id, r.account_id FROM follow_requests r WHERE r.target_id = $1" NOT_SUSPENDED(
        "r.account_id"),
    "r.id"};
PagedQuery<Listed<AccountId>> const blocks{
    "blocks.list", "SELECT b.id, b.target_id FROM blocks b WHERE b.account_id = $1", "b.id"};
PagedQuery<MutedAccount> const mutes{
    "mutes.list",
    "SELECT m.id, m.target_id, m.expires_at FROM mutes m WHERE m.account_id = $1 "
    "AND (m.expires_at IS NULL OR m.expires_at > $5)",
    "m.id"};

db::Query<std::int64_t> const count_requests{
    "follow_requests.count", "SELECT COUNT(*) FROM follow_requests WHERE target_id = $1"};
db::Query<AccountId> const local_followers{
    "follows.local_followers",
    "SELECT f.account_id FROM follows f JOIN homes h ON h.account_id = f.account_id "
    "WHERE f.target_id = $1 AND f.account_id > $2 ORDER BY f.account_id LIMIT $3"};

constexpr std::size_t note_characters_max = 2000;
constexpr std::size_t languages_max = 20;
constexpr std::size_t language_bytes_max = 20;

std::string join_words(std::vector<std::string> const& words) {
    std::string out;
    for (auto const& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

bool is_language(std::string const& word) {
    return !word.empty() && word.size() <= language_bytes_max &&
           std::ranges::all_of(word, [](char c) { return is_name_character(c) || c == '-'; });
}

FollowRow with_options(FollowRow row, FollowOptions const& options) {
    if (options.show_boosts) row.show_boosts = *options.show_boosts;
    if (options.notify) row.notify = *options.notify;
    if (options.languages) row.languages = join_words(*options.languages);
    return row;
}

/// Ends a follow, with its counts; says whether there was one.
Result<bool> end_follow(db::Tx& tx, AccountId account, AccountId target, bool by_target) {
    TRY(auto const removed, tx.run(remove_follow, account, target));
    if (removed == 0) return false;
    TRY_OK(touch_reader(tx, account));
    TRY_OK(publish(tx, FollowRemoved{account, target, by_target}));
    TRY_OK(count_on_account(tx, account, 0, 0, -1));
    TRY_OK(count_on_account(tx, target, 0, -1, 0));
    return true;
}

Result<bool> end_request(db::Tx& tx, AccountId account, AccountId target, bool by_target) {
    TRY(auto const removed, tx.run(remove_request, account, target));
    if (removed == 0) return false;
    TRY_OK(publish(tx, FollowRequestRemoved{account, target, by_target}));
    return true;
}

Result<void> begin_follow(db::Tx& tx, AccountId account, AccountId target, FollowRow const& row,
                          bool requested) {
    TRY_OK(tx.run(insert_follow, tx.new_id<Id<struct FollowTag>>(), account, target,
                  row.show_boosts, row.notify, row.languages, tx.now()));
    TRY_OK(touch_reader(tx, account));
    TRY_OK(publish(tx, FollowAccepted{account, target, requested}));
    TRY_OK(count_on_account(tx, account, 0, 0, 1));
    return count_on_account(tx, target, 0, 1, 0);
}

Result<void> refuse_oneself(AccountId account, AccountId target, char const* message) {
    if (account == target) return fail(Errc::unprocessable, message);
    return {};
}

/// Nobody follows into, or from, a domain that either blocks.
Result<void> refuse_blocked_domain(db::Tx& tx, AccountId account, Account const& target) {
    TRY(auto const there, target.local() ? tx.find(domain_blocked, target.id, account)
                                         : tx.find(domain_blocked, account, target.id));
    if (there) return fail(Errc::forbidden, "This action is not allowed");
    return {};
}

void apply(Relationship& relation, Fact& fact) {
    switch (fact.kind) {
        case 1:
            relation.following = true;
            relation.showing_boosts = fact.first;
            relation.notifying = fact.second;
            relation.languages = split_words(fact.text);
            break;
        case 2: relation.followed_by = true; break;
        case 3:
            relation.requested = true;
            relation.showing_boosts = fact.first;
            relation.notifying = fact.second;
            relation.languages = split_words(fact.text);
            break;
        case 4: relation.requested_by = true; break;
        case 5: relation.blocking = true; break;
        case 6: relation.blocked_by = true; break;
        case 7:
            relation.muting = true;
            relation.muting_notifications = fact.first;
            relation.muting_expires_at = fact.until;
            break;
        case 8: relation.note = std::move(fact.text); break;
        default: break;
    }
}

}  // namespace

Result<void> follow(db::Tx& tx, AccountId account, AccountId target_id,
                    FollowOptions const& options) {
    TRY_OK(refuse_oneself(account, target_id, "You cannot follow yourself"));
    if (options.languages && (options.languages->size() > languages_max ||
                              !std::ranges::all_of(*options.languages, is_language)))
        return fail(Errc::unprocessable, "Validation failed: Languages are invalid");
    TRY(auto const target, load_account(tx, target_id));
    if (target.state == AccountState::suspended) return fail(Errc::not_found, "Record not found");
    TRY(auto const blocked, tx.find(blocked_either_way, account, target_id));
    if (blocked || target.moved_to_id) return fail(Errc::forbidden, "This action is not allowed");
    TRY_OK(refuse_blocked_domain(tx, account, target));
    TRY(auto const existing, tx.find(find_follow, account, target_id));
    if (existing) {
        auto const changed = with_options(*existing, options);
        TRY_OK(tx.run(update_follow, changed.id, changed.show_boosts, changed.notify,
                      changed.languages));
        return touch_reader(tx, account);
    }
    TRY(auto const waiting, tx.find(find_request, account, target_id));
    if (waiting) {
        auto const changed = with_options(*waiting, options);
        TRY_OK(tx.run(update_request, changed.id, changed.show_boosts, changed.notify,
                      changed.languages));
        return {};
    }
    auto const fresh = with_options({}, options);
    // Whether to accept is for the target to say: here when it is locked, at its own server when it
    // is remote.
    TRY(auto const follower, load_account(tx, account));
    auto const must_ask =
        target.locked || !target.local() || follower.state == AccountState::limited;
    if (!must_ask) return begin_follow(tx, account, target_id, fresh, false);
    TRY_OK(tx.run(insert_request, tx.new_id<Id<struct FollowTag>>(), account, target_id,
                  fresh.show_boosts, fresh.notify, fresh.languages, tx.now()));
    return publish(tx, FollowRequested{account, target_id});
}

Result<void> unfollow(db::Tx& tx, AccountId account, AccountId target) {
    TRY_OK(end_follow(tx, account, target, false));
    TRY_OK(end_request(tx, account, target, false));
    return {};
}

Result<void> remove_follower(db::Tx& tx, AccountId account, AccountId follower) {
    TRY_OK(end_follow(tx, follower, account, true));
    return {};
}

Result<void> accept_follow_request(db::Tx& tx, AccountId target, AccountId account) {
    TRY(auto const request, tx.find(find_request, account, target));
    if (!request) return fail(Errc::not_found, "Record not found");
    TRY_OK(tx.run(remove_request, account, target));
    return begin_follow(tx, account, target, *request, true);
}

Result<void> reject_follow_request(db::Tx& tx, AccountId target, AccountId account) {
    TRY(auto const ended, end_request(tx, account, target, true));
    if (!ended) return fail(Errc::not_found, "Record not found");
    return {};
}

Result<void> block(db::Tx& tx, AccountId account, AccountId target) {
    TRY_OK(refuse_oneself(account, target, "You cannot block yourself"));
    TRY_OK(load_account(tx, target));
    TRY(auto const inserted,
        tx.run(insert_block, tx.new_id<Id<struct BlockTag>>(), account, target, tx.now()));
    if (inserted == 0) return {};
    TRY_OK(touch_reader(tx, account));
    TRY_OK(touch_reader(tx, target));
    TRY_OK(end_follow(tx, account, target, false));
    TRY_OK(end_follow(tx, target, account, true));
    TRY_OK(end_request(tx, account, target, false));
    TRY_OK(end_request(tx, target, account, true));
    return publish(tx, AccountBlocked{account, target});
}

Result<void> unblock(db::Tx& tx, AccountId account, AccountId target) {
    TRY(auto const removed, tx.run(remove_block, account, target));
    if (removed == 0) return {};
    TRY_OK(touch_reader(tx, account));
    TRY_OK(touch_reader(tx, target));
    return publish(tx, AccountUnblocked{account, target});
}

Result<void> mute(db::Tx& tx, AccountId account, AccountId target, bool hide_notifications,
                  std::optional<Time> expires_at) {
    TRY_OK(refuse_oneself(account, target, "You cannot mute yourself"));
    TRY_OK(load_account(tx, target));
    TRY_OK(tx.run(put_mute, tx.new_id<Id<struct MuteTag>>(), account, target, hide_notifications,
                  expires_at, tx.now()));
    TRY_OK(touch_reader(tx, account));
    return publish(tx, AccountMuted{account, target});
}

Result<void> unmute(db::Tx& tx, AccountId account, AccountId target) {
    TRY(auto const removed, tx.run(remove_mute, account, target));
    if (removed == 0) return {};
    TRY_OK(touch_reader(tx, account));
    return publish(tx, AccountUnmuted{account, target});
}

Result<void> set_account_note(db::Tx& tx, AccountId account, AccountId target,
                              std::string_view comment) {
    if (has_more_graphemes(comment, note_characters_max))
        return fail(Errc::unprocessable,
                    "Validation failed: Comment is too long (maximum is 2000 characters)");
    TRY_OK(load_account(tx, target));
    if (comment.empty()) TRY_OK(tx.run(remove_note, account, target));
    else TRY_OK(tx.run(put_note, account, target, comment));
    return {};
}

Result<std::vector<Relationship>> list_relationships(db::Tx& tx, AccountId viewer,
                                                     std::span<AccountId const> targets) {
    std::unordered_map<AccountId, Relationship> found;
    TRY(auto facts, tx.list(list_facts, viewer, targets, tx.now()));
    for (auto& fact : facts) apply(found[fact.target], fact);
    std::vector<Relationship> relations;
    for (auto const target : targets) {
        auto relation = found[target];
        relation.id = target;
        relations.push_back(std::move(relation));
    }
    return relations;
}

Result<std::vector<Listed<AccountId>>> list_followers(db::Tx& tx, AccountId account,
                                                      Page const& page) {
    return list_page(tx, followers, page, account);
}

Result<std::vector<Listed<AccountId>>> list_following(db::Tx& tx, AccountId account,
                                                      Page const& page) {
    return list_page(tx, followed, page, account);
}

Result<std::vector<Listed<AccountId>>> list_follow_requests(db::Tx& tx, AccountId account,
                                                            Page const& page) {
    return list_page(tx, requests, page, account);
}

Result<std::vector<Listed<AccountId>>> list_blocked(db::Tx& tx, AccountId account,
                                                    Page const& page) {
    return list_page(tx, blocks, page, account);
}

Result<std::vector<MutedAccount>> list_muted(db::Tx& tx, AccountId account, Page const& page) {
    return list_page(tx, mutes, page, account, tx.now());
}

Result<std::int64_t> count_follow_requests(db::Tx& tx, AccountId account) {
    return tx.load(count_requests, account);
}

Result<bool> is_following(db::Tx& tx, AccountId account, AccountId target) {
    TRY(auto const found, tx.find(find_follow, account, target));
    return found.has_value();
}

Result<std::vector<AccountId>> list_local_followers(db::Tx& tx, AccountId account, AccountId after,
                                                    std::int64_t limit) {
    return tx.list(local_followers, account, after, limit);
}

}  // namespace skein::social
