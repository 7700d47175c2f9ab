// Collection and CollectionItem.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "social/collections.h"
#include "social/views/views.h"

namespace skein::social {

/// Its page.
std::string collection_url(Server const& server, CollectionId id);
/// Each as one element of the open array. One statement.
Result<void> write_collections(ViewOf const& view, std::span<Collection const> collections,
                               json::Writer& out);
/// One as one value; the accounts in it, in order, when somebody wants them.
Result<void> write_collection(ViewOf const& view, Collection const& collection, json::Writer& out,
                              std::vector<AccountId>* accounts = nullptr);
/// Each as a text of its own, by its id. One statement, or none.
Result<std::unordered_map<CollectionId, std::string>> render_collections(
    ViewOf const& view, std::span<Collection const> collections);
void write_collection_item(CollectionItem const& item, json::Writer& out);

}  // namespace skein::social
