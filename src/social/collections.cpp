#include "social/collections.h"

#include "core/events.h"
#include "core/server.h"
#include "social/admission.h"
#include "social/events.h"
#include "social/notification_subjects.h"
#include "social/tagged_collections.h"

namespace skein::social {
namespace {

#define COLLECTION_COLUMNS                                                        \
    "c.id, c.account_id, c.name, c.description, c.language, c.tag, c.sensitive, " \
    "c.discoverable, c.created_at, c.updated_at"
#define NO_BLOCK_BETWEEN(one, other)                                                               \
    "NOT EXISTS (SELECT 1 FROM blocks cb WHERE (cb.account_id = " one " AND cb.target_id = " other \
    ") OR (cb.account_id = " other " AND cb.target_id = " one "))"

db::Query<Collection> const find_shown{
    "collections.find_shown",
    "SELECT " COLLECTION_COLUMNS
    " FROM collections c JOIN accounts a ON a.id = c.account_id WHERE c.id = $2 AND a.state <> 2 "
    "AND " SKEIN_SHOWN_TO_1("a") " AND " NO_BLOCK_BETWEEN("c.account_id", "$1")};
db::Query<Collection> const list_shown{
    "collections.list_shown",
    "SELECT " COLLECTION_COLUMNS
    " FROM collections c JOIN accounts a ON a.id = c.account_id WHERE c.id IN {list:$2} AND "
    "a.state <> 2 AND " SKEIN_SHOWN_TO_1("a") " AND " NO_BLOCK_BETWEEN("c.account_id",
                                                                       "$1") " ORDER BY c.id"};
db::Query<Collection> const list_by_ids{
    "collections.list", "SELECT " COLLECTION_COLUMNS " FROM collections c WHERE c.id IN {list:$1}"};
db::Query<Collection> const list_by_owner{
    "collections.list_by",
    "SELECT " COLLECTION_COLUMNS
    " FROM collections c WHERE c.account_id = $1 AND (c.discoverable OR c.account_id = $2) "
    "AND " NO_BLOCK_BETWEEN("$1", "$2") " ORDER BY c.id DESC LIMIT $3 OFFSET $4"};
db::Query<Collection> const list_by_member{
    "collections.list_with",
    "SELECT " COLLECTION_COLUMNS
    " FROM collection_items i JOIN collections c ON c.id = i.collection_id JOIN accounts a ON a.id "
    "= c.account_id WHERE i.account_id = $1 AND i.state = 1 AND a.state <> 2 ORDER BY i.id DESC "
    "LIMIT $2 OFFSET $3"};
db::Query<std::int64_t> const count_by_owner{
    "collections.count_by", "SELECT COUNT(*) FROM collections WHERE account_id = $1"};
db::Sql const insert{
    "collections.insert",
    "INSERT INTO collections (id, account_id, name, description, language, tag, sensitive, "
    "discoverable, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
db::Sql const update{"collections.update",
                     "UPDATE collections SET name = $2, description = $3, language = $4, tag = $5, "
                     "sensitive = $6, discoverable = $7, updated_at = $8 WHERE id = $1"};
db::Sql const remove_one{"collections.remove", "DELETE FROM collections WHERE id = $1"};
db::Sql const remove_items_of{"collection_items.remove_of",
                              "DELETE FROM collection_items WHERE collection_id = $1"};

#define ITEM_COLUMNS "i.id, i.collection_id, i.account_id, i.state, i.created_at"
db::Query<CollectionItem> const list_all_items{
    "collection_items.list_all",
    "SELECT " ITEM_COLUMNS " FROM collection_items i WHERE i.collection_id = $1"};
db::Query<CollectionItem> const find_item{
    "collection_items.find",
    "SELECT " ITEM_COLUMNS " FROM collection_items i WHERE i.id = $1 AND i.collection_id = $2"};
db::Query<CollectionItem> const list_shown_items{
    "collection_items.list_shown",
    "SELECT " ITEM_COLUMNS
    " FROM collection_items i JOIN accounts a ON a.id = i.account_id WHERE i.collection_id IN "
    "{list:$2} AND i.state = 1 AND a.state <> 2 AND " SKEIN_SHOWN_TO_1("a") " ORDER BY i.id"};
db::Sql const insert_item{"collection_items.insert",
                          "INSERT INTO collection_items (id, collection_id, account_id, state, "
                          "created_at) VALUES ($1, $2, $3, $4, $5)"};
db::Sql const remove_item{"collection_items.remove", "DELETE FROM collection_items WHERE id = $1"};
db::Sql const revoke_item{"collection_items.revoke",
                          "UPDATE collection_items SET state = 2 WHERE id = $1"};
// Neither is in a collection of the other.
db::Sql const remove_between{
    "collection_items.remove_between",
    "DELETE FROM collection_items WHERE (account_id = $1 AND collection_id IN (SELECT c.id FROM "
    "collections c WHERE c.account_id = $2)) OR (account_id = $2 AND collection_id IN (SELECT c.id "
    "FROM collections c WHERE c.account_id = $1))"};
db::Sql const remove_items_by{
    "collection_items.remove_by",
    "DELETE FROM collection_items WHERE account_id = $1 OR collection_id IN (SELECT c.id FROM "
    "collections c WHERE c.account_id = $1)"};
// What was told of it to those who are in it, or to one of them.
db::Sql const remove_notices{
    "collections.remove_notices",
    "DELETE FROM notifications WHERE from_account_id = (SELECT c.account_id FROM collections c "
    "WHERE c.id = $1) AND account_id IN (SELECT i.account_id FROM collection_items i WHERE "
    "i.collection_id = $1) AND kind IN (15, 16) AND subject_id = $1"};
db::Sql const remove_notices_to{
    "collections.remove_notices_to",
    "DELETE FROM notifications WHERE from_account_id = (SELECT c.account_id FROM collections c "
    "WHERE c.id = $1) AND account_id = $2 AND kind IN (15, 16) AND subject_id = $1"};
db::Sql const remove_notices_between{
    "collections.remove_notices_between",
    "DELETE FROM notifications WHERE ((account_id = $1 AND from_account_id = $2) OR (account_id = "
    "$2 AND from_account_id = $1)) AND kind IN (15, 16)"};
db::Sql const remove_by{"collections.remove_by", "DELETE FROM collections WHERE account_id = $1"};

db::Query<std::int64_t> const count_collectable{
    "collections.collectable",
    "SELECT COUNT(*) FROM accounts a WHERE a.id = $2 AND a.network = 0 AND a.state <> 2 AND "
    "a.discoverable AND " SKEIN_SHOWN_TO_1("a") " AND " NO_BLOCK_BETWEEN("$1", "$2")};

Result<void> part(db::Tx& tx, AccountBlocked const& event) {
    TRY_OK(tx.run(remove_between, event.account, event.target));
    TRY_OK(tx.run(remove_notices_between, event.account, event.target));
    return {};
}

Result<void> forget(db::Tx& tx, AccountRemoved const& event) {
    TRY_OK(forget_links_to_those_of(tx, event.account));
    TRY_OK(tx.run(remove_items_by, event.account));
    TRY_OK(tx.run(remove_by, event.account));
    return {};
}

}  // namespace

Result<Collection> load_shown_collection(db::Tx& tx, AccountId viewer, CollectionId id) {
    return tx.load(find_shown, viewer, id);
}

Result<std::vector<Collection>> list_shown_collections(db::Tx& tx, AccountId viewer,
                                                       std::span<CollectionId const> ids) {
    if (ids.empty()) return std::vector<Collection>{};
    return tx.list(list_shown, viewer, ids);
}

Result<std::vector<Collection>> list_collections(db::Tx& tx, std::span<CollectionId const> ids) {
    if (ids.empty()) return std::vector<Collection>{};
    return tx.list(list_by_ids, ids);
}

Result<std::vector<Collection>> list_collections_by(db::Tx& tx, AccountId viewer, AccountId owner,
                                                    std::int64_t limit, std::int64_t offset) {
    return tx.list(list_by_owner, owner, viewer, limit, offset);
}

Result<std::vector<Collection>> list_collections_with(db::Tx& tx, AccountId member,
                                                      std::int64_t limit, std::int64_t offset) {
    return tx.list(list_by_member, member, limit, offset);
}

Result<Collection> insert_collection(db::Tx& tx, Collection collection) {
    TRY(auto const count, tx.load(count_by_owner, collection.account_id));
    if (count >= collections_max)
        return fail(Errc::unprocessable,
                    "Validation failed: You have reached the maximum number of collections");
    collection.id = tx.new_id<CollectionId>();
    collection.created_at = collection.updated_at = tx.now();
    TRY_OK(tx.run(insert, collection.id, collection.account_id, collection.name,
                  collection.description, collection.language, collection.tag, collection.sensitive,
                  collection.discoverable, collection.created_at, collection.updated_at));
    return collection;
}

Result<void> update_collection(db::Tx& tx, Collection const& before, Collection& changed) {
    changed.updated_at = tx.now();
    TRY_OK(tx.run(update, changed.id, changed.name, changed.description, changed.language,
                  changed.tag, changed.sensitive, changed.discoverable, changed.updated_at));
    if (before.name == changed.name && before.description == changed.description &&
        before.tag == changed.tag)
        return {};
    TRY(auto const items, tx.list(list_all_items, changed.id));
    for (auto const& item : items)
        if (item.state == CollectionItemState::accepted)
            TRY_OK(notify_of_collection(tx, item.account_id, NotificationKind::collection_update,
                                        changed.account_id, changed.id.value));
    return {};
}

Result<void> remove_collection(db::Tx& tx, CollectionId id) {
    TRY_OK(forget_links_to(tx, id));
    TRY_OK(tx.run(remove_notices, id));
    TRY_OK(tx.run(remove_items_of, id));
    TRY_OK(tx.run(remove_one, id));
    return {};
}

Result<bool> may_be_collected(db::Tx& tx, AccountId owner, AccountId account) {
    TRY(auto const count, tx.load(count_collectable, owner, account));
    return count > 0;
}

Result<CollectionItem> add_collection_item(db::Tx& tx, Collection const& collection,
                                           AccountId account) {
    TRY(auto const allowed, may_be_collected(tx, collection.account_id, account));
    if (!allowed) return fail(Errc::forbidden, "This action is not allowed");
    TRY(auto const items, tx.list(list_all_items, collection.id));
    std::int64_t accepted = 0;
    for (auto const& item : items) {
        if (item.state == CollectionItemState::accepted) ++accepted;
        if (item.account_id != account) continue;
        if (item.state == CollectionItemState::revoked)
            return fail(Errc::forbidden, "This action is not allowed");
        return fail(Errc::conflict, "Validation failed: Account has already been taken");
    }
    if (accepted >= collection_items_max)
        return fail(Errc::unprocessable,
                    "Validation failed: Collection items are too many (maximum is 25)");
    CollectionItem const item{tx.new_id<CollectionItemId>(), collection.id, account,
                              CollectionItemState::accepted, tx.now()};
    TRY_OK(tx.run(insert_item, item.id, item.collection_id, item.account_id, item.state,
                  item.created_at));
    TRY_OK(notify_of_collection(tx, account, NotificationKind::added_to_collection,
                                collection.account_id, collection.id.value));
    return item;
}

Result<CollectionItem> load_collection_item(db::Tx& tx, CollectionId collection,
                                            CollectionItemId id) {
    TRY(auto item, tx.load(find_item, id, collection));
    if (item.state == CollectionItemState::revoked)
        return fail(Errc::not_found, "Record not found");
    return item;
}

Result<void> remove_collection_item(db::Tx& tx, CollectionItem const& item) {
    TRY_OK(tx.run(remove_notices_to, item.collection_id, item.account_id));
    TRY_OK(tx.run(remove_item, item.id));
    return {};
}

Result<void> revoke_collection_item(db::Tx& tx, CollectionItem const& item) {
    TRY_OK(tx.run(remove_notices_to, item.collection_id, item.account_id));
    TRY_OK(tx.run(revoke_item, item.id));
    return {};
}

Result<std::vector<CollectionItem>> list_collection_items(
    db::Tx& tx, AccountId viewer, std::span<CollectionId const> collections) {
    if (collections.empty()) return std::vector<CollectionItem>{};
    return tx.list(list_shown_items, viewer, collections);
}

void install_collections(Server& server) {
    server.on<AccountBlocked>(part);
    server.on<AccountRemoved>(forget);
    install_tagged_collections(server);
}

}  // namespace skein::social
