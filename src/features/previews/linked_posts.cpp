#include "features/previews/linked_posts.h"

#include <algorithm>

#include "base/url.h"
#include "core/server.h"
#include "features/previews/cards.h"
#include "social/timeline_pages.h"
#include "social/timelines.h"
#include "social/trends.h"
#include "social/views/account_holes.h"
#include "social/views/views.h"

namespace skein::previews {
namespace {

// $1 the card, $2 below, $3 above, $4 how many.
#define LINK_PAGE(order)                                                                      \
    "SELECT status_id FROM status_cards WHERE card_id = $1 AND status_id < $2 AND status_id " \
    "> $3 ORDER BY status_id " order " LIMIT $4"
social::IdQuery const link_page{"link.page", LINK_PAGE("DESC")};
social::IdQuery const link_page_up{"link.page.up", LINK_PAGE("ASC")};
db::Query<AccountId> const list_findable{
    "link.findable",
    "SELECT id FROM accounts WHERE id IN {list:$1} AND discoverable = TRUE AND state = 0"};

/// Keeps public posts of people who want to be found.
Result<void> keep_findable(db::Tx& tx, std::vector<social::StatusHead>& heads) {
    std::erase_if(heads, [](social::StatusHead const& head) {
        return head.own.visibility != social::Visibility::public_;
    });
    if (heads.empty()) return {};
    std::vector<AccountId> authors;
    for (auto const& head : heads) authors.push_back(head.own.author.id);
    std::ranges::sort(authors);
    authors.erase(std::ranges::unique(authors).begin(), authors.end());
    TRY(auto findable, tx.list(list_findable, authors));
    std::ranges::sort(findable);
    std::erase_if(heads, [&](social::StatusHead const& head) {
        return !std::ranges::binary_search(findable, head.own.author.id);
    });
    return {};
}

Result<std::vector<social::StatusHead>> list_linking(db::Tx& tx, AccountId viewer, CardId card,
                                                     Page const& page) {
    TRY(auto const reader, social::load_reader(tx, viewer));
    auto const fetch = [&](Page const& part) -> Result<social::HeadBatch> {
        TRY(auto batch, social::list_heads(tx, part.ascending ? link_page_up : link_page, card,
                                           part.max_id, part.floor_id, part.limit));
        TRY_OK(keep_findable(tx, batch.heads));
        return batch;
    };
    auto const shown = social::without_blocked_domains(tx, *reader, fetch);
    TRY(auto heads,
        social::fill_page(tx, *reader, page, shown, [&](social::StatusHead const& head) {
            return social::belongs_among_strangers(*reader, head, tx.now());
        }));
    newest_first(page, heads);
    return heads;
}

Result<CardId> load_trending(Server& server, db::Tx& tx, std::string const& address) {
    auto const& config = server.settings<social::TrendsConfig>();
    auto const url = Url::parse(address);
    auto const missing = fail(Errc::not_found, "Record not found");
    if (!config.enabled || !url) return missing;
    TRY(auto const card, find_card(tx, url->str()));
    if (!card) return missing;
    TRY(auto const shown,
        social::is_trending(tx, social::TrendKind::link, card->id.value, !config.review));
    if (!shown) return missing;
    return card->id;
}

}  // namespace

Result<Reply> show_link_timeline(Call& call, LinkInput const& input) {
    TRY(auto const page, call.page({}));
    auto& server = call.server();
    return server.db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const card, load_trending(server, tx, input.url));
        TRY(auto const heads, list_linking(tx, call.viewer(), card, page));
        json::Writer out;
        TRY_OK(out.array(
            [&] { return social::write_statuses({server, tx, call.viewer()}, heads, out); }));
        return page_reply(call, page, heads, std::move(out));
    });
}

Result<Reply> show_card_of_status(Call& call) {
    auto& server = call.server();
    auto const asked = call.path_id<StatusId>("id");
    return server.db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const status, social::load_visible_status(tx, call.viewer(), asked));
        auto const shown = status.boost_of_id.value_or(status.id);
        TRY(auto const cards, render_cards(server, tx, std::span(&shown, 1)));
        TRY(auto const text, social::fill_holes({server, tx, call.viewer()},
                                                cards.front().empty() ? "{}" : cards.front()));
        json::Writer out;
        out.raw(text);
        return json_reply(std::move(out));
    });
}

void install_linked_posts(Server& server) {
    server.get("/api/v1/timelines/link", show_link_timeline,
               {.who = Who::anyone,
                .scope = "read:statuses",
                .returns = "[Status]",
                .summary = "Public posts with a link that is talked about."});
    server.get("/api/v1/statuses/{id}/card", show_card_of_status,
               {.who = Who::anyone,
                .scope = "read:statuses",
                .returns = "PreviewCard",
                .summary = "The card of a post's first link. Old: it is in the post."});
}

}  // namespace skein::previews
