#include "features/activitypub/delivery/inboxes.h"

#include <algorithm>

#include "base/url.h"
#include "core/server.h"
#include "features/activitypub/delivery/delivery.h"

namespace skein::activitypub {
namespace {

#define INBOX_COLUMNS "id, address, host, gone_at"

db::Query<Inbox> const list_by_address{"activitypub_inboxes.list_by_address",
                                       "SELECT " INBOX_COLUMNS
                                       " FROM activitypub_inboxes WHERE address IN {texts:$1}"};
db::Query<Inbox> const list_by_id{"activitypub_inboxes.list",
                                  "SELECT " INBOX_COLUMNS
                                  " FROM activitypub_inboxes WHERE id IN {list:$1} ORDER BY id"};
db::Sql const insert_inbox{
    "activitypub_inboxes.insert",
    "INSERT INTO activitypub_inboxes (id, address, host, gone_at) "
    "SELECT COALESCE(MAX(id), 0) + 1, $1, $2, 0 FROM activitypub_inboxes WHERE TRUE "
    "ON CONFLICT (address) DO NOTHING"};
db::Sql const mark_gone{"activitypub_inboxes.mark_gone",
                        "UPDATE activitypub_inboxes SET gone_at = $2 WHERE id = $1"};

db::Sql const forget_gone{
    "activitypub_inboxes.forget_gone",
    "UPDATE activitypub_inboxes SET gone_at = 0 WHERE gone_at > 0 AND ($1 = '' OR host = $1)"};

// One inbox for a whole server where it has such a one and it is there.
#define BEST_INBOX                                                                        \
    "CASE WHEN a.shared_inbox <> '' AND NOT EXISTS (SELECT 1 FROM activitypub_inboxes g " \
    "WHERE g.address = a.shared_inbox AND g.gone_at > 0) THEN a.shared_inbox ELSE a.inbox END"

db::Query<std::string> const list_of_followers{
    "activitypub_inboxes.list_of_followers",
    "SELECT DISTINCT " BEST_INBOX
    " FROM follows f JOIN activitypub_actors a ON a.account_id = f.account_id "
    "JOIN accounts p ON p.id = f.account_id WHERE f.target_id = $1 AND p.state <> 2"};
db::Query<std::string> const list_best{
    "activitypub_inboxes.list_best",
    "SELECT DISTINCT " BEST_INBOX " FROM activitypub_actors a WHERE a.account_id IN {list:$1}"};
db::Query<std::string> const list_own{
    "activitypub_inboxes.list_own",
    "SELECT DISTINCT a.inbox FROM activitypub_actors a WHERE a.account_id IN {list:$1}"};
db::Query<std::string> const list_known{
    "activitypub_inboxes.list_known",
    "SELECT DISTINCT CASE WHEN a.shared_inbox <> '' THEN a.shared_inbox ELSE a.inbox END AS best "
    "FROM activitypub_actors a WHERE CASE WHEN a.shared_inbox <> '' THEN a.shared_inbox "
    "ELSE a.inbox END > $1 ORDER BY best LIMIT $2"};

constexpr std::size_t new_inboxes_a_write_max = 200;

}  // namespace

Result<std::vector<Inbox>> intern_inboxes(db::Tx& tx, std::vector<std::string> const& addresses) {
    if (addresses.empty()) return std::vector<Inbox>{};
    TRY(auto known, tx.list(list_by_address, addresses));
    std::vector<std::string> present;
    for (auto const& inbox : known) present.push_back(inbox.address);
    std::ranges::sort(present);
    std::vector<std::string> fresh;
    for (auto const& address : addresses) {
        if (std::ranges::binary_search(present, address)) continue;
        auto const url = Url::parse(address);
        if (!url || url->host().is_ip()) continue;
        // One by one, but each only once in the life of a server.
        TRY_OK(tx.run(insert_inbox, address, url->host().str()));
        fresh.push_back(address);
    }
    if (fresh.empty()) return known;
    TRY(auto made, tx.list(list_by_address, fresh));
    known.insert(known.end(), std::make_move_iterator(made.begin()),
                 std::make_move_iterator(made.end()));
    return known;
}

Result<void> know_inboxes(Server& server, std::vector<std::string> const& addresses) {
    for (auto rest = std::span(addresses); !rest.empty();) {
        auto const part = rest.first(std::min(rest.size(), new_inboxes_a_write_max));
        rest = rest.subspan(part.size());
        TRY_OK(server.db().write(
            [&](db::Tx& tx) { return intern_inboxes(tx, {part.begin(), part.end()}); },
            db::Urgency::background));
    }
    return {};
}

Result<std::vector<Inbox>> list_inboxes(db::Tx& tx, std::span<std::int64_t const> ids) {
    if (ids.empty()) return std::vector<Inbox>{};
    return tx.list(list_by_id, ids);
}

Result<std::vector<std::string>> list_inbox_addresses(db::Tx& tx,
                                                      std::span<std::int64_t const> ids) {
    TRY(auto inboxes, list_inboxes(tx, ids));
    std::vector<std::string> addresses;
    for (auto& inbox : inboxes) addresses.push_back(std::move(inbox.address));
    return addresses;
}

Result<void> mark_inbox_gone(db::Tx& tx, std::int64_t inbox, Time at) {
    TRY_OK(tx.run(mark_gone, inbox, at));
    return {};
}

Result<void> forget_gone_inboxes(db::Tx& tx, std::string_view host) {
    TRY_OK(tx.run(forget_gone, host));
    return {};
}

Result<std::vector<std::string>> list_known_inboxes(db::Tx& tx, std::string_view after,
                                                    std::int64_t limit) {
    return tx.list(list_known, after, limit);
}

Result<std::vector<std::string>> list_follower_inboxes(db::Tx& tx, AccountId account) {
    return tx.list(list_of_followers, account);
}

Result<std::vector<std::string>> list_inboxes_of(db::Tx& tx, std::vector<AccountId> const& accounts,
                                                 bool shared) {
    if (accounts.empty()) return std::vector<std::string>{};
    return tx.list(shared ? list_best : list_own, accounts);
}

}  // namespace skein::activitypub
