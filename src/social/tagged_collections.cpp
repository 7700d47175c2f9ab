#include "social/tagged_collections.h"

#include <algorithm>

#include "base/html_tags.h"
#include "core/server.h"
#include "social/events.h"
#include "social/views/collection_view.h"
#include "social/views/decorator.h"

namespace skein::social {
namespace {

/// How the address of a collection's page begins.
struct CollectionPages {
    std::string begin;
};

// The text of a post that may link to one.
db::Query<std::string> const find_text{
    "status_collections.find_text",
    "SELECT content FROM statuses WHERE id = $1 AND boost_of_id IS NULL AND content LIKE $2"};
db::Sql const insert{
    "status_collections.insert",
    "INSERT INTO status_collections (status_id, collection_id) VALUES ($1, $2) ON CONFLICT "
    "(status_id, collection_id) DO NOTHING"};
db::Sql const remove_all{"status_collections.remove",
                         "DELETE FROM status_collections WHERE status_id = $1"};
db::Query<StatusId> const list_posts{
    "status_collections.list_posts",
    "SELECT status_id FROM status_collections WHERE collection_id = $1 ORDER BY status_id DESC "
    "LIMIT $2"};
// Posts with a collection that the account owns or is in.
db::Query<StatusId> const list_posts_about{
    "status_collections.list_about",
    "SELECT t.status_id FROM status_collections t WHERE t.collection_id IN (SELECT c.id FROM "
    "collections c WHERE c.account_id = $1 UNION SELECT i.collection_id FROM collection_items i "
    "WHERE i.account_id = $1) ORDER BY t.status_id DESC LIMIT $2"};
struct Tagged {
    StatusId status;
    CollectionId collection;
    auto row() { return std::tie(status, collection); }
};
db::Query<Tagged> const list_tagged{
    "status_collections.list",
    "SELECT status_id, collection_id FROM status_collections WHERE status_id IN {list:$1} ORDER BY "
    "status_id, collection_id"};

/// The collections that a text links to, each once.
std::vector<CollectionId> linked_in(std::string_view html, std::string_view begin) {
    std::vector<CollectionId> ids;
    std::size_t at = 0;
    while (auto const tag = next_html_tag(html, at)) {
        auto const address = tag->get("href");
        if (tag->name != "a" || !address.starts_with(begin)) continue;
        auto const number = parse_id(address.substr(begin.size()));
        if (!number || std::ranges::find(ids, CollectionId{*number}) != ids.end()) continue;
        ids.push_back(CollectionId{*number});
        if (ids.size() == tagged_collections_max) break;
    }
    return ids;
}

Result<void> tag(db::Tx& tx, StatusId status, AccountId author) {
    auto const& begin = tx.board().part<CollectionPages>().begin;
    TRY(auto const text, tx.find(find_text, status, "%href=\"" + begin + "%"));
    if (!text) return {};
    TRY(auto const shown, list_shown_collections(tx, author, linked_in(*text, begin)));
    for (auto const& collection : shown) TRY_OK(tx.run(insert, status, collection.id));
    return {};
}

Result<void> read_new(db::Tx& tx, StatusPublished const& event) {
    return event.boost_of ? ok() : tag(tx, event.status, event.author);
}
// An edit has the post drawn anew by itself.
Result<void> read_again(db::Tx& tx, StatusEdited const& event) {
    TRY_OK(tx.run(remove_all, event.status));
    return tag(tx, event.status, event.author);
}
Result<void> forget(db::Tx& tx, StatusRemoved const& event) {
    if (!event.boost_of) TRY_OK(tx.run(remove_all, event.status));
    return {};
}

/// Suspended, back again: who is shown in collections changes with it.
Result<void> redraw(db::Tx& tx, AccountUpdated const& event) {
    return redraw_posts_about(tx, event.account);
}

Result<std::vector<std::string>> render(Server& server, db::Tx& tx,
                                        std::span<StatusId const> statuses) {
    std::vector<std::string> texts(statuses.size());
    TRY(auto const tagged, tx.list(list_tagged, statuses));
    if (tagged.empty()) return texts;
    std::vector<CollectionId> ids;
    for (auto const& one : tagged) ids.push_back(one.collection);
    // The text is the same for all readers.
    TRY(auto const shown, list_shown_collections(tx, {}, ids));
    TRY(auto const parts, render_collections({server, tx, {}}, shown));
    for (std::size_t i = 0; i < statuses.size(); ++i) {
        for (auto const& one : tagged)
            if (auto const part = parts.find(one.collection);
                one.status == statuses[i] && part != parts.end())
                texts[i] += (texts[i].empty() ? "[" : ",") + part->second;
        if (!texts[i].empty()) texts[i] += ']';
    }
    return texts;
}

}  // namespace

Result<void> redraw_posts_with(db::Tx& tx, CollectionId id) {
    TRY(auto const posts, tx.list(list_posts, id, posts_redrawn_max));
    return posts.empty() ? ok() : bump_status_versions(tx, posts);
}

Result<void> redraw_posts_about(db::Tx& tx, AccountId account) {
    TRY(auto const posts, tx.list(list_posts_about, account, posts_redrawn_max));
    return posts.empty() ? ok() : bump_status_versions(tx, posts);
}

void install_tagged_collections(Server& server) {
    // The address without a number.
    auto begin = collection_url(server, {});
    begin.resize(begin.rfind('/') + 1);
    server.part<CollectionPages>().begin = std::move(begin);
    server.on<StatusPublished>(read_new);
    server.on<StatusEdited>(read_again);
    server.on<StatusRemoved>(forget);
    server.on<AccountUpdated>(redraw);
    server.part<Decorators>().statuses.push_back(
        {.field = "tagged_collections",
         .fallback = "[]",
         .render = [&server](db::Tx& tx, AccountId, std::span<StatusId const> statuses) {
             return render(server, tx, statuses);
         }});
}

}  // namespace skein::social
