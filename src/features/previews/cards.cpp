#include "features/previews/cards.h"

#include <algorithm>
#include <map>

#include "base/html.h"
#include "base/html_tags.h"
#include "base/json.h"
#include "base/url.h"
#include "core/server.h"
#include "platform/crypto/digest.h"
#include "social/views/account_holes.h"
#include "social/views/decorator.h"

namespace skein::previews {
namespace {

constexpr std::size_t links_looked_at_max = 20;
constexpr auto unused_for = std::chrono::days(30);
constexpr std::int64_t rows_a_write_max = 500;

#define CARD_COLUMNS                                                                      \
    "c.id, c.url, c.title, c.description, c.language, c.provider_name, c.author_name, "   \
    "c.author_url, c.image_url, c.image_description, c.width, c.height, c.published_at, " \
    "c.fetched_at, c.creator, c.page_host, c.creator_id, c.credited"

db::Query<Card> const find_by_hash{
    "preview_cards.find", "SELECT " CARD_COLUMNS " FROM preview_cards c WHERE c.url_hash = $1"};
db::Query<Card> const list_by_ids{"preview_cards.list_by_ids",
                                  "SELECT " CARD_COLUMNS
                                  " FROM preview_cards c WHERE c.id IN {list:$1} "
                                  "AND c.title <> ''"};
db::Query<Card> const find_by_id{"preview_cards.find_by_id",
                                 "SELECT " CARD_COLUMNS " FROM preview_cards c WHERE c.id = $1"};
db::Query<Card> const list_by_creator{"preview_cards.list_by_creator",
                                      "SELECT " CARD_COLUMNS
                                      " FROM preview_cards c WHERE c.creator_id = $1 AND c.id > $2 "
                                      "ORDER BY c.id LIMIT $3"};
// Whom it names is looked up anew where that changed; consent is for one site.
db::Query<CardId> const put{
    "preview_cards.put",
    "INSERT INTO preview_cards (id, url_hash, url, title, description, language, provider_name, "
    "author_name, author_url, image_url, image_description, width, height, published_at, "
    "fetched_at, creator, page_host) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
    "$13, $14, $15, $16, $17) ON CONFLICT (url_hash) DO UPDATE SET title = $4, description = $5, "
    "language = $6, provider_name = $7, author_name = $8, author_url = $9, image_url = $10, "
    "image_description = $11, width = $12, height = $13, published_at = $14, fetched_at = $15, "
    "creator = $16, page_host = $17, creator_id = CASE WHEN preview_cards.creator = $16 THEN "
    "preview_cards.creator_id END, credited = CASE WHEN preview_cards.creator = $16 AND "
    "preview_cards.page_host = $17 THEN preview_cards.credited ELSE FALSE END RETURNING id"};
db::Sql const credit{"preview_cards.credit",
                     "UPDATE preview_cards SET creator_id = $2, credited = $3 WHERE id = $1"};
db::Sql const credit_many{"preview_cards.credit_many",
                          "UPDATE preview_cards SET credited = $2 WHERE id IN {list:$1}"};
db::Query<AccountId> const list_uncredited_in{
    "preview_cards.list_uncredited",
    "SELECT DISTINCT c.creator_id FROM status_cards s JOIN preview_cards c ON c.id = s.card_id "
    "WHERE s.status_id IN {list:$1} AND c.credited = FALSE AND c.creator_id IN {list:$2}"};
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
    "SELECT status_id FROM status_cards WHERE card_id = $1 AND status_id < $2 ORDER BY status_id "
    "DESC LIMIT $3"};
constexpr std::int64_t statuses_a_write_max = 400;

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

namespace {

void write_authors(Card const& card, json::Writer& out) {
    out.key("authors");
    out.array([&] {
        if (card.author_name.empty() && card.author_url.empty() && !card.credited) return;
        out.object([&] {
            out.field("name", card.author_name);
            out.field("url", card.author_url);
            out.raw_field("account", card.credited && card.creator_id
                                         ? social::hole_of_account(*card.creator_id)
                                         : "null");
        });
    });
    out.field("author_name", card.author_name);
    out.field("author_url", card.author_url);
}

void write_picture(Server const& server, Card const& card, json::Writer& out) {
    auto const image = social::remote_url_here(server, {"cards", card.id.value, card.image_url},
                                               social::RemoteForm::whole);
    out.field("width", image.empty() ? 0 : card.width);
    out.field("height", image.empty() ? 0 : card.height);
    out.field("image", image.empty() ? std::optional<std::string>() : std::optional(image));
    out.field("image_description", card.image_description);
    out.field("blurhash", nullptr);
}

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
        write_authors(card, out);
        out.field("provider_name", card.provider_name);
        out.field("provider_url", url ? url->origin() : std::string());
        out.field("html", "");
        write_picture(server, card, out);
        out.field("embed_url", "");
        out.field("published_at", card.published_at);
    });
    auto text = out.take();
    auto const of_here = !card.creator.contains('@');
    if (!card.creator_id || card.credited || !of_here) return text;
    // Whoever is named by a page they have not listed is told so, and nobody else.
    text.pop_back();
    return text + social::hole_of_flag(*card.creator_id, "missing_attribution") + "}";
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

Result<CardId> put_card(db::Tx& tx, std::string_view url, SeenPage const& page, Time fetched_at) {
    auto const& head = page.head;
    return tx.load(put, tx.new_id<CardId>(), hash_of(url), url, head.title, head.description,
                   head.language, head.site_name, head.author, head.author_url, head.image,
                   head.image_description, head.width, head.height, head.published_at, fetched_at,
                   page.creator, page.host);
}

Result<void> show_anew(db::Tx& tx, ShowAnew const& order) {
    TRY(auto const shown_by,
        tx.list(list_statuses_with, order.card, order.before, statuses_a_write_max));
    if (shown_by.empty()) return {};
    TRY_OK(social::bump_status_versions(tx, shown_by));
    if (std::cmp_less(shown_by.size(), statuses_a_write_max)) return {};
    return show_anew_later(tx, {order.card, shown_by.back()});
}

Result<void> show_anew_later(db::Tx& tx, ShowAnew const& order) {
    // Of two orders the later begins with newer posts, and neither stands for the other.
    return enqueue(tx, order,
                   {.priority = Priority::upkeep,
                    .unique_key = fmt::format("{}/{}", order.card.value, order.before.value)});
}

Result<void> run_show_anew(JobRun& run, ShowAnew const& order) {
    return run.finish([&](db::Tx& tx) { return show_anew(tx, order); });
}

Result<std::optional<Card>> find_card(db::Tx& tx, CardId id) { return tx.find(find_by_id, id); }

Result<std::vector<Card>> list_cards_by(db::Tx& tx, AccountId creator, CardId after,
                                        std::int64_t limit) {
    return tx.list(list_by_creator, creator, after, limit);
}

Result<void> put_credit(db::Tx& tx, CardId card, std::optional<AccountId> creator, bool credited) {
    TRY_OK(tx.run(credit, card, creator, credited));
    return {};
}

Result<void> put_credits(db::Tx& tx, std::span<CardId const> cards, bool credited) {
    if (!cards.empty()) TRY_OK(tx.run(credit_many, cards, credited));
    return {};
}

Result<std::vector<AccountId>> list_uncredited(db::Tx& tx, std::span<StatusId const> shown,
                                               std::span<AccountId const> people) {
    if (shown.empty() || people.empty()) return std::vector<AccountId>{};
    return tx.list(list_uncredited_in, shown, people);
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
