// What people do with a post: favourite, bookmark, boost back, pin, mute its conversation.

#include "core/events.h"
#include "core/paged_query.h"
#include "social/accounts.h"
#include "social/audience.h"
#include "social/events.h"
#include "social/status_columns.h"
#include "social/statuses.h"

namespace skein::social {
namespace {

db::Sql const insert_favourite{
    "favourites.insert",
    "INSERT INTO favourites (id, account_id, status_id, created_at) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, status_id) DO NOTHING"};
db::Sql const delete_favourite{"favourites.remove",
                               "DELETE FROM favourites WHERE account_id = $1 AND status_id = $2"};
db::Sql const insert_bookmark{
    "bookmarks.insert",
    "INSERT INTO bookmarks (id, account_id, status_id, created_at) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, status_id) DO NOTHING"};
db::Sql const delete_bookmark{"bookmarks.remove",
                              "DELETE FROM bookmarks WHERE account_id = $1 AND status_id = $2"};

db::Sql const count_favourite{
    "status_stats.count_favourite",
    "INSERT INTO status_stats (status_id, replies_count, boosts_count, favourites_count) "
    "VALUES ($1, 0, 0, $2) ON CONFLICT (status_id) DO UPDATE SET "
    "favourites_count = status_stats.favourites_count + $2"};
db::Sql const count_boosts{
    "status_stats.count_boost",
    "INSERT INTO status_stats (status_id, replies_count, boosts_count, favourites_count) "
    "VALUES ($1, 0, $2, 0) ON CONFLICT (status_id) DO UPDATE SET "
    "boosts_count = status_stats.boosts_count + $2"};

db::Query<Status> const find_boost_of{
    "statuses.find_boost", "SELECT " SKEIN_STATUS_COLUMNS
                           " FROM statuses s WHERE s.boost_of_id = $2 AND s.account_id = $1"};

db::Sql const insert_conversation_mute{
    "conversation_mutes.insert",
    "INSERT INTO conversation_mutes (account_id, conversation_id) VALUES ($1, $2) "
    "ON CONFLICT (account_id, conversation_id) DO NOTHING"};
db::Sql const delete_conversation_mute{
    "conversation_mutes.remove",
    "DELETE FROM conversation_mutes WHERE account_id = $1 AND conversation_id = $2"};

db::Sql const insert_pin{
    "pins.insert",
    "INSERT INTO pins (id, account_id, status_id, created_at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (status_id) DO NOTHING"};
db::Sql const delete_pin{"pins.remove",
                         "DELETE FROM pins WHERE account_id = $1 AND status_id = $2"};
db::Query<std::int64_t> const count_pins{
    "pins.count", "SELECT COUNT(*) FROM pins WHERE account_id = $1 AND status_id <> $2"};

PagedQuery<Listed<StatusId>> const favourites{
    "favourites.list",
    "SELECT f.id, f.status_id FROM favourites f JOIN statuses s ON s.id = f.status_id "
    "WHERE f.account_id = $1 AND " SKEIN_VISIBLE_TO_1,
    "f.id"};
PagedQuery<Listed<StatusId>> const bookmarks{
    "bookmarks.list",
    "SELECT b.id, b.status_id FROM bookmarks b JOIN statuses s ON s.id = b.status_id "
    "WHERE b.account_id = $1 AND " SKEIN_VISIBLE_TO_1,
    "b.id"};

// People who blocked the viewer, or whom the viewer blocked, and suspended ones stay out.
PagedQuery<Listed<AccountId>> const favourited_by{
    "favourites.list_people",
    "SELECT f.id, f.account_id FROM favourites f WHERE f.status_id = $5 "
    "AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.account_id = f.account_id "
    "AND b.target_id = $1) OR (b.account_id = $1 AND b.target_id = f.account_id)) "
    "AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = f.account_id AND a.state = 2)",
    "f.id"};
PagedQuery<Listed<AccountId>> const boosted_by{
    "statuses.list_boosted_by",
    "SELECT s.id, s.account_id FROM statuses s WHERE s.boost_of_id = $5 AND " SKEIN_VISIBLE_TO_1,
    "s.id"};

/// Other servers let people pin more; what is shown of it is bounded all the same.
constexpr std::int64_t remote_pins_max = 50;

StatusId original_of(Status const& status) { return status.boost_of_id.value_or(status.id); }

/// What is done to a boost is done to what it boosts.
Result<Status> load_original(db::Tx& tx, Status const& status) {
    if (!status.boost_of_id) return status;
    return load_status(tx, *status.boost_of_id);
}

}  // namespace

Result<void> add_favourite(db::Tx& tx, AccountId account, Status const& shown) {
    TRY(auto const status, load_original(tx, shown));
    TRY(auto const inserted, tx.run(insert_favourite, tx.new_id<Id<struct FavouriteTag>>(), account,
                                    status.id, tx.now()));
    if (inserted == 0) return {};
    TRY_OK(publish(tx, FavouriteAdded{status.id, account, status.account_id}));
    TRY_OK(tx.run(count_favourite, status.id, 1));
    return {};
}

Result<void> remove_favourite(db::Tx& tx, AccountId account, Status const& shown) {
    TRY(auto const status, load_original(tx, shown));
    TRY(auto const removed, tx.run(delete_favourite, account, status.id));
    if (removed == 0) return {};
    TRY_OK(publish(tx, FavouriteRemoved{status.id, account, status.account_id}));
    TRY_OK(tx.run(count_favourite, status.id, -1));
    return {};
}

Result<void> add_bookmark(db::Tx& tx, AccountId account, Status const& status) {
    TRY_OK(tx.run(insert_bookmark, tx.new_id<Id<struct BookmarkTag>>(), account,
                  original_of(status), tx.now()));
    return {};
}

Result<void> remove_bookmark(db::Tx& tx, AccountId account, Status const& status) {
    TRY_OK(tx.run(delete_bookmark, account, original_of(status)));
    return {};
}

Result<std::optional<Status>> find_boost(db::Tx& tx, AccountId account, StatusId original) {
    return tx.find(find_boost_of, account, original);
}

Result<void> count_boost(db::Tx& tx, StatusId original, std::int64_t by) {
    TRY_OK(tx.run(count_boosts, original, by));
    return {};
}

Result<void> unboost_status(db::Tx& tx, AccountId account, Status const& status) {
    TRY(auto const boost, find_boost(tx, account, original_of(status)));
    if (!boost) return {};
    return remove_status(tx, *boost, true);
}

Result<void> mute_conversation(db::Tx& tx, AccountId account, ConversationId conversation) {
    TRY_OK(tx.run(insert_conversation_mute, account, conversation));
    return {};
}

Result<void> unmute_conversation(db::Tx& tx, AccountId account, ConversationId conversation) {
    TRY_OK(tx.run(delete_conversation_mute, account, conversation));
    return {};
}

Result<void> pin_status(db::Tx& tx, AccountId account, Status const& status) {
    if (status.account_id != account)
        return fail(Errc::unprocessable, "Validation failed: Someone else's post cannot be pinned");
    if (status.boost_of_id)
        return fail(Errc::unprocessable, "Validation failed: A boost cannot be pinned");
    if (status.visibility == Visibility::direct)
        return fail(
            Errc::unprocessable,
            "Validation failed: Posts that are only visible to mentioned users cannot be pinned");
    TRY(auto const others, tx.load(count_pins, account, status.id));
    if (others >= (status.network == Network::local ? pins_max : remote_pins_max))
        return fail(Errc::unprocessable,
                    "Validation failed: You have already pinned the maximum number of posts");
    TRY(auto const inserted,
        tx.run(insert_pin, tx.new_id<Id<struct PinTag>>(), account, status.id, tx.now()));
    return inserted == 0 ? ok() : publish(tx, StatusPinned{status.id, account});
}

Result<void> unpin_status(db::Tx& tx, AccountId account, Status const& status) {
    TRY(auto const removed, tx.run(delete_pin, account, status.id));
    return removed == 0 ? ok() : publish(tx, StatusUnpinned{status.id, account});
}

Result<std::vector<Listed<StatusId>>> list_favourites(db::Tx& tx, AccountId account,
                                                      Page const& page) {
    return list_page(tx, favourites, page, account);
}

Result<std::vector<Listed<StatusId>>> list_bookmarks(db::Tx& tx, AccountId account,
                                                     Page const& page) {
    return list_page(tx, bookmarks, page, account);
}

Result<std::vector<Listed<AccountId>>> list_favourited_by(db::Tx& tx, AccountId viewer,
                                                          StatusId status, Page const& page) {
    return list_page(tx, favourited_by, page, viewer, status);
}

Result<std::vector<Listed<AccountId>>> list_boosted_by(db::Tx& tx, AccountId viewer,
                                                       StatusId status, Page const& page) {
    return list_page(tx, boosted_by, page, viewer, status);
}

}  // namespace skein::social
