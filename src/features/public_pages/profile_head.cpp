#include "features/public_pages/profile_head.h"

#include "base/encoding.h"
#include "base/json.h"
#include "features/public_pages/shown_posts.h"
#include "social/views/profile_picture.h"

namespace skein::public_pages {
namespace {

using social::Account;

SafeHtml draw_banner(Drawing const& with, Account const& account) {
    auto const header = social::header_of(with.server, account);
    if (!header.chosen) return "<div class=\"profile-head__banner\"></div>";
    return html("<img class=\"profile-head__banner\" src=\"{}\" alt=\"{}\">", header.url,
                header.description);
}

SafeHtml draw_face_and_deeds(Drawing const& with, ProfileHead const& profile) {
    auto const& account = profile.account;
    auto const picture = social::avatar_of(with.server, account);
    auto const may_follow = !account.memorial && !profile.moved_to;
    auto const follow =
        may_follow ? html("<a class=\"button\" href=\"/authorize_interaction?uri={}\">{}</a>",
                          percent_encode(handle_of(with.server, account)),
                          with.say("public_pages.profile.follow"))
                   : SafeHtml();
    return html(
        "<div class=\"profile-head__line\"><img class=\"avatar avatar--large u-photo\" src=\"{}\" "
        "alt=\"{}\" width=\"96\" height=\"96\"><div class=\"profile-head__deeds\">{}</div></div>",
        picture.url, picture.description, follow);
}

SafeHtml mark(std::string_view icon, std::string_view words) {
    return html(
        " <span class=\"profile-head__mark\">{}<span class=\"hidden-words\">{}</span></span>",
        draw_icon(icon), words);
}

SafeHtml draw_names(Drawing const& with, Account const& account) {
    SafeHtml marks;
    if (account.locked) marks += mark("followers", with.say("public_pages.profile.locked"));
    if (account.kind == social::AccountKind::bot)
        marks += mark("robot", with.say("public_pages.profile.bot"));
    if (account.memorial)
        marks += html(" <span class=\"profile-head__badge\">{}</span>",
                      with.say("public_pages.profile.memorial"));
    return html(
        "<div class=\"profile-head__names\"><h1 class=\"p-name\">{}</h1><p><a class=\"u-url "
        "u-uid\" "
        "rel=\"me\" href=\"{}\"><bdi class=\"handle\" dir=\"ltr\">@{}</bdi></a>{}</p></div>",
        draw_name(with, account), page_of(with.server, account), handle_of(with.server, account),
        marks);
}

/// What those who run the server, or the owner, have to say before anything else.
SafeHtml draw_notices(Drawing const& with, ProfileHead const& profile) {
    SafeHtml notices;
    if (profile.account.state == social::AccountState::limited)
        notices += html("<p class=\"profile-head__moved\">{}</p>",
                        with.say("public_pages.profile.limited"));
    if (profile.moved_to)
        notices += html("<p class=\"profile-head__moved\">{}</p>",
                        say_of(with, "public_pages.profile.moved", "name", *profile.moved_to));
    return notices;
}

SafeHtml draw_field(Drawing const& with, Account const& account, json::Value const& field) {
    auto const verified_at = field.find("verified_at");
    auto const verified = verified_at && verified_at->is_text();
    auto const words = verified
                           ? html(
                                 "<span class=\"profile-head__verified\">{}<span "
                                 "class=\"hidden-words\">{}</span></span>",
                                 draw_icon("verified"), with.say("public_pages.profile.verified"))
                           : SafeHtml();
    // Made by our renderer or by the sanitiser when it was stored.
    auto const value = SafeHtml::trusted(std::string(field.get_text("html")));
    return html(
        "<div class=\"profile-head__field{}\"><dt dir=\"auto\">{}</dt><dd>{}<div class=\"html\" "
        "dir=\"auto\">{}</div></dd></div>",
        verified ? " profile-head__field--verified" : "",
        draw_text(with, account.domain, field.get_text("name")), words,
        draw_html(with, account.domain, value));
}

SafeHtml draw_fields(Drawing const& with, Account const& account) {
    auto const document = json::Document::parse(account.fields.empty() ? "[]" : account.fields);
    if (!document || document->root().elements().empty()) return {};
    SafeHtml list = "<dl class=\"profile-head__fields\">";
    for (auto const& field : document->root().elements()) list += draw_field(with, account, field);
    return list + "</dl>";
}

SafeHtml draw_numbers(Drawing const& with, ProfileHead const& profile) {
    auto const& [id, posts, followers, following, last] = profile.stats;
    return html(
        "<p class=\"profile-head__numbers\"><span>{}</span> <span>{}</span> <span>{}</span> "
        "<span>{}</span></p>",
        with.say("public_pages.profile.posts_count", {{"count", posts}}),
        with.say("public_pages.profile.following", {{"count", following}}),
        with.say("public_pages.profile.followers", {{"count", followers}}),
        with.say("public_pages.profile.since",
                 {{"when", to_iso_date(profile.account.created_at)}}));
}

}  // namespace

SafeHtml draw_profile_head(Drawing const& with, ProfileHead const& profile) {
    auto const& account = profile.account;
    auto const note = SafeHtml::trusted(account.note_html);
    return html("<section class=\"profile-head h-card\">{}{}{}{}", draw_banner(with, account),
                draw_face_and_deeds(with, profile), draw_names(with, account),
                draw_notices(with, profile)) +
           html("<div class=\"p-note html\" dir=\"auto\">{}</div>{}{}</section>\n",
                draw_html(with, account.domain, note), draw_fields(with, account),
                draw_numbers(with, profile));
}

}  // namespace skein::public_pages
