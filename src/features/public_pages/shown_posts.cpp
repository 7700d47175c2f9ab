#include "features/public_pages/shown_posts.h"

#include <algorithm>

#include "base/text.h"
#include "social/views/media_view.h"
#include "social/views/profile_picture.h"
#include "social/views/views.h"

namespace skein::public_pages {
namespace {

template <class Row, class Key>
Row const* find_by(std::vector<Row> const& rows, Key const& key, auto projection) {
    auto const found = std::ranges::find(rows, key, projection);
    return found == rows.end() ? nullptr : &*found;
}

SafeHtml draw_picture(Server const& server, social::Media const& media) {
    auto [whole, preview] = social::addresses_of(server, media);
    // What is not copied may still be gone to.
    if (media.kind == social::MediaKind::unknown && !media.remote_url.empty())
        whole = media.remote_url;
    if (preview.empty() && whole.empty()) return {};
    switch (media.kind) {
        case social::MediaKind::image:
            return html(
                "<li><a class=\"u-photo\" href=\"{}\"><img src=\"{}\" alt=\"{}\" "
                "loading=\"lazy\"></a></li>",
                whole.empty() ? preview : whole, preview.empty() ? whole : preview,
                media.description);
        case social::MediaKind::gifv:
        case social::MediaKind::video:
        case social::MediaKind::audio:
        case social::MediaKind::unknown:
            return html("<li><a class=\"u-{}\" href=\"{}\">{}</a></li>",
                        media.kind == social::MediaKind::audio ? "audio" : "video", whole,
                        media.description.empty() ? std::string("Attachment") : media.description);
    }
    return {};
}

SafeHtml draw_media(Server const& server, ShownPost const& post) {
    if (post.media.empty()) return {};
    SafeHtml list = "<ul class=\"media\">";
    for (auto const& media : post.media) list += draw_picture(server, media);
    return list + "</ul>";
}

SafeHtml draw_poll(Server const& server, ShownPost const& post) {
    if (!post.poll) return {};
    auto const hidden = post.poll->hide_totals && !post.poll->ended(server.clock().now());
    SafeHtml list = "<ul class=\"poll\">";
    for (auto const& option : post.poll->options)
        list += hidden ? html("<li>{}</li>", option.title)
                       : html("<li>{} <span class=\"quiet\">{}</span></li>", option.title,
                              option.votes);
    return list + "</ul>";
}

SafeHtml text_of(ShownPost const& post) {
    // Content is made by our renderer or by the sanitiser, and by nothing else.
    return SafeHtml::trusted(post.status.content);
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

SafeHtml draw_foot(Server const& server, ShownPost const& post) {
    auto const at = to_rfc3339(post.status.created_at);
    auto foot = html(
        "<footer class=\"quiet\"><a class=\"u-url\" href=\"{}\"><time class=\"dt-published\" "
        "datetime=\"{}\">{} {} UTC</time></a>",
        page_of(server, post), at, at.substr(0, 10), at.substr(11, 5));
    if (post.status.edited_at)
        foot += html(" <span>edited <time class=\"dt-updated\" datetime=\"{}\">{}</time></span>",
                     to_rfc3339(*post.status.edited_at), to_iso_date(*post.status.edited_at));
    foot += html(" <span>{}</span> <span>{}</span> <span>{}</span></footer>",
                 counted(post.replies_count, "reply", "replies"),
                 counted(post.boosts_count, "boost", "boosts"),
                 counted(post.favourites_count, "favourite", "favourites"));
    return foot;
}

SafeHtml language_attribute(std::string const& language) {
    return language.empty() ? SafeHtml() : html(" lang=\"{}\"", language);
}

}  // namespace

Result<std::vector<ShownPost>> load_shown(db::Tx& tx, std::span<social::StatusHead const> heads) {
    std::vector<StatusId> ids;
    std::vector<AccountId> people;
    for (auto const& head : heads) {
        ids.push_back(head.shown().id);
        people.push_back(head.shown().author.id);
        people.push_back(head.own.author.id);
    }
    TRY(auto const statuses, social::list_statuses(tx, ids));
    TRY(auto const accounts, social::list_accounts(tx, people));
    TRY(auto const media, social::list_media_of(tx, ids));
    TRY(auto const polls, social::list_polls_of(tx, ids));
    std::vector<ShownPost> shown;
    for (auto const& head : heads) {
        auto const* status = find_by(statuses, head.shown().id, &social::Status::id);
        auto const* author = find_by(accounts, head.shown().author.id, &social::Account::id);
        if (!status || !author) continue;
        ShownPost post;
        post.status = *status;
        post.author = *author;
        for (auto const& one : media)
            if (one.status_id == status->id) post.media.push_back(one);
        if (auto const* poll = find_by(polls, status->id, &social::Poll::status_id))
            post.poll = *poll;
        if (head.is_boost())
            if (auto const* by = find_by(accounts, head.own.author.id, &social::Account::id))
                post.boosted_by = *by;
        post.replies_count = head.replies_count;
        post.boosts_count = head.boosts_count;
        post.favourites_count = head.favourites_count;
        shown.push_back(std::move(post));
    }
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

SafeHtml draw_author(Server const& server, social::Account const& author) {
    auto const picture = social::avatar_of(server, author);
    return html(
        "<header><a class=\"p-author h-card\" href=\"{}\"><img class=\"u-photo\" src=\"{}\" "
        "alt=\"\" width=\"48\" height=\"48\" loading=\"lazy\"><span><bdi class=\"p-name\">{}</bdi> "
        "<span class=\"quiet\">@{}</span></span></a></header>",
        page_of(server, author), picture.static_url, name_of(author), handle_of(server, author));
}

SafeHtml draw_body(Server const& server, ShownPost const& post) {
    return html("{}{}{}", text_of(post), draw_poll(server, post), draw_media(server, post));
}

SafeHtml draw_post(Server const& server, ShownPost const& post, bool focus) {
    SafeHtml by;
    if (post.boosted_by)
        by = html("<p class=\"quiet\">Boosted by <a href=\"{}\"><bdi>{}</bdi></a></p>",
                  page_of(server, *post.boosted_by), name_of(*post.boosted_by));
    auto const body =
        html("<div class=\"e-content\"{}>{}</div>{}{}", language_attribute(post.status.language),
             text_of(post), draw_poll(server, post), draw_media(server, post));
    auto const& warning = post.status.spoiler_text;
    auto const folded =
        warning.empty()
            ? body
            : html("<details><summary class=\"p-summary\"><bdi>{}</bdi></summary>{}</details>",
                   warning, body);
    return html("<article class=\"h-entry post{}\" id=\"{}\">{}{}{}{}</article>",
                focus ? " focus" : "", post.status.id.value, by, draw_author(server, post.author),
                folded, draw_foot(server, post));
}

}  // namespace skein::public_pages
