#include "features/activitypub/delivery/recipients.h"

#include <algorithm>

#include "features/activitypub/delivery/delivery.h"
#include "features/activitypub/delivery/inboxes.h"
#include "features/activitypub/delivery/reached.h"
#include "features/activitypub/delivery/relays.h"
#include "social/accounts.h"
#include "social/quotes.h"

namespace skein::activitypub {
namespace {

db::Query<social::Network> const find_network{"activitypub_spread.find_network",
                                              "SELECT network FROM accounts WHERE id = $1"};
db::Query<bool> const find_speaker{
    "activitypub_spread.find_speaker",
    "SELECT TRUE FROM accounts a WHERE a.id = $1 AND a.network = 0 AND (a.state <> 2 OR EXISTS "
    "(SELECT 1 FROM users u WHERE u.account_id = a.id))"};
db::Query<AccountId> const list_addressed{
    "activitypub_spread.list_addressed",
    "SELECT account_id FROM mentions WHERE status_id = $1 AND NOT silent "
    "ORDER BY account_id LIMIT $2"};
db::Query<AccountId> const list_boosters{
    "activitypub_spread.list_boosters",
    "SELECT account_id FROM statuses WHERE boost_of_id = $1 AND boost_of_id IS NOT NULL "
    "AND network = 1 ORDER BY account_id LIMIT $2"};
db::Query<AccountId> const list_repliers{
    "activitypub_spread.list_repliers",
    "SELECT DISTINCT account_id FROM statuses WHERE in_reply_to_id = $1 "
    "AND in_reply_to_id IS NOT NULL AND network = 1 ORDER BY account_id LIMIT $2"};
db::Query<AccountId> const list_favouriters{
    "activitypub_spread.list_favouriters",
    "SELECT f.account_id FROM favourites f JOIN activitypub_actors a ON a.account_id = "
    "f.account_id WHERE f.status_id = $1 ORDER BY f.account_id LIMIT $2"};

db::Query<bool> const has_elsewhere{
    "activitypub_spread.has_elsewhere",
    "SELECT EXISTS (SELECT 1 FROM activitypub_followed WHERE account_id = $2) "
    "OR EXISTS (SELECT 1 FROM activitypub_relays WHERE state = 1) "
    "OR EXISTS (SELECT 1 FROM activitypub_actors WHERE account_id IN ($3, $4)) "
    "OR EXISTS (SELECT 1 FROM mentions m JOIN activitypub_actors a ON a.account_id = m.account_id "
    "WHERE m.status_id = $1) "
    "OR EXISTS (SELECT 1 FROM quotes q JOIN activitypub_actors a ON a.account_id = "
    "q.quoted_account_id WHERE q.status_id = $1)"};
db::Sql const remember{"activitypub_followed.remember",
                       "INSERT INTO activitypub_followed (account_id) VALUES ($1) "
                       "ON CONFLICT (account_id) DO NOTHING"};

void add(std::vector<std::string>& all, std::vector<std::string> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
}

Result<std::vector<AccountId>> list_touching(db::Tx& tx, StatusId status) {
    std::vector<AccountId> all;
    for (auto const* query : {&list_boosters, &list_repliers, &list_favouriters}) {
        TRY(auto const some, tx.list(*query, status, touched_by_max));
        all.insert(all.end(), some.begin(), some.end());
    }
    TRY(auto const poll, social::find_poll_of(tx, status));
    if (!poll) return all;
    TRY(auto const voters, social::list_voters(tx, poll->id, {}, touched_by_max));
    all.insert(all.end(), voters.begin(), voters.end());
    return all;
}

}  // namespace

Result<std::vector<std::string>> list_recipients(db::Tx& tx, Recipients const& who) {
    std::vector<std::string> all;
    if (who.followers_of) {
        TRY(all, list_follower_inboxes(tx, who.followers_of));
    }
    auto accounts = who.accounts;
    if (who.touched) {
        TRY(auto const touching, list_touching(tx, who.touched));
        accounts.insert(accounts.end(), touching.begin(), touching.end());
    }
    TRY(auto inboxes, list_inboxes_of(tx, accounts, true));
    add(all, std::move(inboxes));
    if (who.known_to) {
        TRY(auto const reached, list_reached(tx, who.known_to));
        TRY(auto known, list_inbox_addresses(tx, reached));
        add(all, std::move(known));
    }
    if (who.relays) {
        TRY(auto relays, list_relay_inboxes(tx));
        add(all, std::move(relays));
    }
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    return all;
}

Result<Recipients> recipients_of(db::Tx& tx, social::Status const& status) {
    using social::Visibility;
    Recipients who;
    auto const visibility = status.visibility;
    // Posts for a circle stay on this server: there is no form that others keep to.
    if (visibility == Visibility::limited) return who;
    TRY(who.accounts, tx.list(list_addressed, status.id, addressed_max));
    if (visibility == Visibility::direct) return who;
    who.followers_of = status.account_id;
    if (visibility == Visibility::private_) return who;
    who.relays = visibility == Visibility::public_;
    if (status.in_reply_to_account_id) who.accounts.push_back(*status.in_reply_to_account_id);
    TRY(auto const quote, social::find_quote(tx, status.id));
    if (quote) who.accounts.push_back(quote->quoted_account_id);
    if (!status.boost_of_id) return who;
    TRY(auto const original, social::find_status(tx, *status.boost_of_id));
    if (original) who.accounts.push_back(original->account_id);
    return who;
}

Result<bool> may_have_recipients(db::Tx& tx, social::StatusPublished const& event) {
    TRY(auto const any, tx.find(has_elsewhere, event.status, event.author,
                                event.in_reply_to_account.value_or(AccountId{}),
                                event.boosted_author.value_or(AccountId{})));
    return any.value_or(false);
}

Result<void> remember_followed(db::Tx& tx, social::FollowAccepted const& event) {
    TRY(auto const local, is_local(tx, event.account));
    if (!local) TRY_OK(tx.run(remember, event.target));
    return {};
}

Result<bool> is_local(db::Tx& tx, AccountId account) {
    TRY(auto const network, tx.find(find_network, account));
    return network == social::Network::local;
}

Result<bool> may_speak(db::Tx& tx, AccountId account) {
    TRY(auto const speaks, tx.find(find_speaker, account));
    return speaks.value_or(false);
}

}  // namespace skein::activitypub
