#include "features/previews/cards.h"

#include <algorithm>
#include <map>

#include "base/html.h"
#include "base/html_tags.h"
#include "base/json.h"
#include "base/url.h"
#include "core/server.h"
#include "platform/crypto/digest.h"
#include "social/views/decorator.h"

namespace skein::previews {
namespace {

constexpr std::size_t links_looked_at_max = 20;
constexpr auto unused_for = std::chrono::days(30);
constexpr std::int64_t rows_a_write_max = 500;

#define CARD_COLUMNS                                                                    \
    "c.id, c.url, c.title, c.description, c.language, c.provider_name, c.author_name, " \
    "c.image_url, c.published_at, c.fetched_at"

db::Query<Card> const find_by_hash{
    "preview_cards.find", "SELECT " CARD_COLUMNS " FROM preview_cards c WHERE c.url_hash = $1"};
db::Query<Card> const list_by_ids{"preview_cards.list_by_ids",
                                  "SELECT " CARD_COLUMNS
                                  " FROM preview_cards c WHERE c.id IN {list:$1} "
                                  "AND c.title <> ''"};
db::Query<CardId> const put{
    "preview_cards.put",
    "INSERT INTO preview_cards (id, url_hash, url, title, description, language, provider_name, "
    "author_name, image_url, published_at, fetched_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
    "$10, $11) ON CONFLICT (url_hash) DO UPDATE SET title = $4, description = $5, language = $6, "
    "provider_name = $7, author_name = $8, image_url = $9, published_at = $10, fetched_at = $11 "
    "RETURNING id"};
db::Sql const note_asked{"preview_cards.note_asked",
                         "UPDATE preview_cards SET fetched_at = $2 WHERE id = $1"};
db::Sql const link_card{
    "status_cards.put",
    "INSERT INTO status_cards (status_id, card_id) VALUES ($1, $2) ON CONFLICT (status_id) "
    "DO UPDATE SET card_id = $2"};
db::Sql const unlink_card{"status_cards.remove", "DELETE FROM status_cards WHERE status_id = $1"};
db::Sql const sweep{
    "preview_cards.sweep",
    "DELETE FROM preview_cards WHERE id IN (SELECT c.id FROM preview_cards c WHERE c.fetched_at "
    "<= $1 AND NOT EXISTS (SELECT 1 FROM status_cards s WHERE s.card_id = c.id) "
    "ORDER BY c.fetched_at LIMIT $2)"};

struct StatusCard {
    StatusId status;
    Card card;
    auto row() { return std::tuple_cat(std::tie(status), card.row()); }
};
db::Query<StatusCard> const list_of{"status_cards.list",
                                    "SELECT s.status_id, " CARD_COLUMNS
                                    " FROM status_cards s JOIN preview_cards c ON c.id = s.card_id "
                                    "WHERE s.status_id IN {list:$1} AND c.title <> ''"};

db::Query<StatusId> const list_statuses_with{
    "status_cards.list_statuses",
    "SELECT status_id FROM status_cards WHERE card_id = $1 ORDER BY status_id DESC LIMIT $2"};
constexpr std::int64_t statuses_bumped_max = 500;

struct CardPicture {
    std::string url, page;
    auto row() { return std::tie(url, page); }
};
db::Query<CardPicture> const find_picture{
    "preview_cards.find_picture",
    "SELECT image_url, url FROM preview_cards WHERE id = $1 AND image_url <> ''"};
constexpr unsigned picture_width_max = 1200, picture_height_max = 1200;

db::Bytes hash_of(std::string_view url) { return db::Bytes{crypto::sha256(url)}; }

}  // namespace

std::string write_card(Server const& server, Card const& card) {
    auto const url = Url::parse(card.url);
    json::Writer out;
    out.object([&] {
        out.field("url", card.url);
        out.field("title", card.title);
        out.field("description", card.description);
        out.field("language", card.language.empty() ? std::optional<std::string>()
                                                    : std::optional(card.language));
        out.field("type", "link");
        out.key("authors");
        out.array([&] {
            if (card.author_name.empty()) return;
            out.object([&] {
                out.field("name", card.author_name);
                out.field("url", "");
                out.field("account", nullptr);
            });
        });
        out.field("author_name", card.author_name);
        out.field("author_url", "");
        out.field("provider_name", card.provider_name);
        out.field("provider_url", url ? url->origin() : std::string());
        out.field("html", "");
        out.field("width", 0);
        out.field("height", 0);
        auto const image = social::remote_url_here(server, {"cards", card.id.value, card.image_url},
                                                   social::RemoteForm::whole);
        out.field("image", image.empty() ? std::optional<std::string>() : std::optional(image));
        out.field("image_description", "");
        out.field("embed_url", "");
        out.field("blurhash", nullptr);
        out.field("published_at", card.published_at);
    });
    return out.take();
}

Result<std::vector<Card>> list_cards(db::Tx& tx, std::span<std::int64_t const> ids) {
    if (ids.empty()) return std::vector<Card>{};
    TRY(auto const found, tx.list(list_by_ids, ids));
    std::vector<Card> cards;
    for (auto const id : ids) {
        auto const card = std::ranges::find(found, CardId{id}, &Card::id);
        if (card != found.end()) cards.push_back(*card);
    }
    return cards;
}

Result<std::optional<Card>> find_card(db::Tx& tx, std::string_view url) {
    return tx.find(find_by_hash, hash_of(url));
}

Result<CardId> put_card(db::Tx& tx, std::string_view url, PageHead const& head, Time fetched_at) {
    TRY(auto const card, tx.load(put, tx.new_id<CardId>(), hash_of(url), url, head.title,
                                 head.description, head.language, head.site_name, head.author,
                                 head.image, head.published_at, fetched_at));
    TRY(auto const shown_by, tx.list(list_statuses_with, card, statuses_bumped_max));
    if (!shown_by.empty()) TRY_OK(social::bump_status_versions(tx, shown_by));
    return card;
}

Result<void> note_card_asked(db::Tx& tx, CardId card) {
    TRY_OK(tx.run(note_asked, card, tx.now()));
    return {};
}

Result<void> show_card(db::Tx& tx, StatusId status, CardId card) {
    TRY_OK(tx.run(link_card, status, card));
    return social::bump_status_versions(tx, std::span(&status, 1));
}

Result<void> hide_card(db::Tx& tx, StatusId status) {
    TRY(auto const removed, tx.run(unlink_card, status));
    return removed == 0 ? ok() : social::bump_status_versions(tx, std::span(&status, 1));
}

Result<std::vector<std::string>> render_cards(Server const& server, db::Tx& tx,
                                              std::span<StatusId const> statuses) {
    std::vector<std::string> rendered(statuses.size());
    TRY(auto const cards, tx.list(list_of, statuses));
    std::map<StatusId, Card const*> by_status;
    for (auto const& one : cards) by_status[one.status] = &one.card;
    for (std::size_t i = 0; i < statuses.size(); ++i)
        if (auto const found = by_status.find(statuses[i]); found != by_status.end())
            rendered[i] = write_card(server, *found->second);
    return rendered;
}

Result<std::optional<social::RemoteFile>> find_card_picture(db::Tx& tx, std::int64_t id) {
    TRY(auto const found, tx.find(find_picture, id));
    if (!found) return std::nullopt;
    auto const page = Url::parse(found->page);
    return social::RemoteFile{.url = found->url, .domain = page ? page->host().str() : ""};
}

std::vector<imaging::Task> card_picture_tasks() {
    return {{.name = "card",
             .width_max = picture_width_max,
             .height_max = picture_height_max,
             .still = true}};
}

std::optional<std::string> first_link(std::string_view content, std::string_view public_url) {
    std::size_t at = 0;
    for (std::size_t count = 0; count < links_looked_at_max;) {
        auto const tag = next_html_tag(content, at);
        if (!tag) break;
        if (tag->name != "a") continue;
        ++count;
        auto const kind = tag->get("class");
        if (kind.contains("mention") || kind.contains("hashtag")) continue;
        auto const url = Url::parse(plain_text_of(tag->get("href")));
        if (!url || url->origin() == public_url) continue;
        return url->str();
    }
    return std::nullopt;
}

Result<void> sweep_cards(Server& server) {
    auto const before = server.clock().now() - unused_for;
    for (auto removed = rows_a_write_max; removed == rows_a_write_max;) {
        TRY(removed,
            server.db().write([&](db::Tx& tx) { return tx.run(sweep, before, rows_a_write_max); },
                              db::Urgency::background));
    }
    return {};
}

}  // namespace skein::previews
