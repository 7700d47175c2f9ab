#include "features/public_pages/shown_posts.h"

#include <algorithm>
#include <unordered_map>

#include "base/html.h"
#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "social/quotes.h"
#include "social/readers.h"
#include "social/views/account_holes.h"
#include "social/views/decorator.h"

namespace skein::public_pages {
namespace {

using social::StatusHead;

/// What the posts of one page quote, as far as their reader may see it.
struct Quotes {
    std::vector<social::Quote> all;
    std::vector<StatusHead> known, visible;
};

bool has_id(std::vector<StatusHead> const& heads, StatusId id) {
    return std::ranges::find(heads, id, &StatusHead::id) != heads.end();
}

Result<Quotes> load_quotes(social::ViewOf const& view, std::span<StatusHead const> heads) {
    Quotes quotes;
    std::vector<StatusId> quoting, quoted;
    for (auto const& head : heads)
        if ((head.shown().marks & social::status_marks::has_quote) != 0)
            quoting.push_back(head.shown().id);
    if (quoting.empty()) return quotes;
    TRY(quotes.all, social::list_quotes_in(view.tx, quoting));
    for (auto const& quote : quotes.all)
        if (quote.state == social::QuoteState::accepted) quoted.push_back(quote.quoted_id);
    std::ranges::sort(quoted);
    auto const twice = std::ranges::unique(quoted);
    quoted.erase(twice.begin(), twice.end());
    TRY(quotes.known, social::list_heads_of(view.tx, quoted));
    TRY(auto const reader, social::load_reader(view.tx, view.viewer));
    quotes.visible = quotes.known;
    TRY_OK(social::keep_visible(view.tx, *reader, quotes.visible));
    TRY_OK(social::drop_blocked_domains(view.tx, *reader, quotes.visible));
    std::erase_if(quotes.visible, [&](StatusHead const& head) {
        return reader->mutes(head.own.author.id, view.tx.now());
    });
    return quotes;
}

template <class Row, class Key>
std::unordered_map<Key, Row const*> by_key(std::vector<Row> const& rows, Key Row::* key) {
    std::unordered_map<Key, Row const*> found;
    for (auto const& row : rows) found.emplace(row.*key, &row);
    return found;
}

/// Everything that posts are put together from.
struct Rows {
    std::vector<social::Status> statuses;
    std::vector<social::Account> accounts;
    std::vector<social::Media> media;
    std::vector<social::Poll> polls;
    std::unordered_map<StatusId, ShownCard> cards;
};

std::optional<ShownCard> read_card(std::string_view text) {
    auto const document = json::Document::parse(text);
    if (!document) return std::nullopt;
    auto const root = document->root();
    ShownCard card;
    card.url = root.get_text("url");
    card.title = root.get_text("title");
    card.description = root.get_text("description");
    card.site = root.get_text("provider_name");
    card.image = root.get_text("image");
    card.image_description = root.get_text("image_description");
    auto const url = Url::parse(card.url);
    if (!url) return std::nullopt;
    if (card.site.empty()) card.site = url->host().str();
    return card;
}

/// Cards are another feature's, which says of each post what it links to (decorator.h).
Result<void> load_cards(social::ViewOf const& view, std::span<StatusId const> ids, Rows& rows) {
    auto const& all = view.server.part<social::Decorators>().statuses;
    auto const decorator = std::ranges::find(all, "card", &social::Decorator::field);
    if (decorator == all.end() || ids.empty()) return {};
    TRY(auto const texts, decorator->render(view.tx, {}, ids));
    social::HoleFiller const nobody;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (texts[i].empty()) continue;
        std::string filled;
        // Whom a card names is not drawn: a hole is null.
        nobody.append(filled, texts[i], {});
        if (auto card = read_card(filled)) rows.cards.emplace(ids[i], *std::move(card));
    }
    return {};
}

Result<Rows> load_rows(social::ViewOf const& view, std::span<StatusHead const> heads,
                       Quotes const& quotes) {
    std::vector<StatusId> ids, polling, linking;
    std::vector<AccountId> people;
    auto const add = [&](StatusHead const& head) {
        auto const& shown = head.shown();
        ids.push_back(shown.id);
        if ((shown.marks & social::status_marks::has_poll) != 0) polling.push_back(shown.id);
        for (auto const id : {shown.author.id, head.own.author.id, head.in_reply_to_account})
            if (id) people.push_back(id);
    };
    for (auto const& head : heads) {
        add(head);
        if ((head.shown().marks & social::status_marks::has_quote) == 0)
            linking.push_back(head.shown().id);
    }
    for (auto const& head : quotes.visible) add(head);
    Rows rows;
    TRY(rows.statuses, social::list_statuses(view.tx, ids));
    TRY(rows.accounts, social::list_accounts(view.tx, people));
    TRY(rows.media, social::list_media_of(view.tx, ids));
    if (!polling.empty()) {
        TRY(rows.polls, social::list_polls_of(view.tx, polling));
    }
    TRY_OK(load_cards(view, linking, rows));
    return rows;
}

/// Puts posts together from the rows of a batch.
class Gathering {
  public:
    Gathering(Rows const& rows, Quotes const& quotes)
        : rows_(rows),
          quotes_(quotes),
          statuses_(by_key(rows.statuses, &social::Status::id)),
          accounts_(by_key(rows.accounts, &social::Account::id)) {}

