#include "social/severances.h"

#include <algorithm>
#include <map>

#include "core/server.h"
#include "social/notification_subjects.h"
#include "social/relations.h"

namespace skein::social {
namespace {

db::Query<StrangerTie> const ties_with_domain{
    "severances.ties_with_domain",
    "SELECT f.account_id, f.target_id, TRUE, FALSE FROM follows f JOIN accounts a ON a.id = "
    "f.target_id WHERE f.account_id = $1 AND (a.domain = $2 OR a.domain LIKE $3 ESCAPE '\\') "
    "UNION ALL SELECT f.target_id, f.account_id, FALSE, FALSE FROM follows f JOIN accounts a ON "
    "a.id = f.account_id WHERE f.target_id = $1 AND (a.domain = $2 OR a.domain LIKE $3 ESCAPE '\\')"
    " UNION ALL SELECT r.account_id, r.target_id, TRUE, TRUE FROM follow_requests r JOIN accounts "
    "a ON a.id = r.target_id WHERE r.account_id = $1 AND (a.domain = $2 OR a.domain LIKE $3 ESCAPE "
    "'\\') UNION ALL SELECT r.target_id, r.account_id, FALSE, TRUE FROM follow_requests r JOIN "
    "accounts a ON a.id = r.account_id WHERE r.target_id = $1 AND (a.domain = $2 OR a.domain LIKE "
    "$3 ESCAPE '\\') LIMIT $4"};
db::Query<StrangerTie> const ties_of{
    "severances.ties_of",
    "SELECT account_id, target_id, TRUE, FALSE FROM follows WHERE target_id IN {list:$1} "
    "UNION ALL SELECT target_id, account_id, FALSE, FALSE FROM follows WHERE account_id IN "
    "{list:$1} UNION ALL SELECT account_id, target_id, TRUE, TRUE FROM follow_requests WHERE "
    "target_id IN {list:$1} UNION ALL SELECT target_id, account_id, FALSE, TRUE FROM "
    "follow_requests WHERE account_id IN {list:$1} LIMIT $2"};

struct Recorded {
    std::int64_t id = 0, followers = 0, following = 0;
    auto row() { return std::tie(id, followers, following); }
};
db::Query<Recorded> const record{
    "severances.record",
    "INSERT INTO severances (id, account_id, decision_id, kind, target, followers_count, "
    "following_count, purged, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE, $8) "
    "ON CONFLICT (account_id, decision_id) DO UPDATE SET followers_count = "
    "severances.followers_count + $6, following_count = severances.following_count + $7 "
    "RETURNING id, followers_count, following_count"};
db::Sql const keep_names{
    "severances.keep_names",
    "INSERT INTO severed_follows (severance_id, outgoing, stranger_id) SELECT $1, $2, a.id FROM "
    "accounts a WHERE a.id IN {list:$3} ON CONFLICT (severance_id, outgoing, stranger_id) DO "
    "NOTHING"};
db::Query<Severance> const list_of_account{
    "severances.list",
    "SELECT id, kind, target, followers_count, following_count, purged, created_at FROM "
    "severances WHERE account_id = $1 ORDER BY id DESC LIMIT $2"};

struct Name {
    std::string username, domain;
    auto row() { return std::tie(username, domain); }
};
// Whose list it is stands in the statement: a number alone opens nothing.
db::Query<Name> const list_names{
    "severances.list_names",
    "SELECT a.username, a.domain FROM severances s JOIN severed_follows f ON f.severance_id = s.id "
    "JOIN accounts a ON a.id = f.stranger_id WHERE s.account_id = $1 AND s.id = $2 AND f.outgoing "
    "= $3 ORDER BY f.stranger_id LIMIT $4"};

struct PartFromSuspended {
    static constexpr std::string_view name = "social.part_from_suspended";
    AccountId account;
    std::int64_t decision = 0;
    auto row() { return std::tie(account, decision); }
};

Result<void> end_tie(db::Tx& tx, StrangerTie const& tie) {
    if (tie.outgoing) return unfollow(tx, tie.local, tie.stranger);
    if (tie.request) return reject_follow_request(tx, tie.local, tie.stranger);
    return remove_follower(tx, tie.local, tie.stranger);
}

/// What one account here lost in a batch.
struct Loss {
    std::vector<AccountId> followers, following;
};

Result<void> note_loss(db::Tx& tx, AccountId local, Loss const& loss,
                       SeveranceDecision const& decision) {
    auto const fresh = tx.new_id<Id<struct SeveranceTag>>().value;
    TRY(auto const row, tx.load(record, fresh, local, decision.id, decision.kind, decision.target,
                                loss.followers.size(), loss.following.size(), tx.now()));
    // Of very many the counts are right and the names are the first ones.
    if (row.followers + row.following <= severed_kept_max) {
        if (!loss.followers.empty()) TRY_OK(tx.run(keep_names, row.id, false, loss.followers));
        if (!loss.following.empty()) TRY_OK(tx.run(keep_names, row.id, true, loss.following));
    }
    return notify_about(tx, local, NotificationKind::severed_relationships, local, row.id);
}

/// Ends a batch; says whether there may be more.
Result<bool> part_some(db::Tx& tx, PartFromSuspended const& job) {
    TRY(auto const account, find_account(tx, job.account));
    // Taken back meanwhile: what is left stays.
    if (!account || account->state != AccountState::suspended) return false;
    TRY(auto const ties, list_ties_of(tx, std::span(&job.account, 1)));
    TRY_OK(sever(tx, ties, {job.decision, SeveranceKind::account_suspension, account->acct()}));
    return ties.size() == static_cast<std::size_t>(ties_a_write_max);
}

Result<void> part(JobRun& run, PartFromSuspended const& job) {
    for (;;) {
        TRY(auto const more, run.server().db().write([&](db::Tx& tx) { return part_some(tx, job); },
                                                     db::Urgency::background));
        if (!more) return {};
    }
}

}  // namespace

Result<std::vector<StrangerTie>> list_ties_with_domain(db::Tx& tx, AccountId local,
                                                       std::string_view domain) {
    return tx.list(ties_with_domain, local, domain, domain_pattern(domain), ties_a_write_max);
}

Result<std::vector<StrangerTie>> list_ties_of(db::Tx& tx, std::span<AccountId const> strangers) {
    return tx.list(ties_of, strangers, ties_a_write_max);
}

Result<void> end_ties(db::Tx& tx, std::span<StrangerTie const> ties) {
    for (auto const& tie : ties) TRY_OK(end_tie(tx, tie));
    return {};
}

Result<void> sever(db::Tx& tx, std::span<StrangerTie const> ties,
                   SeveranceDecision const& decision) {
    TRY_OK(end_ties(tx, ties));
    std::map<AccountId, Loss> losses;
    for (auto const& tie : ties) {
        if (tie.request) continue;
        auto& loss = losses[tie.local];
        (tie.outgoing ? loss.following : loss.followers).push_back(tie.stranger);
    }
    for (auto const& [local, loss] : losses) TRY_OK(note_loss(tx, local, loss, decision));
    return {};
}

Result<void> part_from_suspended(db::Tx& tx, Account const& account) {
    if (account.local()) return {};
    return enqueue(tx, PartFromSuspended{account.id, tx.new_id<Id<struct DecisionTag>>().value});
}

void install_severances(Server& server) { server.job<PartFromSuspended>(part); }

Result<std::vector<Severance>> list_severances(db::Tx& tx, AccountId account, std::int64_t limit) {
    return tx.list(list_of_account, account, limit);
}

Result<std::vector<std::string>> list_severed(db::Tx& tx, AccountId account, std::int64_t severance,
                                              bool outgoing) {
    TRY(auto const names, tx.list(list_names, account, severance, outgoing, severed_kept_max));
    std::vector<std::string> handles;
    for (auto const& name : names) handles.push_back(name.username + "@" + name.domain);
    return handles;
}

}  // namespace skein::social
