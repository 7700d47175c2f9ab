// The page of the settings on which people make invites and take them back.

#include <charconv>

#include "base/text.h"
#include "core/server.h"
#include "features/invites/handlers.h"
#include "social/pages.h"

namespace skein::invites {
namespace {

using social::FieldErrors;
using social::PageWriter;

constexpr std::string_view page_path = "/settings/invites";
constexpr std::int64_t open_shown_max = 1000, ended_shown_max = 20;
constexpr std::int64_t days_max = std::chrono::days(social::invite_lifetime_max).count();

/// Nothing for an empty text; zero, which is always out of bounds, for what is no number.
std::optional<std::int64_t> number_in(std::string_view text) {
    text = trim(text);
    if (text.empty()) return std::nullopt;
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

std::string limits_of(social::Locale const& say, social::Invite const& invite) {
    auto text = invite.uses_max ? say("invites.page.used_of",
                                      {{"uses", invite.uses}, {"most", *invite.uses_max}})
                                : say("invites.page.used", {{"uses", invite.uses}});
    auto const add = [&](std::string_view more) {
        text = say("pages.list.and", {{"before", text}, {"more", more}});
    };
    if (invite.expires_at)
        add(say("invites.page.until", {{"day", to_iso_date(*invite.expires_at)}}));
    if (invite.autofollow) add(say("invites.page.follows"));
    return text;
}

SafeHtml item_of(PageWriter const& page, Server const& server, social::Invite const& invite) {
    auto const ended = invite.ended(server.clock().now());
    auto revoke = page.form(fmt::format("{}/{}/revoke", page_path, to_string(invite.id)));
    auto const comment =
        invite.comment.empty() ? SafeHtml() : html("<br>{}", std::string_view(invite.comment));
    return html("<li><div>{}{}<br><span class=\"quiet\">{}</span></div>{}</li>",
                ended ? html("<s>{}</s>", link_of(server, invite))
                      : html("<strong>{}</strong>", link_of(server, invite)),
                comment, limits_of(page.locale(), invite),
                ended ? SafeHtml() : revoke.button(page.locale()("invites.page.revoke"), "danger"));
}

SafeHtml form_of(PageWriter const& page, InviteForm const& input, FieldErrors errors) {
    auto const& say = page.locale();
    auto form = page.form(page_path, std::move(errors));
    form.input({.name = "people",
                .label = say("invites.page.people"),
                .value = input.people,
                .hint = say.html("invites.page.people_hint"),
                .required = false,
                .characters_max = 5});
    form.input({.name = "days",
                .label = say("invites.page.days"),
                .value = input.days,
                .hint = say.html("invites.page.days_hint", {{"days", days_max}}),
                .required = false,
                .characters_max = 3});
    form.input({.name = "comment",
                .label = say("invites.page.comment"),
                .value = input.comment,
                .required = false,
                .characters_max = social::invite_comment_characters_max});
    form.check("autofollow", say.html("invites.page.autofollow"), input.autofollow);
    return form.done(say("invites.page.make"));
}

Result<Reply> invites_page(Call& call, InviteForm const& input, FieldErrors errors) {
    auto& server = call.server();
    struct Found {
        bool may = false;
        std::vector<social::Invite> invites;
    };
    TRY(auto const found, server.db().read([&](db::Tx& tx) -> Result<Found> {
        Found both;
        TRY(both.may, social::may_invite(server, tx, call.who().permissions));
        TRY(both.invites, social::list_open_invites_by(tx, call.viewer(), open_shown_max));
        TRY(auto const newest,
            social::list_invites_by(tx, call.viewer(), {.limit = ended_shown_max}));
        for (auto const& invite : newest)
            if (invite.ended(tx.now())) both.invites.push_back(invite);
        return both;
    }));
    PageWriter const page(call);
    auto const& say = page.locale();
    auto const wrong = !errors.empty();
    SafeHtml list;
    for (auto const& invite : found.invites) list += item_of(page, server, invite);
    auto const* done = call.params().find("done");
    return page.reply(social::in_settings(
        call, {.path = page_path,
               .title = say("invites.page.title"),
               .word = done ? say.html("invites.page.done") : SafeHtml(),
               .body = html("<p>{}</p>{}{}", say("invites.page.text"),
                            found.may ? form_of(page, input, std::move(errors))
                                      : html("<p>{}</p>", say("invites.page.may_not")),
                            list.empty() ? SafeHtml() : html("<ul class=\"list\">{}</ul>", list)),
               .failed = wrong}));
}

FieldErrors judge(social::Locale const& say, social::NewInvite const& fresh,
                  std::optional<std::int64_t> days) {
    FieldErrors errors;
    if (fresh.uses_max && (*fresh.uses_max < 1 || *fresh.uses_max > social::invite_uses_most))
        errors.push_back(
            {"people", say("invites.wrong.number", {{"most", social::invite_uses_most}})});
    if (days && (*days < 1 || *days > days_max))
        errors.push_back({"days", say("invites.wrong.number", {{"most", days_max}})});
    if (has_more_graphemes(fresh.comment, social::invite_comment_characters_max))
        errors.push_back({"comment", say("invites.wrong.comment")});
    return errors;
}

}  // namespace

Result<Reply> show_invites(Call& call) {
    return invites_page(call, {.people = "1", .days = "30", .comment = {}}, {});
}

Result<Reply> make_invite_by_form(Call& call, InviteForm const& input) {
    social::NewInvite fresh;
    fresh.comment = input.comment;
    fresh.autofollow = input.autofollow;
    fresh.uses_max = number_in(input.people);
    auto const days = number_in(input.days);
    auto const& say = social::locale_of(call);
    if (auto errors = judge(say, fresh, days); !errors.empty())
        return invites_page(call, input, std::move(errors));
    if (days) fresh.lifetime = std::chrono::days(*days);
    auto const made = make_own_invite(call, std::move(fresh));
    if (!made && made.error().code == Errc::unprocessable)
        return invites_page(call, input, {{"", say("invites.wrong.many")}});
    TRY_OK(made);
    return http::redirect(303, std::string(page_path) + "?done=1");
}

Result<Reply> revoke_invite_by_form(Call& call) {
    auto const id = call.path_id<social::InviteId>("id");
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return social::revoke_invite(tx, call.viewer(), id); }));
    return http::redirect(303, std::string(page_path) + "?done=1");
}

}  // namespace skein::invites
