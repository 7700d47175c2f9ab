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

SafeHtml rules_list(std::vector<social::Rule> const& rules) {
    if (rules.empty()) return {};
    SafeHtml list = "<h2>The rules here</h2><ol class=\"rules\">";
    for (auto const& rule : rules)
        list += html("<li>{}{}</li>", rule.text,
                     rule.hint.empty() ? SafeHtml() : html("<small>{}</small>", rule.hint));
    return list + "</ol>";
}

/// Who brings them here.
SafeHtml invitation_note(Server const& server, Door const& door) {
    if (!door.invitation) return {};
    if (!door.invitation->maker)
        return "<p class=\"note good\">You are invited to join this server.</p>";
    auto const& maker = *door.invitation->maker;
    return html("<p class=\"note good\"><strong>{}</strong> (@{}@{}) invites you to join.</p>",
                maker.display_name.empty() ? maker.username : maker.display_name, maker.username,
                server.domain());
}

/// The form, for whom the door is not closed.
Result<Reply> sign_up_page(Call const& call, Candidate const& input, Door const& door,
                           social::FieldErrors errors) {
    TRY(auto const rules, call.server().db().read(social::list_rules));
    PageWriter page(call);
    auto const wrong = !errors.empty();
    auto form = page.form("/auth/sign_up", std::move(errors));
    if (door.invitation) form.hidden("invite_code", door.invite_code());
    add_fields(form, call.server(), input);
    auto const age_min = call.server().settings<social::SignUpConfig>().age_min;
    if (age_min > 0)
        form.input({.name = "date_of_birth",
                    .label = "Date of birth",
                    .value = input.date_of_birth,
                    .type = "date",
                    .autocomplete = "bday",
                    .hint = html("People here are {} or older. It is not kept.", age_min)});
    if (door.approval)
        form.area({.name = "reason",
                   .label = "Why do you want to join?",
                   .value = input.reason,
                   .hint = "A person reads this and lets you in.",
                   .characters_max = 2000});
    form.check("agreement",
               rules.empty() ? SafeHtml("I am old enough to use this service where I live, and I "
                                        "will treat others with respect.")
                             : SafeHtml("I am old enough to use this service where I live, and I "
                                        "agree to the rules above."),
               input.agreement);
    auto const body = html(
        "<div class=\"card\"><h1>Sign up at {}</h1><p>{}</p>{}{}{}</div><p class=\"quiet\">You "
        "have an account already? <a href=\"/auth/sign_in\">Sign in</a>.</p>",
        page.words().title, page.words().description, invitation_note(call.server(), door),
        rules_list(rules), form.done(door.approval ? "Ask to join" : "Sign up"));
    // A link that searching finds is no longer for whom it was meant.
    auto const head = door.invitation
                          ? SafeHtml("<meta name=\"robots\" content=\"noindex, noarchive\">\n")
                          : SafeHtml();
    return page.reply({.title = "Sign up", .body = body, .head = head, .failed = wrong});
}

Reply closed_page(Call const& call) {
    return social::notice_page(
        call, "Nobody can sign up here at the moment",
        "<p>This server does not take new people just now. There are many others, and from each of "
        "them you can follow the people here.</p>",
        403);
}

/// The same for every address, whether or not it has an account.
Reply sent_page(Call const& call, bool approval) {
    return social::notice_page(
        call, "Look into your mail",
        approval
            ? SafeHtml("<p>We have sent a mail to the address you gave. Open the link in it to "
                       "confirm that the address is yours. After that somebody reads your "
                       "request, and you get a mail when they have decided.</p><p><a "
                       "href=\"/auth/confirmation\">No mail after some minutes?</a></p>")
            : SafeHtml("<p>We have sent a mail to the address you gave. Open the link in it to "
                       "confirm that the address is yours, then you can sign in.</p><p><a "
                       "href=\"/auth/confirmation\">No mail after some minutes?</a></p>"));
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
    if (!complaints.empty()) return sign_up_page(call, input, door, for_people(complaints));
    TRY_OK(count_try(call, "mail", input.email));
    TRY(auto fresh, prepare(server, input));
    fresh.approved = !door.approval;
    auto const stored = store_sign_up(server, fresh, door.invite_code());
    if (!stored && stored.error().code == Errc::gone) return dead_invite_page(call, 410);
    if (!stored && stored.error().code == Errc::unprocessable)
        return sign_up_page(call, input, door, for_people({name_taken()}));
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
    TRY(auto fresh, prepare(server, input));
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
