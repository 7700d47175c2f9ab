// Joining: the page, also by an invite, and the same for apps.

#include "base/json.h"
#include "core/server.h"
#include "features/sign_in/door.h"
#include "features/sign_in/handlers.h"
#include "features/sign_in/mails.h"
#include "features/sign_in/new_member.h"
#include "features/sign_in/session.h"
#include "social/access.h"
#include "social/pages.h"
#include "social/sign_up_config.h"
#include "social/sign_ups.h"
#include "social/views/token_view.h"

namespace skein::sign_in {
namespace {

using social::PageWriter;

Demands demands_of(Server& server, bool approval) {
    return {.agreement = true,
            .reason = approval,
            .age_min = server.settings<social::SignUpConfig>().age_min};
}

SafeHtml rules_list(social::Locale const& say, std::vector<social::Rule> const& rules) {
    if (rules.empty()) return {};
    auto list = html("<h2>{}</h2><ol class=\"rules\">", say("sign_in.up.rules"));
    for (auto const& rule : rules)
        list += html("<li>{}{}</li>", rule.text,
                     rule.hint.empty() ? SafeHtml() : html("<small>{}</small>", rule.hint));
    return list + "</ol>";
}

/// Who brings them here.
SafeHtml invitation_note(social::Locale const& say, Server const& server, Door const& door) {
    if (!door.invitation) return {};
    if (!door.invitation->maker)
        return html("<p class=\"note good\">{}</p>", say("sign_in.up.invited"));
    auto const& maker = *door.invitation->maker;
    return html(
        "<p class=\"note good\">{}</p>",
        say.html("sign_in.up.invited_by",
                 {{"name", maker.display_name.empty() ? maker.username : maker.display_name},
                  {"handle", fmt::format("@{}@{}", maker.username, server.domain())}}));
}

/// What is asked besides name, address and password.
void add_questions(social::Form& form, social::Locale const& say, Candidate const& input,
                   Demands const& demands, bool has_rules) {
    if (demands.age_min > 0)
        form.input({.name = "date_of_birth",
                    .label = say("sign_in.up.born"),
                    .value = input.date_of_birth,
                    .type = "date",
                    .autocomplete = "bday",
                    .hint = say.html("sign_in.up.born_hint", {{"years", demands.age_min}})});
    if (demands.reason)
        form.area({.name = "reason",
                   .label = say("sign_in.up.reason"),
                   .value = input.reason,
                   .hint = say.html("sign_in.up.reason_hint"),
                   .characters_max = 2000});
    form.check("agreement", say.html(has_rules ? "sign_in.up.agree_rules" : "sign_in.up.agree"),
               input.agreement);
}

/// The form, for whom the door is not closed.
Result<Reply> sign_up_page(Call const& call, Candidate const& input, Door const& door,
                           social::FieldErrors errors) {
    auto& server = call.server();
    TRY(auto const rules, server.db().read(social::list_rules));
    PageWriter page(call);
    auto const& say = page.locale();
    auto const wrong = !errors.empty();
    auto form = page.form("/auth/sign_up", std::move(errors));
    if (door.invitation) form.hidden("invite_code", door.invite_code());
    add_fields(form, say, server, input);
    add_questions(form, say, input, demands_of(server, door.approval), !rules.empty());
    auto const button = form.done(say(door.approval ? "sign_in.up.ask" : "sign_in.up.title"));
    auto const body = html(
        "<div class=\"card\"><h1>{}</h1><p dir=\"auto\">{}</p>{}{}{}</div><p "
        "class=\"quiet\">{}</p>",
        say("sign_in.up.heading", {{"server", page.words().title}}), page.words().description,
        invitation_note(say, server, door), rules_list(say, rules), button,
        say.html("sign_in.up.member", {}, {{"in", "/auth/sign_in"}}));
    // A link that searching finds is no longer for whom it was meant.
    auto const head = door.invitation
                          ? SafeHtml("<meta name=\"robots\" content=\"noindex, noarchive\">\n")
                          : SafeHtml();
    return page.reply(
        {.title = say("sign_in.up.title"), .body = body, .head = head, .failed = wrong});
}

Reply closed_page(Call const& call) {
    auto const& say = social::locale_of(call);
    return social::notice_page(call, say("sign_in.up.closed"),
                               html("<p>{}</p>", say("sign_in.up.closed_text")), 403);
}

/// The same for every address, whether or not it has an account.
Reply sent_page(Call const& call, bool approval) {
    auto const& say = social::locale_of(call);
    return social::notice_page(
        call, say("sign_in.up.sent"),
        html("<p>{}</p><p><a href=\"/auth/confirmation\">{}</a></p>",
             say(approval ? "sign_in.up.sent_asking" : "sign_in.up.sent_text"),
             say("sign_in.up.no_mail")));
}

Reply refuse_app(std::vector<Complaint> const& complaints) {
    std::string message = "Validation failed: ";
    for (auto const& complaint : complaints)
        message += (&complaint == &complaints.front() ? "" : ", ") + complaint.description;
    json::Writer body;
    body.object([&] {
        body.field("error", message);
        body.key("details");
        body.object([&] {
            std::string_view open;
            for (auto const& complaint : complaints) {
                if (complaint.field == open) continue;
                open = complaint.field;
                body.key(open);
                body.array([&] {
                    for (auto const& same : complaints) {
                        if (same.field != open) continue;
                        body.object([&] {
                            body.field("error", same.code);
                            body.field("description", same.description);
                        });
                    }
                });
            }
        });
    });
    return http::json_response(422, body.take());
}

}  // namespace

Result<Reply> show_sign_up(Call& call) {
    TRY(auto const door, find_door(call.server(), {}));
    return door.closed ? closed_page(call) : sign_up_page(call, {}, door, {});
}

Result<Reply> show_invite(Call& call) {
    auto& server = call.server();
    auto const& code = call.path("code");
    auto const found =
        server.db().read([&](db::Tx& tx) { return social::load_invitation(server, tx, code); });
    if (!found && found.error().code == Errc::not_found) return dead_invite_page(call, 404);
    TRY_OK(found);
    if (!found->open) return dead_invite_page(call, 410);
    return sign_up_page(call, {}, {.invitation = *found}, {});
}

Result<Reply> sign_up(Call& call, Candidate const& input) {
    auto& server = call.server();
    TRY(auto const door, find_door(server, input.invite_code));
    if (door.closed)
        return input.invite_code.empty() ? closed_page(call) : dead_invite_page(call, 410);
    auto const complaints = judge(server, input, demands_of(server, door.approval));
    auto const& say = social::locale_of(call);
    if (!complaints.empty()) return sign_up_page(call, input, door, for_people(say, complaints));
    TRY_OK(count_try(call, "mail", input.email));
    TRY(auto fresh, prepare(server, input, say.language()));
    fresh.approved = !door.approval;
    auto const stored = store_sign_up(server, fresh, door.invite_code());
    if (!stored && stored.error().code == Errc::gone) return dead_invite_page(call, 410);
    if (!stored && stored.error().code == Errc::unprocessable)
        return sign_up_page(call, input, door, for_people(say, {name_taken()}));
    TRY_OK(stored);
    return sent_page(call, door.approval);
}

Result<Reply> sign_up_by_app(Call& call, Candidate const& input) {
    // Whoever is a member already must not make others in that name.
    if (call.who().is_user() || !call.who().app)
        return fail(Errc::forbidden, "This method requires an client credentials authentication");
    auto& server = call.server();
    TRY(auto const door, find_door(server, input.invite_code));
    if (door.closed)
        return fail(Errc::forbidden, input.invite_code.empty() ? "This action is not allowed"
                                                               : "This invite is not valid");
    auto const complaints = judge(server, input, demands_of(server, door.approval));
    if (!complaints.empty()) return refuse_app(complaints);
    TRY_OK(count_try(call, "mail", input.email));
    TRY(auto fresh, prepare(server, input, social::locale_of(call).language()));
    fresh.approved = !door.approval;
    auto const stored = store_sign_up(server, fresh, door.invite_code());
    if (!stored && stored.error().code == Errc::unprocessable) return refuse_app({name_taken()});
    if (!stored && stored.error().code == Errc::gone)
        return fail(Errc::forbidden, "This invite is not valid");
    TRY_OK(stored);
    auto const token = server.random().token(social::secret_bytes);
    auto const& scopes = call.who().scopes;
    TRY_OK(server.db().write([&](db::Tx& tx) {
        return social::insert_token(tx, token, call.who().app, stored->id, scopes);
    }));
    return social::token_reply(call, token, scopes);
}

}  // namespace skein::sign_in
