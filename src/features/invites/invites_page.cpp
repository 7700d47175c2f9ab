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

std::string limits_of(social::Invite const& invite) {
    auto text = invite.uses_max ? fmt::format("used {} of {} times", invite.uses, *invite.uses_max)
                                : fmt::format("used {} times", invite.uses);
    if (invite.expires_at) text += fmt::format(", until {} (UTC)", to_iso_date(*invite.expires_at));
    if (invite.autofollow) text += ", newcomers follow you";
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
                comment, limits_of(invite), ended ? SafeHtml() : revoke.button("Revoke", "danger"));
}

SafeHtml form_of(PageWriter const& page, InviteForm const& input, FieldErrors errors) {
    auto form = page.form(page_path, std::move(errors));
    form.input({.name = "people",
                .label = "How many people may use it",
                .value = input.people,
                .hint = "Leave it empty for any number.",
                .required = false,
                .characters_max = 5});
    form.input({.name = "days",
                .label = "For how many days",
                .value = input.days,
                .hint = html("Up to {}. Leave it empty for ever.", days_max),
                .required = false,
                .characters_max = 3});
    form.input({.name = "comment",
                .label = "A note for yourself",
                .value = input.comment,
                .required = false,
                .characters_max = social::invite_comment_characters_max});
    form.check("autofollow", "Whoever comes by it follows me from the start", input.autofollow);
    return form.done("Make a link");
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
    auto const wrong = !errors.empty();
    SafeHtml list;
    for (auto const& invite : found.invites) list += item_of(page, server, invite);
    auto const* done = call.params().find("done");
    return page.reply(social::in_settings(
        call,
        {.path = page_path,
         .title = "Invites",
         .word = done ? SafeHtml("The list is changed.") : SafeHtml(),
         .body = html("<p>Whoever opens a link of yours can sign up here without waiting for "
                      "anybody, also while sign-up is closed.</p>{}{}",
                      found.may ? form_of(page, input, std::move(errors))
                                : SafeHtml("<p>You cannot invite people at the moment, and your "
                                           "links do not work.</p>"),
                      list.empty() ? SafeHtml() : html("<ul class=\"list\">{}</ul>", list)),
         .failed = wrong}));
}

FieldErrors judge(social::NewInvite const& fresh, std::optional<std::int64_t> days) {
    FieldErrors errors;
    if (fresh.uses_max && (*fresh.uses_max < 1 || *fresh.uses_max > social::invite_uses_most))
        errors.push_back({"people", fmt::format("Enter a number from 1 to {}, or nothing.",
                                                social::invite_uses_most)});
    if (days && (*days < 1 || *days > days_max))
        errors.push_back(
            {"days", fmt::format("Enter a number from 1 to {}, or nothing.", days_max)});
    if (has_more_graphemes(fresh.comment, social::invite_comment_characters_max))
        errors.push_back({"comment", "The note is too long. Use at most 420 characters."});
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
    if (auto errors = judge(fresh, days); !errors.empty())
        return invites_page(call, input, std::move(errors));
    if (days) fresh.lifetime = std::chrono::days(*days);
    auto const made = make_own_invite(call, std::move(fresh));
    if (!made && made.error().code == Errc::unprocessable)
        return invites_page(call, input,
                            {{"",
                              "You have as many open links as one may have. Revoke one "
                              "first."}});
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
