// Proving that an address is one's own, and asking for the mail again.

#include "base/json.h"
#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "features/sign_in/mails.h"
#include "features/sign_in/session.h"
#include "platform/mail/mail.h"
#include "social/access.h"
#include "social/accounts.h"
#include "social/pages.h"
#include "social/sign_ups.h"

namespace skein::sign_in {
namespace {

using social::PageWriter;
using social::Purpose;

Reply dead_link_page(Call const& call) {
    return social::notice_page(
        call, "This link does not work any more",
        "<p>It was used already, or it is too old. If your address is confirmed, just <a "
        "href=\"/auth/sign_in\">sign in</a>. Otherwise have the mail sent again.</p><p><a "
        "class=\"button second\" href=\"/auth/confirmation\">Send the mail again</a></p>",
        404);
}

Reply resend_page(Call const& call, std::string const& email, social::FieldErrors errors) {
    PageWriter page(call);
    auto const wrong = !errors.empty();
    auto form = page.form("/auth/confirmation", std::move(errors));
    form.input({.name = "email",
                .label = "E-mail address",
                .value = email,
                .type = "email",
                .autocomplete = "email"});
    auto const body = html(
        "<div class=\"card\"><h1>Send the mail again</h1><p>Enter the address you signed up with. "
        "Look also where your mail program keeps unwanted mail.</p>{}</div>",
        form.done("Send"));
    return page.reply({.title = "Send the mail again",
                       .body = body,
                       .status = wrong ? 422 : 200,
                       .failed = wrong});
}

/// What came of using a link.
enum class Proof { done, dead, taken };

Result<Proof> use_link(Server& server, std::string const& secret) {
    return server.db().write([&](db::Tx& tx) -> Result<Proof> {
        TRY(auto const token, social::take_one_time_token(tx, secret, Purpose::confirm_email));
        if (!token || !token->user_id) return Proof::dead;
        TRY(auto const user, social::load_user(tx, *token->user_id));
        TRY(auto const address, social::email_of(user, server.keys()));
        if (token->bound_to != address_mark(server.keys(), address)) return Proof::dead;
        auto const confirmed = social::confirm_user(tx, server.keys(), *token->user_id);
        if (!confirmed && confirmed.error().code == Errc::conflict) return Proof::taken;
        TRY_OK(confirmed);
        return Proof::done;
    });
}

}  // namespace

Result<Reply> show_confirm(Call& call) {
    TRY(auto const token, call.server().db().read([&](db::Tx& tx) {
        return social::find_one_time_token(tx, call.path("token"), Purpose::confirm_email);
    }));
    if (!token) return dead_link_page(call);
    // Mail programs open links to look at them: only the button changes something.
    PageWriter page(call);
    auto form = page.form("/auth/confirm/" + call.path("token"));
    return page.reply(
        {.title = "Confirm your e-mail address",
         .body = html("<div class=\"card\"><h1>Confirm your e-mail address</h1><p>One step is "
                      "left.</p>{}</div>",
                      form.done("Confirm my address"))});
}

Result<Reply> confirm(Call& call) {
    TRY(auto const proof, use_link(call.server(), call.path("token")));
    switch (proof) {
        case Proof::dead: return dead_link_page(call);
        case Proof::taken:
            return social::notice_page(
                call, "This address has an account already",
                "<p>It was confirmed for another account in the meantime. <a "
                "href=\"/auth/sign_in\">Sign in</a> with the address; if you do not remember the "
                "password, you can <a href=\"/auth/reset\">choose a new one</a>.</p>",
                409);
        case Proof::done: break;
    }
    return social::notice_page(call, "Your e-mail address is confirmed",
                               "<p>Thank you.</p><p><a class=\"button\" "
                               "href=\"/auth/sign_in\">Sign in</a></p>");
}

Result<Reply> show_resend(Call& call) { return resend_page(call, {}, {}); }

Result<Reply> resend(Call& call, Address const& input) {
    if (!mail::EmailAddress::parse(input.email))
        return resend_page(call, input.email,
                           {{"email",
                             "This is not an e-mail address. Check it for typing "
                             "mistakes."}});
    TRY_OK(count_try(call, "mail", input.email));
    TRY_OK(send_link_later(call.server(), input.email, false));
    return social::notice_page(
        call, "Look into your mail",
        "<p>If somebody signed up with this address and has not confirmed it yet, a mail is on its "
        "way.</p>");
}

Result<Reply> resend_by_app(Call& call, Address const& input) {
    auto& server = call.server();
    if (call.who().confirmed)
        return fail(Errc::forbidden,
                    "This method is only available while the e-mail is awaiting "
                    "confirmation");
    TRY_OK(count_try(call, "mail", to_string(call.who().user)));
    std::optional<mail::EmailAddress> changed;
    if (!input.email.empty()) {
        changed = mail::EmailAddress::parse(input.email);
        if (!changed) return fail(Errc::unprocessable, "Validation failed: Email is invalid");
        TRY_OK(count_try(call, "mail", changed->canonical()));
    }
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        if (changed)
            TRY_OK(
                social::correct_address(tx, server.keys(), call.who().user, changed->canonical()));
        return enqueue(tx, social::SendMail{call.who().user, std::string(welcome_mail), {}},
                       {.priority = Priority::person});
    }));
    return empty_reply();
}

Result<Reply> check_confirmation(Call& call) {
    json::Writer body;
    body.value(call.who().confirmed);
    return json_reply(std::move(body));
}

}  // namespace skein::sign_in
