#include "social/lists.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "base/text.h"
#include "core/events.h"
#include "core/paged_query.h"
#include "social/events.h"
#include "social/timeline_pages.h"
#include "social/timelines.h"

namespace skein::social {
namespace {

#define LIST_COLUMNS "l.id, l.account_id, l.title, l.replies_policy, l.exclusive"
db::Query<List> const list_of_owner{
    "lists.list", "SELECT " LIST_COLUMNS " FROM lists l WHERE l.account_id = $1 ORDER BY l.id"};
db::Query<List> const list_of_owner_with{
    "lists.list_with",
    "SELECT " LIST_COLUMNS
    " FROM list_members m JOIN lists l ON l.id = m.list_id WHERE m.account_id = $2 AND m.owner_id "
    "= $1 ORDER BY l.id"};
db::Query<List> const find{
    "lists.find", "SELECT " LIST_COLUMNS " FROM lists l WHERE l.id = $2 AND l.account_id = $1"};
db::Query<std::int64_t> const count{"lists.count",
                                    "SELECT COUNT(*) FROM lists WHERE account_id = $1"};
db::Sql const insert{
    "lists.insert",
    "INSERT INTO lists (id, account_id, title, replies_policy, exclusive, created_at) VALUES "
    "($1, $2, $3, $4, $5, $6)"};
db::Sql const update{
    "lists.update",
    "UPDATE lists SET title = $2, replies_policy = $3, exclusive = $4 WHERE id = $1"};
db::Sql const remove{"lists.remove", "DELETE FROM lists WHERE id = $1"};

db::Query<std::int64_t> const count_members{"list_members.count",
                                            "SELECT COUNT(*) FROM list_members WHERE list_id = $1"};
db::Query<AccountId> const may_be_members{
    "list_members.list_possible",
    "SELECT target_id FROM follows WHERE account_id = $1 AND target_id IN {list:$2} UNION SELECT "
    "target_id FROM follow_requests WHERE account_id = $1 AND target_id IN {list:$2} UNION SELECT "
    "id FROM accounts WHERE id = $1 AND id IN {list:$2}"};
db::Query<AccountId> const are_members{
    "list_members.list_among",
    "SELECT account_id FROM list_members WHERE list_id = $1 AND account_id IN {list:$2}"};
db::Sql const insert_member{
    "list_members.insert",
    "INSERT INTO list_members (id, list_id, owner_id, account_id) VALUES ($1, $2, $3, $4) ON "
    "CONFLICT (list_id, account_id) DO NOTHING"};
db::Sql const remove_some_members{
    "list_members.remove",
    "DELETE FROM list_members WHERE list_id = $1 AND account_id IN {list:$2}"};
db::Sql const remove_all_members{"list_members.remove_all",
                                 "DELETE FROM list_members WHERE list_id = $1"};
db::Sql const remove_member{"list_members.remove_of",
                            "DELETE FROM list_members WHERE account_id = $2 AND owner_id = $1"};

PagedQuery<Listed<AccountId>> const members{
    "list_members.page",
    "SELECT m.id, m.account_id FROM list_members m JOIN accounts a ON a.id = m.account_id WHERE "
    "m.list_id = $1 AND a.state <> 2",
    "m.id"};
db::Query<AccountId> const all_members{
    "list_members.list",
    "SELECT m.account_id FROM list_members m JOIN accounts a ON a.id = m.account_id WHERE "
    "m.list_id = $1 AND a.state <> 2 ORDER BY m.id DESC"};
db::Query<AccountId> const all_member_ids{"list_members.list_ids",
                                          "SELECT account_id FROM list_members WHERE list_id = $1"};

// The newest $4 below $2 of a list's members. Whoever has none among the newest posts of each, of
// which only $4 are taken, has none among the newest of all: of most members one entry of an index
// is read, however many they are and however much they wrote. The order of the join is the one
// written here.
IdQuery const posts{
    "list_posts.page",
    "SELECT p.id FROM (SELECT m.account_id AS author_id, COALESCE((SELECT MAX(i.id) FROM statuses "
    "i WHERE i.account_id = m.account_id AND i.id < $2 AND i.id > $3), 0) AS newest FROM "
    "list_members m WHERE m.list_id = $1 ORDER BY newest DESC LIMIT $4) w CROSS JOIN statuses p "
    "WHERE p.account_id = w.author_id AND p.id < $2 AND p.id > COALESCE((SELECT i.id FROM statuses "
    "i WHERE i.account_id = w.author_id AND i.id < $2 AND i.id > $3 ORDER BY i.id DESC LIMIT 1 "
    "OFFSET $4), $3) ORDER BY p.id DESC LIMIT $4"};
IdQuery const posts_up{
    "list_posts.page.up",
    "SELECT p.id FROM (SELECT m.account_id AS author_id, COALESCE((SELECT MIN(i.id) FROM statuses "
    "i WHERE i.account_id = m.account_id AND i.id < $2 AND i.id > $3), $2) AS oldest FROM "
    "list_members m WHERE m.list_id = $1 ORDER BY oldest ASC LIMIT $4) w CROSS JOIN statuses p "
    "WHERE p.account_id = w.author_id AND p.id > $3 AND p.id < COALESCE((SELECT i.id FROM statuses "
    "i WHERE i.account_id = w.author_id AND i.id < $2 AND i.id > $3 ORDER BY i.id ASC LIMIT 1 "
    "OFFSET $4), $2) ORDER BY p.id ASC LIMIT $4"};

struct Membership {
    ListId list;
    AccountId owner, member;
    RepliesPolicy replies_policy{};
    auto row() { return std::tie(list, owner, member, replies_policy); }
};
db::Query<Membership> const memberships{
    "list_members.memberships",
    "SELECT m.list_id, m.owner_id, m.account_id, l.replies_policy FROM list_members m JOIN lists l "
    "ON l.id = m.list_id WHERE m.list_id IN {list:$1} AND m.account_id IN {list:$2} ORDER BY "
    "m.list_id, m.account_id"};

Result<void> check_title(std::string_view title) {
    if (trim(title).empty())
        return fail(Errc::unprocessable, "Validation failed: Title can't be blank");
    if (has_more_graphemes(title, list_title_characters_max))
        return fail(Errc::unprocessable,
                    "Validation failed: Title is too long (maximum is 256 characters)");
    return {};
}

/// What the members of an exclusive list post belongs elsewhere now.
Result<void> change_home(db::Tx& tx, AccountId owner, bool grows) {
    TRY_OK(touch_reader(tx, owner));
    return grows ? publish(tx, HomeWidened{owner}) : ok();
}

Result<void> refuse_so_many() {
    return fail(
        Errc::unprocessable,
        fmt::format("Validation failed: A list holds {} accounts at most", list_members_max));
}

std::vector<AccountId> each_once(std::span<AccountId const> accounts) {
    std::vector<AccountId> once;
    std::unordered_set<AccountId> seen;
    for (auto const id : accounts)
        if (seen.insert(id).second) once.push_back(id);
    return once;
}

}  // namespace

std::string_view to_string(RepliesPolicy policy) {
    switch (policy) {
        case RepliesPolicy::followed: return "followed";
        case RepliesPolicy::list: return "list";
        case RepliesPolicy::none: break;
    }
    return "none";
}

std::optional<RepliesPolicy> parse_replies_policy(std::string_view text) {
    for (auto const policy : {RepliesPolicy::followed, RepliesPolicy::list, RepliesPolicy::none})
        if (to_string(policy) == text) return policy;
    return std::nullopt;
}

Result<std::vector<List>> list_lists(db::Tx& tx, AccountId owner) {
    return tx.list(list_of_owner, owner);
}

Result<std::vector<List>> list_lists_with(db::Tx& tx, AccountId owner, AccountId member) {
    return tx.list(list_of_owner_with, owner, member);
}

Result<List> load_list(db::Tx& tx, AccountId owner, ListId id) { return tx.load(find, owner, id); }

Result<List> insert_list(db::Tx& tx, List list) {
    TRY_OK(check_title(list.title));
    TRY(auto const existing, tx.load(count, list.account_id));
    if (static_cast<std::size_t>(existing) >= lists_of_account_max)
        return fail(Errc::unprocessable,
                    "Validation failed: You have reached the maximum number of lists");
    list.id = tx.new_id<ListId>();
    TRY_OK(tx.run(insert, list.id, list.account_id, list.title, list.replies_policy, list.exclusive,
                  tx.now()));
    return list;
}

Result<void> update_list(db::Tx& tx, List const& list) {
    TRY_OK(check_title(list.title));
    TRY(auto const before, load_list(tx, list.account_id, list.id));
    TRY_OK(tx.run(update, list.id, list.title, list.replies_policy, list.exclusive));
    return before.exclusive == list.exclusive ? ok()
                                              : change_home(tx, list.account_id, before.exclusive);
}

Result<void> remove_list(db::Tx& tx, List const& list) {
    TRY_OK(tx.run(remove_all_members, list.id));
    TRY_OK(tx.run(remove, list.id));
    return list.exclusive ? change_home(tx, list.account_id, true) : ok();
}

Result<void> add_list_members(db::Tx& tx, List const& list, std::span<AccountId const> accounts) {
    auto const wanted = each_once(accounts);
    if (wanted.empty()) return {};
    if (wanted.size() > list_members_max) return refuse_so_many();
    TRY(auto const possible, tx.list(may_be_members, list.account_id, wanted));
    if (possible.size() < wanted.size()) return fail(Errc::not_found, "Record not found");
    TRY(auto const there, tx.list(are_members, list.id, wanted));
    if (!there.empty())
        return fail(Errc::unprocessable, "Validation failed: Account has already been taken");
    TRY(auto const existing, tx.load(count_members, list.id));
    if (static_cast<std::size_t>(existing) + wanted.size() > list_members_max)
        return refuse_so_many();
    for (auto const id : wanted)
        TRY_OK(tx.run(insert_member, tx.new_id<Id<struct ListMemberTag>>(), list.id,
                      list.account_id, id));
    return list.exclusive ? change_home(tx, list.account_id, false) : ok();
}

Result<void> remove_list_members(db::Tx& tx, List const& list,
                                 std::span<AccountId const> accounts) {
    if (accounts.empty()) return {};
    TRY(auto const removed, tx.run(remove_some_members, list.id, accounts));
    return list.exclusive && removed > 0 ? change_home(tx, list.account_id, true) : ok();
}

Result<void> remove_from_lists(db::Tx& tx, AccountId owner, AccountId member) {
    TRY(auto const removed, tx.run(remove_member, owner, member));
    return removed > 0 ? touch_reader(tx, owner) : ok();
}

Result<void> add_to_lists_with(db::Tx& tx, AccountId owner, AccountId member, AccountId moved_to) {
    TRY(auto const lists, list_lists_with(tx, owner, member));
    if (lists.empty()) return {};
    TRY(auto const possible, tx.list(may_be_members, owner, std::vector{moved_to}));
    if (possible.empty()) return {};
    for (auto const& list : lists) {
        TRY(auto const existing, tx.load(count_members, list.id));
        if (static_cast<std::size_t>(existing) < list_members_max)
            TRY_OK(tx.run(insert_member, tx.new_id<Id<struct ListMemberTag>>(), list.id, owner,
                          moved_to));
    }
    return touch_reader(tx, owner);
}

Result<std::vector<Listed<AccountId>>> list_members(db::Tx& tx, ListId list, Page const& page) {
    return list_page(tx, members, page, list);
}

Result<std::vector<AccountId>> list_all_members(db::Tx& tx, ListId list) {
    return tx.list(all_members, list);
}

Result<std::vector<StatusHead>> list_posts_of(db::Tx& tx, List const& list, Page const& page) {
    TRY(auto const reader, load_reader(tx, list.account_id));
    std::unordered_set<AccountId> members_here;
    if (list.replies_policy == RepliesPolicy::list) {
        TRY(auto const ids, tx.list(all_member_ids, list.id));
        members_here.insert(ids.begin(), ids.end());
    }
    auto const fetch = [&](Page const& part) {
        return list_heads(tx, part.ascending ? posts_up : posts, list.id, part.max_id,
                          part.floor_id, part.limit);
    };
    auto const shown = without_blocked_domains(tx, *reader, fetch);
    TRY(auto heads, fill_page(tx, *reader, page, shown, [&](StatusHead const& head) {
            ListCandidate const candidate{head.id(), list.id, list.account_id, list.replies_policy,
                                          members_here.contains(head.in_reply_to_account)};
            return belongs_in_list(*reader, candidate, head, tx.now());
        }));
    newest_first(page, heads);
    return heads;
}

Result<std::vector<ListCandidate>> list_candidates(db::Tx& tx, std::span<StatusHead const> heads,
                                                   std::span<ListId const> lists) {
    std::vector<ListCandidate> candidates;
    if (heads.empty() || lists.empty()) return candidates;
    std::vector<AccountId> people;
    for (auto const& post : heads) {
        people.push_back(post.own.author.id);
        if (post.in_reply_to_account) people.push_back(post.in_reply_to_account);
    }
    TRY(auto const rows, tx.list(memberships, lists, each_once(people)));
    std::set<std::pair<ListId, AccountId>> known;
    for (auto const& row : rows) known.emplace(row.list, row.member);
    for (auto const& post : heads)
        for (auto const& row : rows)
            if (row.member == post.own.author.id)
                candidates.push_back({post.id(), row.list, row.owner, row.replies_policy,
                                      known.contains({row.list, post.in_reply_to_account})});
    return candidates;
}

bool belongs_in_list(Reader const& owner, ListCandidate const& candidate, StatusHead const& post,
                     Time now) {
    auto const answered = post.in_reply_to_account;
    auto const to_others =
        !post.is_boost() && answered && answered != post.own.author.id && answered != owner.account;
    if (to_others && candidate.replies_policy == RepliesPolicy::none) return false;
    if (to_others && candidate.replies_policy == RepliesPolicy::list && !candidate.answers_member)
        return false;
    return belongs_among_followed(owner, post, now);
}

}  // namespace skein::social
