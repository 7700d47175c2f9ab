// Collections as documents.
#pragma once

#include <optional>
#include <string>

#include "features/activitypub/documents/writing.h"

namespace skein::activitypub {

struct CollectionHead {
    std::string id;
    std::string_view type = "OrderedCollection";
    std::optional<std::int64_t> total;
    std::string first = {};          ///< Of its pages; "" when they are not shown.
    std::string attributed_to = {};  ///< Or "".
};
std::string collection_document(CollectionHead const& head);
/// With all its items.
std::string collection_document(CollectionHead const& head, Addresses const& items);

struct CollectionPage {
    std::string id, part_of;
    std::string next = {};  ///< "" at the end.
    std::string_view type = "OrderedCollectionPage";
};
std::string page_document(CollectionPage const& page, Addresses const& items);
/// Items as finished objects.
std::string page_document(CollectionPage const& page, std::string_view context,
                          std::string_view items_json);

}  // namespace skein::activitypub
