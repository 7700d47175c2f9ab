#include "features/public_pages/draw_media.h"

#include <algorithm>

#include "social/views/media_view.h"

namespace skein::public_pages {
namespace {

/// Width and height, so that nothing jumps when it comes.
SafeHtml shape_of(std::int64_t width, std::int64_t height) {
    if (width <= 0 || height <= 0) return {};
    return html(" width=\"{}\" height=\"{}\"", width, height);
}

std::string const& words_for(Drawing const& with, social::Media const& media,
                             std::string_view otherwise) {
    return media.description.empty() ? with.say(otherwise) : media.description;
}

SafeHtml draw_picture(Drawing const& with, social::Media const& media,
                      social::MediaAddresses const& at) {
    auto const mark = media.description.empty()
                          ? SafeHtml()
                          : html("<span class=\"media-grid__alt\" aria-hidden=\"true\">{}</span>",
                                 with.say("public_pages.post.alt"));
    return html(
        "<a class=\"media-grid__open u-photo\" href=\"{}\"><img class=\"media-grid__picture\" "
        "src=\"{}\" alt=\"{}\"{} loading=\"lazy\"></a>{}",
        at.url.empty() ? at.preview_url : at.url, at.preview_url.empty() ? at.url : at.preview_url,
        words_for(with, media, "public_pages.post.picture"),
        shape_of(media.preview_width, media.preview_height), mark);
}

SafeHtml draw_video(Drawing const& with, social::Media const& media,
                    social::MediaAddresses const& at) {
    auto const poster =
        at.preview_url.empty() ? SafeHtml() : html(" poster=\"{}\"", at.preview_url);
    auto const silent =
        media.kind == social::MediaKind::gifv ? SafeHtml(" loop muted playsinline") : SafeHtml();
    return html(
        "<video class=\"u-video\" controls preload=\"none\"{}{} src=\"{}\" aria-label=\"{}\"{}>"
        "</video>",
        silent, poster, at.url, words_for(with, media, "public_pages.post.video"),
        shape_of(media.width, media.height));
}

SafeHtml draw_file(std::string const& address, std::string const& words) {
    return html(
        "<a class=\"media-grid__file\" href=\"{}\" rel=\"nofollow noopener noreferrer\">"
        "<span>{}</span></a>",
        address, words);
}

SafeHtml draw_piece(Drawing const& with, social::Media const& media) {
    auto at = social::addresses_of(with.server, media);
    // What is not copied may still be gone to.
    if (media.kind == social::MediaKind::unknown && !media.remote_url.empty())
        at.url = media.remote_url;
    if (at.url.empty() && at.preview_url.empty()) return {};
    switch (media.kind) {
        case social::MediaKind::image: return draw_picture(with, media, at);
        case social::MediaKind::gifv:
        case social::MediaKind::video: return draw_video(with, media, at);
        case social::MediaKind::audio:
            return html(
                "<audio class=\"u-audio\" controls preload=\"none\" src=\"{}\" "
                "aria-label=\"{}\"></audio>",
                at.url, words_for(with, media, "public_pages.post.sound"));
        case social::MediaKind::unknown: break;
    }
    return draw_file(at.url.empty() ? at.preview_url : at.url,
                     words_for(with, media, "public_pages.post.file"));
}

std::string percent(std::int64_t votes, std::int64_t all) {
    return fmt::format("{}%", all > 0 ? (votes * 200 + all) / (all * 2) : 0);
}

SafeHtml draw_results(Drawing const& with, ShownPost const& post) {
    auto const& poll = *post.poll;
    auto const all =
        poll.multiple ? poll.voters_count.value_or(poll.votes_count) : poll.votes_count;
    std::int64_t most = 1;
    for (auto const& option : poll.options) most = std::max(most, option.votes);
    SafeHtml list;
    for (auto const& option : poll.options)
        list += html(
            "<li class=\"poll-view__result{}\"><span class=\"poll-view__answer\" dir=\"auto\">{}"
            "</span> <b>{}</b><progress value=\"{}\" max=\"{}\" aria-hidden=\"true\"></progress>"
            "</li>",
            option.votes == most ? " poll-view__result--leads" : "",
            draw_text(with, post.author.domain, option.title), percent(option.votes, all),
            option.votes, std::max({all, most, std::int64_t{1}}));
    return list;
}

SafeHtml draw_choices(Drawing const& with, ShownPost const& post) {
    SafeHtml list;
    for (auto const& option : post.poll->options)
        list += html(
            "<li class=\"poll-view__result\"><span class=\"poll-view__answer\" "
            "dir=\"auto\">{}</span></li>",
            draw_text(with, post.author.domain, option.title));
    return list;
}

SafeHtml draw_foot(Drawing const& with, social::Poll const& poll, bool hidden) {
    auto const now = with.server.clock().now();
    auto foot = hidden ? html("<span>{}</span>", with.say("public_pages.poll.hidden"))
                       : html("<span>{}</span>",
                              with.say("public_pages.poll.people",
                                       {{"count", poll.voters_count.value_or(poll.votes_count)}}));
    if (poll.ended(now)) {
        foot += html(" <span>{}</span>", with.say("public_pages.poll.ended"));
    } else if (poll.expires_at) {
        auto const until = to_rfc3339(*poll.expires_at);
        foot +=
            html(" <span>{}</span>",
                 with.say("public_pages.poll.until",
                          {{"when", until.substr(0, 10) + " " + until.substr(11, 5) + " UTC"}}));
    }
    return foot;
}

}  // namespace

SafeHtml draw_media(Drawing const& with, ShownPost const& post) {
    SafeHtml pieces;
    std::size_t count = 0;
    for (auto const& media : post.media) {
        auto const piece = draw_piece(with, media);
        if (piece.empty()) continue;
        pieces += html("<li class=\"media-grid__piece\">{}</li>", piece);
        ++count;
    }
    if (count == 0) return {};
    auto const grid = html(
        "<div class=\"media-grid media-grid--{}\"><ul class=\"media-grid__pieces\">{}</ul></div>",
        std::min<std::size_t>(count, 4), pieces);
    // A warning hides them already.
    if (!post.status.sensitive || !post.status.spoiler_text.empty()) return grid;
    return html(
        "<details class=\"media-fold\"><summary>{}<span>{}</span> <b>{}</b></summary>{}</details>",
        draw_icon("hide"), with.say("public_pages.post.sensitive"),
        with.say("public_pages.post.show"), grid);
}

SafeHtml draw_poll(Drawing const& with, ShownPost const& post) {
    if (!post.poll) return {};
    auto const hidden = post.poll->hide_totals && !post.poll->ended(with.server.clock().now());
    return html("<div class=\"poll-view\"><ul>{}</ul><p class=\"poll-view__foot\">{}</p></div>",
                hidden ? draw_choices(with, post) : draw_results(with, post),
                draw_foot(with, *post.poll, hidden));
}

}  // namespace skein::public_pages
