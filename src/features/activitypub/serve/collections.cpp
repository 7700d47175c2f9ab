#include "features/activitypub/serve/collections.h"

#include "features/activitypub/documents/context.h"

namespace skein::activitypub {
namespace {

std::string_view items_key(std::string_view type) {
    return type.starts_with("Ordered") ? "orderedItems" : "items";
}

void write_head(CollectionHead const& head, json::Writer& out) {
    out.field("id", head.id);
    out.field("type", head.type);
    if (!head.attributed_to.empty()) out.field("attributedTo", head.attributed_to);
    if (head.total) out.field("totalItems", *head.total);
    if (!head.first.empty()) out.field("first", head.first);
}

void write_page_head(CollectionPage const& page, json::Writer& out) {
    out.field("id", page.id);
    out.field("type", page.type);
    out.field("partOf", page.part_of);
    if (!page.next.empty()) out.field("next", page.next);
}

}  // namespace

std::string collection_document(CollectionHead const& head) {
    return document(plain_context, [&](json::Writer& out) { write_head(head, out); });
}

std::string collection_document(CollectionHead const& head, Addresses const& items) {
    return document(plain_context, [&](json::Writer& out) {
        write_head(head, out);
        write_list(items_key(head.type), items, out);
    });
}

std::string page_document(CollectionPage const& page, Addresses const& items) {
    return document(plain_context, [&](json::Writer& out) {
        write_page_head(page, out);
        write_list(items_key(page.type), items, out);
    });
}

std::string page_document(CollectionPage const& page, std::string_view context,
                          std::string_view items_json) {
    return document(context, [&](json::Writer& out) {
        write_page_head(page, out);
        out.raw_field(items_key(page.type), items_json);
    });
}

}  // namespace skein::activitypub
