#include "social/endorsements.h"

#include "core/paged_query.h"
#include "core/server.h"
#include "social/events.h"
#include "social/relations.h"

namespace skein::social {
namespace {

db::Sql const insert{
    "endorsements.insert",
    "INSERT INTO endorsements (id, account_id, target_id, created_at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (account_id, target_id) DO NOTHING"};
db::Query<std::int64_t> const count_of{"endorsements.count",
                                       "SELECT COUNT(*) FROM endorsements WHERE account_id = $1"};
db::Sql const remove_one{"endorsements.remove",
                         "DELETE FROM endorsements WHERE account_id = $1 AND target_id = $2"};
// $5 who looks.
PagedQuery<Listed<AccountId>> const page_of{
    "endorsements.list",
    "SELECT e.id, e.target_id FROM endorsements e JOIN accounts a ON a.id = e.target_id "
    "WHERE e.account_id = $1 AND a.state <> 2 AND NOT EXISTS (SELECT 1 FROM blocks b WHERE "
    "(b.account_id = $5 AND b.target_id = e.target_id) OR (b.account_id = e.target_id AND "
    "b.target_id = $5))",
    "e.id"};
db::Query<AccountId> const list_among{
    "endorsements.list_among",
    "SELECT target_id FROM endorsements WHERE account_id = $1 AND target_id IN {list:$2}"};

Result<void> end_with_follow(db::Tx& tx, FollowRemoved const& event) {
    return unendorse(tx, event.account, event.target);
}

}  // namespace

Result<void> endorse(db::Tx& tx, AccountId account, AccountId target) {
    TRY(auto const follows, is_following(tx, account, target));
    if (!follows)
        return fail(Errc::unprocessable,
                    "Validation failed: You must be already following the person you want to "
                    "endorse");
    TRY(auto const inserted,
        tx.run(insert, tx.new_id<Id<struct EndorsementTag>>(), account, target, tx.now()));
    if (inserted == 0) return {};
    TRY(auto const endorsed, tx.load(count_of, account));
    if (endorsed > endorsements_max)
        return fail(Errc::unprocessable, "Validation failed: You endorse too many people");
    return {};
}

Result<void> unendorse(db::Tx& tx, AccountId account, AccountId target) {
    TRY_OK(tx.run(remove_one, account, target));
    return {};
}

Result<std::vector<Listed<AccountId>>> list_endorsed(db::Tx& tx, AccountId account,
                                                     AccountId viewer, Page const& page) {
    return list_page(tx, page_of, page, account, viewer);
}

Result<std::vector<AccountId>> list_endorsed_among(db::Tx& tx, AccountId account,
                                                   std::span<AccountId const> among) {
    if (!account || among.empty()) return std::vector<AccountId>{};
    return tx.list(list_among, account, among);
}

void install_endorsements(Server& server) { server.on<FollowRemoved>(end_with_follow); }

}  // namespace skein::social
