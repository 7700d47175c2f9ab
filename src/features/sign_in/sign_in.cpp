// In and out.

#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "features/sign_in/session.h"
#include "social/access.h"
#include "social/accounts.h"
#include "social/pages.h"
#include "social/passwords.h"
#include "social/sign_ups.h"

namespace skein::sign_in {
namespace {

using social::AccountState;
using social::PageWriter;

Reply sign_in_page(Call const& call, SignIn const& input, social::FieldErrors errors) {
    PageWriter page(call);
    auto const& say = page.locale();
    auto const wrong = !errors.empty();
    auto form = page.form("/auth/sign_in", std::move(errors));
    form.input({.name = "login",
                .label = say("sign_in.page.login"),
                .value = input.login,
                .autocomplete = "username"});
    form.input({.name = "password",
                .label = say("sign_in.field.password"),
                .type = "password",
                .autocomplete = "current-password"});
    form.hidden("next", social::safe_next(input.next));
    auto const& title = say("sign_in.page.title");
    auto const body = social::card(title, form.done(title, html("<a href=\"/auth/reset\">{}</a>",
                                                                say("sign_in.page.forgot")))) +
                      html("<p class=\"quiet\">{}</p>",
                           say.html("sign_in.page.beside", {},
                                    {{"up", "/auth/sign_up"}, {"again", "/auth/confirmation"}}));
    return page.reply({.title = title, .body = body, .failed = wrong});
}

/// Why somebody with the right password is not let in.
Reply refusal(Call const& call, std::string_view title, std::string_view text,
              SafeHtml const& more = {}) {
    auto const& say = social::locale_of(call);
    return social::notice_page(call, say(title), html("<p>{}</p>{}", say(text), more), 403);
}

Reply unconfirmed_page(Call const& call) {
    auto const again = html("<p><a class=\"button second\" href=\"/auth/confirmation\">{}</a></p>",
                            social::locale_of(call)("sign_in.resend.title"));
    return refusal(call, "sign_in.unconfirmed.title", "sign_in.unconfirmed.text", again);
}

/// Who may be behind a login: the user, and how the account stands.
struct Known {
    std::optional<social::User> user;
    AccountState state{};
    bool memorial = false;
};
Result<Known> find_known(Server& server, std::string const& login) {
    return server.db().read([&](db::Tx& tx) -> Result<Known> {
        Known known;
        TRY(known.user, social::find_user_by_login(tx, server.keys(), login));
        // Anybody can sign up with anybody's address. Only a proven one is a login: else who gave
        // one with a password of their own would learn here whether somebody has proven it.
        if (known.user && !known.user->confirmed_at && login.find('@', 1) != std::string::npos)
            known.user.reset();
        if (!known.user) return known;
        TRY(auto const account, social::load_account(tx, known.user->account_id));
        known.state = account.state;
        known.memorial = account.memorial;
        return known;
    });
}

}  // namespace

Result<Reply> show_sign_in(Call& call, ShowSignIn const& input) {
    return sign_in_page(call, {.login = {}, .password = {}, .next = input.next}, {});
}

Result<Reply> sign_in(Call& call, SignIn const& input) {
    auto& server = call.server();
    TRY_OK(count_try(call, "sign_in", input.login));
    TRY(auto const known, find_known(server, input.login));
    // Nobody's password is verified too, so that the answer comes as late as with a wrong one.
    TRY(auto const right,
        social::verify_password(server, input.password,
                                known.user ? known.user->password_hash : std::string()));
    if (!right || !known.user)
        return sign_in_page(call, input,
                            {{"login", social::locale_of(call)("sign_in.page.wrong")}});
    // How the account stands is told to those only who know the password.
    if (known.user->disabled_at || known.state == AccountState::suspended)
        return refusal(call, "sign_in.disabled.title", "sign_in.disabled.text");
    if (known.memorial) return refusal(call, "sign_in.memorial.title", "sign_in.memorial.text");
    if (!known.user->confirmed_at) return unconfirmed_page(call);
    if (!known.user->approved_at)
        return refusal(call, "sign_in.unapproved.title", "sign_in.unapproved.text");
    return enter(call, *known.user, input.next);
}

Result<Reply> sign_out(Call& call) {
    auto& server = call.server();
    if (call.who().session)
        TRY_OK(server.db().write([&](db::Tx& tx) {
            return social::remove_session(tx, call.who().user, call.who().session);
        }));
    auto reply = http::redirect(303, "/");
    leave(server, reply);
    return reply;
}

}  // namespace skein::sign_in
