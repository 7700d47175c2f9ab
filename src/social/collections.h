// Collections: accounts that somebody gathered under a name for others to see and follow.
//
// Invariants: (1) only accounts that let themselves be found are put in, and never across a block;
// (2) whoever is in one may leave it for good; (3) suspended accounts, and those not shown to the
// reader, are in none of them for that reader.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/accounts.h"

namespace skein {
class Server;
}

namespace skein::social {

using CollectionId = Id<struct CollectionTag>;
using CollectionItemId = Id<struct CollectionItemTag>;

inline constexpr std::int64_t collections_max = 10;  ///< Of one account.
inline constexpr std::int64_t collection_items_max = 25;
inline constexpr std::size_t collection_name_characters_max = 40;
inline constexpr std::size_t collection_description_characters_max = 100;

struct Collection {
    CollectionId id;
    AccountId account_id;
    std::string name, description;  ///< As typed.
    std::string language;           ///< "" when it has none.
    std::string tag;                ///< As typed, without '#'; "" when it has none.
    bool sensitive = false;
    bool discoverable = false;  ///< Listed on the profile for everybody.
    Time created_at{}, updated_at{};
    auto row() {
        return std::tie(id, account_id, name, description, language, tag, sensitive, discoverable,
                        created_at, updated_at);
    }
};

enum class CollectionItemState : std::int64_t { accepted = 1, revoked = 2 };

struct CollectionItem {
    CollectionItemId id;
    CollectionId collection_id;
    AccountId account_id;
    CollectionItemState state{};
    Time created_at{};
    auto row() { return std::tie(id, collection_id, account_id, state, created_at); }
};

/// Errc::not_found also for one whose owner is not shown to the viewer, or blocks them.
Result<Collection> load_shown_collection(db::Tx& tx, AccountId viewer, CollectionId id);
/// Those of them that `load_shown_collection` would find, in order of id.
Result<std::vector<Collection>> list_shown_collections(db::Tx& tx, AccountId viewer,
                                                       std::span<CollectionId const> ids);
/// In any order, without regard to who reads.
Result<std::vector<Collection>> list_collections(db::Tx& tx, std::span<CollectionId const> ids);
/// Those of an account, newest first; to others the discoverable ones.
Result<std::vector<Collection>> list_collections_by(db::Tx& tx, AccountId viewer, AccountId owner,
                                                    std::int64_t limit, std::int64_t offset);
/// Those an account is in, the latest first.
Result<std::vector<Collection>> list_collections_with(db::Tx& tx, AccountId member,
                                                      std::int64_t limit, std::int64_t offset);

/// Errc::unprocessable beyond `collections_max`. Id and times are filled in.
Result<Collection> insert_collection(db::Tx& tx, Collection collection);
/// Tells the members when what they are part of has another name or description.
Result<void> update_collection(db::Tx& tx, Collection const& before, Collection& changed);
Result<void> remove_collection(db::Tx& tx, CollectionId id);

/// May `owner` put this account into a collection? It must be known here, let itself be found, and
/// neither may block the other.
Result<bool> may_be_collected(db::Tx& tx, AccountId owner, AccountId account);
/// Errc::forbidden when it may not be, or has left; Errc::conflict when it is there already;
/// Errc::unprocessable when it is full. Tells the account.
Result<CollectionItem> add_collection_item(db::Tx& tx, Collection const& collection,
                                           AccountId account);
/// Errc::not_found when it is none of this collection.
Result<CollectionItem> load_collection_item(db::Tx& tx, CollectionId collection,
                                            CollectionItemId id);
Result<void> remove_collection_item(db::Tx& tx, CollectionItem const& item);
Result<void> revoke_collection_item(db::Tx& tx, CollectionItem const& item);

/// The items of several collections that a viewer is shown, oldest first.
Result<std::vector<CollectionItem>> list_collection_items(
    db::Tx& tx, AccountId viewer, std::span<CollectionId const> collections);

/// What follows from blocks and from accounts that go away.
void install_collections(Server& server);

}  // namespace skein::social