    std::optional<ShownPost> post(StatusHead const& head) const {
        auto post = without_quote(head);
        if (!post) return post;
        auto const quote =
            std::ranges::find(quotes_.all, post->status.id, &social::Quote::status_id);
        // One that asked nobody is the link that stands in the text.
        if (quote != quotes_.all.end() && quote->state != social::QuoteState::unverified)
            post->quote = quoted(*quote);
        if (auto const card = rows_.cards.find(post->status.id);
            card != rows_.cards.end() && post->media.empty() && !post->quote)
            post->card = card->second;
        return post;
    }

  private:
    social::Account const* account(AccountId id) const {
        auto const found = accounts_.find(id);
        return found == accounts_.end() ? nullptr : found->second;
    }

    std::optional<ShownPost> without_quote(StatusHead const& head) const {
        auto const status = statuses_.find(head.shown().id);
        auto const* author = account(head.shown().author.id);
        if (status == statuses_.end() || !author) return std::nullopt;
        ShownPost post;
        post.status = *status->second;
        post.author = *author;
        for (auto const& one : rows_.media)
            if (one.status_id == post.status.id) post.media.push_back(one);
        auto const poll = std::ranges::find(rows_.polls, post.status.id, &social::Poll::status_id);
        if (poll != rows_.polls.end()) post.poll = *poll;
        if (head.is_boost()) {
            if (auto const* by = account(head.own.author.id)) post.boosted_by = *by;
        } else if (auto const* answered = account(head.in_reply_to_account)) {
            post.answers = *answered;
        }
        post.replies_count = std::max<std::int64_t>(head.replies_count, 0);
        post.boosts_count = std::max<std::int64_t>(head.boosts_count, 0);
        post.favourites_count = std::max<std::int64_t>(head.favourites_count, 0);
        return post;
    }

    ShownQuote quoted(social::Quote const& quote) const {
        using enum ShownQuote::Absence;
        if (quote.state == social::QuoteState::pending) return {pending, nullptr};
        if (quote.state != social::QuoteState::accepted) return {refused, nullptr};
        if (!has_id(quotes_.known, quote.quoted_id)) return {gone, nullptr};
        auto const head = std::ranges::find(quotes_.visible, quote.quoted_id, &StatusHead::id);
        if (head == quotes_.visible.end()) return {hidden, nullptr};
        auto post = without_quote(*head);
        if (!post) return {gone, nullptr};
        return {none, std::make_shared<ShownPost const>(*std::move(post))};
    }

    Rows const& rows_;
    Quotes const& quotes_;
    std::unordered_map<StatusId, social::Status const*> statuses_;
    std::unordered_map<AccountId, social::Account const*> accounts_;
};

void note_texts(social::EmojiBook& emojis, social::Account const& account) {
    emojis.note(account.domain, account.display_name);
}

void note_texts(social::EmojiBook& emojis, ShownPost const& post) {
    auto const& domain = post.author.domain;
    note_texts(emojis, post.author);
    emojis.note(domain, post.status.spoiler_text);
    emojis.note(domain, post.status.content);
    if (post.poll)
        for (auto const& option : post.poll->options) emojis.note(domain, option.title);
    if (post.boosted_by) note_texts(emojis, *post.boosted_by);
    if (post.answers) note_texts(emojis, *post.answers);
    if (post.quote && post.quote->post) note_texts(emojis, *post.quote->post);
}

}  // namespace

Result<Shown> load_shown(social::ViewOf const& view, std::span<StatusHead const> heads,
                         std::span<social::Account const> others) {
    Shown shown;
    if (!heads.empty()) {
        TRY(auto const quotes, load_quotes(view, heads));
        TRY(auto const rows, load_rows(view, heads, quotes));
        Gathering const gathering(rows, quotes);
        for (auto const& head : heads)
            if (auto post = gathering.post(head)) shown.posts.push_back(*std::move(post));
    }
    for (auto const& post : shown.posts) note_texts(shown.emojis, post);
    for (auto const& account : others) {
        note_texts(shown.emojis, account);
        shown.emojis.note(account.domain, account.note_html);
        shown.emojis.note(account.domain, account.fields);
    }
    TRY_OK(shown.emojis.load(view.tx));
    return shown;
}

std::string page_of(Server const& server, social::Account const& account) {
    return account.local() ? social::account_url(server, account.username) : account.url;
}

std::string page_of(Server const& server, ShownPost const& post) {
    if (post.status.network == social::Network::local)
        return social::status_url(server, post.author.username, post.status.id);
    return post.status.url.value_or(post.status.address.value_or(""));
}

std::string name_of(social::Account const& account) {
    return account.display_name.empty() ? account.username : account.display_name;
}

std::string handle_of(Server const& server, social::Account const& account) {
    return account.username + "@" + (account.local() ? server.domain() : account.domain);
}

std::string summary_of(ShownPost const& post, std::size_t characters_max) {
    auto text = post.status.spoiler_text.empty() ? plain_text_of(post.status.content)
                                                 : post.status.spoiler_text;
    std::ranges::replace(text, '\n', ' ');
    if (!has_more_graphemes(text, characters_max)) return text;
    return first_graphemes(text, characters_max - 1) + "…";
}

}  // namespace skein::public_pages
