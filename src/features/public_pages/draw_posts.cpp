#include "features/public_pages/draw_posts.h"

#include "features/public_pages/draw_media.h"

namespace skein::public_pages {
namespace {

/// Content is made by our renderer or by the sanitiser, and by nothing else.
SafeHtml content_of(ShownPost const& post) { return SafeHtml::trusted(post.status.content); }

SafeHtml language_of(ShownPost const& post) {
    auto const& language = post.status.language;
    return language.empty() ? SafeHtml() : html(" lang=\"{}\"", language);
}

SafeHtml draw_card(ShownPost const& post) {
    if (!post.card) return {};
    auto const& card = *post.card;
    auto const picture =
        card.image.empty()
            ? SafeHtml()
            : html("<img class=\"link-card__image\" src=\"{}\" alt=\"{}\" loading=\"lazy\">",
                   card.image, card.image_description);
    auto const about =
        card.description.empty()
            ? SafeHtml()
            : html("<span class=\"link-card__about\" dir=\"auto\">{}</span>", card.description);
    return html(
        "<a class=\"link-card\" href=\"{}\" rel=\"nofollow noopener noreferrer\">{}"
        "<span class=\"link-card__words\"><span class=\"link-card__site\">{}</span>"
        "<strong class=\"link-card__title\" dir=\"auto\">{}</strong>{}</span></a>",
        card.url, picture, card.site, card.title.empty() ? card.url : card.title, about);
}

std::string_view reason_for(ShownQuote::Absence absence) {
    using enum ShownQuote::Absence;
    switch (absence) {
        case pending: return "public_pages.quote.pending";
        case refused: return "public_pages.quote.refused";
        case hidden: return "public_pages.quote.hidden";
        case none:
        case gone: break;
    }
    return "public_pages.quote.gone";
}

SafeHtml draw_body(Drawing const& with, ShownPost const& post, bool focus);

SafeHtml draw_quote(Drawing const& with, ShownPost const& post) {
    if (!post.quote) return {};
    auto const& quoted = post.quote->post;
    if (!quoted)
        return html("<p class=\"quoted-post quoted-post--gone\">{}</p>",
                    with.say(reason_for(post.quote->absence)));
    return html(
        "<div class=\"quoted-post u-quotation-of h-cite\"><div class=\"quoted-post__head\">{}{}"
        "<a class=\"quoted-post__time u-url\" href=\"{}\">{}</a></div>{}</div>",
        draw_face(with, quoted->author), draw_account_name(with, quoted->author),
        page_of(with.server, *quoted), draw_time(quoted->status.created_at, "dt-published"),
        draw_body(with, *quoted, false));
}

/// All that a warning hides, or that stands open without one.
SafeHtml draw_inside(Drawing const& with, ShownPost const& post) {
    auto const text = html(
        "<div class=\"post-body__text e-content\"><div class=\"html\" dir=\"auto\"{}>{}</div>{}"
        "</div>",
        language_of(post), draw_html(with, post.author.domain, content_of(post)),
        draw_poll(with, post));
    return text + draw_media(with, post) + draw_quote(with, post) + draw_card(post);
}

SafeHtml draw_body(Drawing const& with, ShownPost const& post, bool focus) {
    auto inside = draw_inside(with, post);
    auto const& warning = post.status.spoiler_text;
    if (!warning.empty())
        inside = html(
            "<details><summary class=\"post-body__warning\"><span class=\"p-summary\" "
            "dir=\"auto\"{}"
            ">{}</span> <b>{}</b></summary><div class=\"post-body__folded\">{}</div></details>",
            language_of(post), draw_text(with, post.author.domain, warning),
            with.say("public_pages.post.show"), inside);
    return html("<div class=\"post-body{}{}\">{}</div>", focus ? " post-body--focus" : "",
                post.quote && post.quote->post ? " post-body--quotes" : "", inside);
}

SafeHtml in_context(std::string_view icon, SafeHtml const& words) {
    return html("<p class=\"post-card__context\">{}<span>{}</span></p>", draw_icon(icon), words);
}

/// Why it stands here, if not for itself.
SafeHtml draw_context(Drawing const& with, ShownPost const& post, PostPlace place) {
    if (place == PostPlace::pinned)
        return in_context("pin", escape_html(with.say("public_pages.post.pinned")));
    if (post.boosted_by)
        return in_context("boost",
                          say_of(with, "public_pages.post.boosted_by", "name", *post.boosted_by));
    if (!post.answers || place == PostPlace::thread || place == PostPlace::focus) return {};
    if (post.answers->id == post.author.id)
        return in_context("reply", escape_html(with.say("public_pages.post.continues")));
    return in_context("reply", say_of(with, "public_pages.post.answers", "name", *post.answers));
}

struct IconWithWords {
    std::string_view icon, key;
};
IconWithWords mark_of(social::Visibility visibility) {
    switch (visibility) {
        case social::Visibility::public_: break;
        case social::Visibility::unlisted: return {"unlisted", "public_pages.post.unlisted"};
        case social::Visibility::private_: return {"followers", "public_pages.post.followers"};
        case social::Visibility::limited:
        case social::Visibility::direct: return {"direct", "public_pages.post.direct"};
    }
    return {};
}

/// What is not for everybody says so.
SafeHtml draw_visibility(Drawing const& with, ShownPost const& post) {
    auto const mark = mark_of(post.status.visibility);
    if (mark.key.empty()) return {};
    return html(
        "<span class=\"post-card__visibility\">{}<span class=\"hidden-words\">{}</span></span>",
        draw_icon(mark.icon), with.say(mark.key));
}

SafeHtml draw_when(Drawing const& with, ShownPost const& post) {
    return html("<a class=\"post-card__time u-url\" href=\"{}\">{}{}</a>",
                page_of(with.server, post), draw_visibility(with, post),
                draw_time(post.status.created_at, "dt-published"));
}

SafeHtml draw_edited(Drawing const& with, ShownPost const& post) {
    if (!post.status.edited_at) return {};
    return html("<span>{}</span>", with.say("public_pages.post.edited",
                                            {{"when", to_iso_date(*post.status.edited_at)}}));
}

/// Under the post a page is about.
SafeHtml draw_facts(Drawing const& with, ShownPost const& post) {
    return html("<div class=\"post-facts\"><p><a class=\"u-url\" href=\"{}\">{}</a>{}{}</p></div>",
                page_of(with.server, post), draw_time(post.status.created_at, "dt-published", true),
                draw_visibility(with, post), draw_edited(with, post));
}

SafeHtml draw_count(Drawing const& with, std::string_view icon, std::string_view key,
                    std::int64_t count) {
    return html(
        "<span class=\"post-actions__action\">{}<span class=\"post-actions__count\" "
        "aria-hidden=\"true\">{}</span><span class=\"hidden-words\">{}</span></span>",
        draw_icon(icon), count, with.say(key, {{"count", count}}));
}

SafeHtml draw_counts(Drawing const& with, ShownPost const& post) {
    return html(
        "<p class=\"post-actions\">{}{}{}</p>",
        draw_count(with, "reply", "public_pages.post.replies", post.replies_count),
        draw_count(with, "boost", "public_pages.post.boosts", post.boosts_count),
        draw_count(with, "favourite", "public_pages.post.favourites", post.favourites_count));
}

}  // namespace

SafeHtml draw_post(Drawing const& with, ShownPost const& post, PostPlace place) {
    auto const focus = place == PostPlace::focus || place == PostPlace::alone;
    return html(
        "<article class=\"post-card{} h-entry\" id=\"{}{}\">{}{}<header class=\"post-card__head\">"
        "{}{}</header><div class=\"post-card__main\">{}</div>{}{}</article>\n",
        focus ? " post-card--focus" : "", place == PostPlace::pinned ? "pinned-" : "",
        post.status.id.value, draw_context(with, post, place), draw_face(with, post.author),
        draw_account_name(with, post.author), focus ? SafeHtml() : draw_when(with, post),
        draw_body(with, post, focus), focus ? draw_facts(with, post) : SafeHtml(),
        draw_counts(with, post));
}

SafeHtml draw_posts(Drawing const& with, std::span<ShownPost const> posts, PostPlace place) {
    SafeHtml list;
    for (auto const& post : posts) list += draw_post(with, post, place);
    return list;
}

SafeHtml draw_content(Drawing const& with, ShownPost const& post) {
    auto const& domain = post.author.domain;
    auto const& words = post.status.spoiler_text;
    auto const warning =
        words.empty() ? SafeHtml()
                      : html("<p><strong>{}</strong></p><hr>", draw_text(with, domain, words));
    return warning + draw_html(with, post.author.domain, content_of(post)) + draw_poll(with, post) +
           draw_media(with, post);
}

SafeHtml draw_ends(Drawing const& with, ListEnds const& ends) {
    if (ends.begins && !ends.more) return {};
    SafeHtml links;
    if (!ends.begins)
        links += html("<a href=\"{}\">{}</a>", ends.base, with.say("public_pages.list.newest"));
    if (ends.more)
        links += html("<a rel=\"next\" href=\"{}?max_id={}\">{}</a>", ends.base, ends.last.value,
                      with.say("public_pages.list.older"));
    return html("<nav class=\"ends\" aria-label=\"{}\">{}</nav>",
                with.say("public_pages.list.posts"), links);
}

}  // namespace skein::public_pages
