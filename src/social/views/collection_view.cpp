#include "social/views/collection_view.h"

#include <algorithm>

#include "base/text.h"
#include "core/server.h"
#include "social/post_text.h"

namespace skein::social {
namespace {

void write_words(Server const& server, Collection const& one, json::Writer& out) {
    out.field("id", one.id);
    out.field("account_id", one.account_id);
    out.field("uri", fmt::format("{}/ap/users/{}/collections/{}", server.public_url(),
                                 one.account_id.value, one.id.value));
    out.field("url", collection_url(server, one.id));
    out.field("name", one.name);
    out.field("description", render_note(one.description, {}, server.public_url()).str());
    out.key("language");
    one.language.empty() ? out.value(nullptr) : out.value(one.language);
    out.field("local", true);
    out.field("sensitive", one.sensitive);
    out.field("discoverable", one.discoverable);
    out.key("tag");
    if (one.tag.empty()) out.value(nullptr);
    else
        out.object([&] {
            out.field("name", one.tag);
            out.field("url", tag_url(server, fold_tag(one.tag)));
        });
    out.field("created_at", one.created_at);
    out.field("updated_at", one.updated_at);
}

void write_one(Server const& server, Collection const& one,
               std::span<CollectionItem const> all_items, json::Writer& out) {
    out.object([&] {
        write_words(server, one, out);
        out.field("item_count",
                  std::ranges::count(all_items, one.id, &CollectionItem::collection_id));
        out.key("items");
        out.array([&] {
            for (auto const& item : all_items)
                if (item.collection_id == one.id) write_collection_item(item, out);
        });
    });
}

}  // namespace

std::string collection_url(Server const& server, CollectionId id) {
    return fmt::format("{}/collections/{}", server.public_url(), id.value);
}

Result<void> write_collections(ViewOf const& view, std::span<Collection const> collections,
                               json::Writer& out) {
    std::vector<CollectionId> ids;
    for (auto const& one : collections) ids.push_back(one.id);
    TRY(auto const items, list_collection_items(view.tx, view.viewer, ids));
    for (auto const& one : collections) write_one(view.server, one, items, out);
    return {};
}

Result<void> write_collection(ViewOf const& view, Collection const& collection, json::Writer& out,
                              std::vector<AccountId>* accounts) {
    TRY(auto const items,
        list_collection_items(view.tx, view.viewer, std::span(&collection.id, 1)));
    write_one(view.server, collection, items, out);
    if (accounts)
        for (auto const& item : items) accounts->push_back(item.account_id);
    return {};
}

Result<std::unordered_map<CollectionId, std::string>> render_collections(
    ViewOf const& view, std::span<Collection const> collections) {
    std::unordered_map<CollectionId, std::string> texts;
    std::vector<CollectionId> ids;
    for (auto const& one : collections) ids.push_back(one.id);
    TRY(auto const items, list_collection_items(view.tx, view.viewer, ids));
    for (auto const& one : collections) {
        if (texts.contains(one.id)) continue;
        json::Writer out;
        write_one(view.server, one, items, out);
        texts.emplace(one.id, out.take());
    }
    return texts;
}

void write_collection_item(CollectionItem const& item, json::Writer& out) {
    out.object([&] {
        out.field("id", item.id);
        out.field("account_id", item.account_id);
        out.field("state", "accepted");
        out.field("created_at", item.created_at);
    });
}

}  // namespace skein::social
