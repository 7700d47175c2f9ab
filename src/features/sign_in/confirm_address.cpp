// Proving that an address is one's own, and asking for the mail again.

#include "base/json.h"
#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "features/sign_in/link_pages.h"
#include "features/sign_in/mails.h"
#include "features/sign_in/session.h"
#include "platform/mail/mail.h"
#include "social/access.h"
#include "social/accounts.h"
#include "social/pages.h"
#include "social/sign_ups.h"

namespace skein::sign_in {
namespace {

using social::Purpose;

constexpr LinkQuestion question{.path = "/auth/confirmation",
                                .title = "sign_in.resend.title",
                                .text = "sign_in.resend.text",
                                .button = "sign_in.resend.button",
                                .reset = false,
                                .sent = "sign_in.resend.sent"};

SafeHtml where_to_go_on(social::Locale const& say) {
    return html("<p>{}</p><p><a class=\"button second\" href=\"/auth/confirmation\">{}</a></p>",
                say.html("sign_in.confirm.dead", {}, {{"in", "/auth/sign_in"}}),
                say("sign_in.resend.title"));
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
    return show_link(call, {.purpose = Purpose::confirm_email,
                            .title = "sign_in.confirm.title",
                            .text = "sign_in.confirm.text",
                            .button = "sign_in.confirm.button",
                            .dead = where_to_go_on(social::locale_of(call))});
}

Result<Reply> confirm(Call& call) {
    TRY(auto const proof, use_link(call.server(), call.path("token")));
    auto const& say = social::locale_of(call);
    switch (proof) {
        case Proof::dead: return dead_link_page(call, where_to_go_on(say));
        case Proof::taken:
            return social::notice_page(
                call, say("sign_in.confirm.taken"),
                html("<p>{}</p>", say.html("sign_in.confirm.taken_text", {},
                                           {{"in", "/auth/sign_in"}, {"reset", "/auth/reset"}})),
                409);
        case Proof::done: break;
    }
    return social::notice_page(
        call, say("sign_in.confirm.done"),
        html("<p>{}</p><p><a class=\"button\" href=\"/auth/sign_in\">{}</a></p>",
             say("sign_in.confirm.thanks"), say("sign_in.page.title")));
}

Result<Reply> show_resend(Call& call) { return ask_for_link(call, question); }

Result<Reply> resend(Call& call, Address const& input) { return send_link(call, question, input); }

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
