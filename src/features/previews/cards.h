// Cards as they are stored: one for each linked page, and which post shows which.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/jobs.h"
#include "features/previews/page_head.h"
#include "platform/db/tx.h"
#include "social/remote_files.h"

namespace skein {
class Server;
}

namespace skein::previews {

using CardId = Id<struct CardTag>;

struct Card {
    CardId id;
    std::string url, title, description, language, provider_name, author_name, author_url;
    std::string image_url, image_description;
    std::int64_t width = 0, height = 0;
    std::optional<Time> published_at;
    Time fetched_at{};    ///< When it was asked for last, answered or not.
    std::string creator;  ///< `user` of this server, `user@host` of another, or "".
    std::string page_host;
    std::optional<AccountId> creator_id;  ///< Once it is known.
    bool credited = false;                ///< Its owner lets pages of `page_host` name them.
    auto row() {
        return std::tie(id, url, title, description, language, provider_name, author_name,
                        author_url, image_url, image_description, width, height, published_at,
                        fetched_at, creator, page_host, creator_id, credited);
    }
};

Result<std::optional<Card>> find_card(db::Tx& tx, std::string_view url);
/// Those with something to show, in the order given.
Result<std::vector<Card>> list_cards(db::Tx& tx, std::span<std::int64_t const> ids);
/// PreviewCard, as one JSON object with holes (social/views/account_holes.h).
std::string write_card(Server const& server, Card const& card);

/// What came when a link was followed.
struct SeenPage {
    PageHead head = {};        ///< Without a title it is one with nothing to show.
    std::string host = {};     ///< Where the last redirect led.
    std::string creator = {};  ///< As in a Card.
};
/// Stores or replaces what is known of a page; of one that posts show already, the caller shows the
/// card anew.
Result<CardId> put_card(db::Tx& tx, std::string_view url, SeenPage const& page, Time fetched_at);

/// Renders the posts that show a card anew: those before one (at first: all), newest first.
struct ShowAnew {
    static constexpr std::string_view name = "previews.show_anew";
    CardId card;
    StatusId before{std::numeric_limits<std::int64_t>::max()};
    auto row() { return std::tie(card, before); }
};
/// Some of them in this transaction, the rest in jobs, step by step.
Result<void> show_anew(db::Tx& tx, ShowAnew const& order);
/// All of them in jobs.
Result<void> show_anew_later(db::Tx& tx, ShowAnew const& order);
Result<void> run_show_anew(JobRun& run, ShowAnew const& order);
/// It is asked for now: nobody else needs to before tomorrow.
Result<void> note_card_asked(db::Tx& tx, CardId card);
/// The post shows this card, once there is something to show.
Result<void> show_card(db::Tx& tx, StatusId status, CardId card);
/// The post shows none.
Result<void> hide_card(db::Tx& tx, StatusId status);

Result<std::optional<Card>> find_card(db::Tx& tx, CardId id);
/// Those that name an account, in the order of their ids, behind `after`.
Result<std::vector<Card>> list_cards_by(db::Tx& tx, AccountId creator, CardId after,
                                        std::int64_t limit);
/// Whose work the page is by its own word, and whether they agree; the caller shows the card anew.
Result<void> put_credit(db::Tx& tx, CardId card, std::optional<AccountId> creator, bool credited);
Result<void> put_credits(db::Tx& tx, std::span<CardId const> cards, bool credited);
/// Those of these people whom a page that these posts link to names without their consent: they
/// alone see that.
Result<std::vector<AccountId>> list_uncredited(db::Tx& tx, std::span<StatusId const> shown,
                                               std::span<AccountId const> people);

/// The `card` of each post as JSON with holes, "" for none: for a view decorator.
Result<std::vector<std::string>> render_cards(Server const& server, db::Tx& tx,
                                              std::span<StatusId const> statuses);

/// The pictures of cards, as rows that name files (social/remote_files.h).
Result<std::optional<social::RemoteFile>> find_card_picture(db::Tx& tx, std::int64_t id);
std::vector<imaging::Task> card_picture_tasks();

/// The first link in the HTML of a post that leads to a page of others: no mention, no hashtag,
/// nothing of this server.
std::optional<std::string> first_link(std::string_view content, std::string_view public_url);

/// Cards that no post has shown for long are let go.
Result<void> sweep_cards(Server& server);

}  // namespace skein::previews
