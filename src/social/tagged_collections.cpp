#include "social/tagged_collections.h"

#include <algorithm>

#include "base/html_tags.h"
#include "core/server.h"
#include "social/events.h"
#include "social/views/account_holes.h"
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
    "INSERT INTO status_collections (status_id, collection_id) SELECT $1, c.id FROM collections c "
    "WHERE c.id IN {list:$2} ON CONFLICT (status_id, collection_id) DO NOTHING"};
db::Sql const remove_all{"status_collections.remove",
                         "DELETE FROM status_collections WHERE status_id = $1"};
db::Sql const remove_links{
    "status_collections.remove_links",
    "DELETE FROM status_collections WHERE collection_id = $1 AND status_id IN (SELECT t.status_id "
    "FROM status_collections t WHERE t.collection_id = $1 ORDER BY t.status_id DESC LIMIT $2)"};
db::Sql const remove_links_to_those_of{
    "status_collections.remove_links_of",
    "DELETE FROM status_collections WHERE collection_id IN (SELECT c.id FROM collections c WHERE "
    "c.account_id = $1) AND status_id IN (SELECT t.status_id FROM status_collections t WHERE "
    "t.collection_id IN (SELECT c.id FROM collections c WHERE c.account_id = $1) ORDER BY "
    "t.status_id DESC LIMIT $2)"};
struct Tagged {
    StatusId status;
    CollectionId collection;
    auto row() { return std::tie(status, collection); }
};
db::Query<Tagged> const list_tagged{
    "status_collections.list",
    "SELECT status_id, collection_id FROM status_collections WHERE status_id IN {list:$1} ORDER BY "
    "status_id, collection_id"};

// Who may be shown anything but what everybody is: across a block, and who is shown people that
// others are not, be it themselves.
db::Query<AccountId> const list_concerned_among{
    "status_collections.concerned",
    "SELECT v.id FROM accounts v WHERE v.id IN {list:$2} AND EXISTS (SELECT 1 FROM "
    "status_collections t JOIN collections c ON c.id = t.collection_id WHERE t.status_id IN "
    "{list:$1} AND (c.account_id = v.id OR EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = "
    "c.account_id AND b.target_id = v.id) OR EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = "
    "v.id AND b.target_id = c.account_id) OR EXISTS (SELECT 1 FROM collection_items i WHERE "
    "i.collection_id = c.id AND i.account_id = v.id) OR EXISTS (SELECT 1 FROM users u WHERE "
    "u.account_id = v.id AND u.role > 0)))"};

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
    if (shown.empty()) return {};
    std::vector<CollectionId> ids;
    for (auto const& collection : shown) ids.push_back(collection.id);
    TRY_OK(tx.run(insert, status, ids));
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

Result<std::vector<std::string>> render(db::Tx& tx, AccountId, std::span<StatusId const> statuses) {
    std::vector<std::string> texts(statuses.size());
    TRY(auto const tagged, tx.list(list_tagged, statuses));
    for (std::size_t i = 0; i < statuses.size() && !tagged.empty(); ++i) {
        std::vector<CollectionId> ids;
        for (auto const& one : tagged)
            if (one.status == statuses[i]) ids.push_back(one.collection);
        if (!ids.empty()) texts[i] = hole_of_collections(ids);
    }
    return texts;
}

Result<std::vector<AccountId>> list_concerned(db::Tx& tx, std::span<StatusId const> shown,
                                              std::span<AccountId const> viewers) {
    if (shown.empty() || viewers.empty()) return std::vector<AccountId>{};
    return tx.list(list_concerned_among, shown, viewers);
}

}  // namespace

Result<void> forget_links_to(db::Tx& tx, CollectionId id) {
    TRY_OK(tx.run(remove_links, id, links_forgotten_max));
    return {};
}

Result<void> forget_links_to_those_of(db::Tx& tx, AccountId owner) {
    TRY_OK(tx.run(remove_links_to_those_of, owner, links_forgotten_max));
    return {};
}

void install_tagged_collections(Server& server) {
    // The address without a number.
    auto begin = collection_url(server, {});
    begin.resize(begin.rfind('/') + 1);
    server.part<CollectionPages>().begin = std::move(begin);
    server.on<StatusPublished>(read_new);
    server.on<StatusEdited>(read_again);
    server.on<StatusRemoved>(forget);
    server.part<Decorators>().statuses.push_back({.field = "tagged_collections",
                                                  .fallback = "[]",
                                                  .render = render,
                                                  .concerned = list_concerned});
}

}  // namespace skein::social
