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
    auto const wrong = !errors.empty();
    auto form = page.form("/auth/sign_in", std::move(errors));
    form.input({.name = "login",
                .label = "Username or e-mail address",
                .value = input.login,
                .autocomplete = "username"});
    form.input({.name = "password",
                .label = "Password",
                .type = "password",
                .autocomplete = "current-password"});
    form.hidden("next", social::safe_next(input.next));
    auto const body =
        social::card("Sign in",
                     form.done("Sign in", "<a href=\"/auth/reset\">Forgot the password?</a>")) +
        "<p class=\"quiet\">No account yet? <a href=\"/auth/sign_up\">Sign up</a>. No mail to "
        "confirm your address? <a href=\"/auth/confirmation\">Send it again</a>.</p>";
    return page.reply({.title = "Sign in", .body = body, .failed = wrong});
}

Reply unconfirmed_page(Call const& call) {
    return social::notice_page(
        call, "Confirm your e-mail address first",
        "<p>We sent you a mail with a link when you signed up. Open it, then sign in.</p>"
        "<p><a class=\"button second\" href=\"/auth/confirmation\">Send the mail again</a></p>",
        403);
}

Reply unapproved_page(Call const& call) {
    return social::notice_page(
        call, "Your account waits for approval",
        "<p>The people who run this server look at every request to join. You get a mail when they "
        "have decided.</p>",
        403);
}

Reply disabled_page(Call const& call) {
    return social::notice_page(
        call, "This account is disabled",
        "<p>The people who run this server have closed it. Write to them if you think that this is "
        "a mistake.</p>",
        403);
}

Reply memorial_page(Call const& call) {
    return social::notice_page(call, "This account is in memoriam",
                               "<p>Nobody can sign in to it. If you think that this is a mistake, "
                               "write to the people who run this server.</p>",
                               403);
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
                            {{"login",
                              "This name or address and this password do not belong "
                              "together. Check both, or choose a new password. An address "
                              "counts once it is confirmed."}});
    // How the account stands is told to those only who know the password.
    if (known.user->disabled_at || known.state == AccountState::suspended)
        return disabled_page(call);
    if (known.memorial) return memorial_page(call);
    if (!known.user->confirmed_at) return unconfirmed_page(call);
    if (!known.user->approved_at) return unapproved_page(call);
    return enter(call, *known.user, input.next);
}

Result<Reply> sign_out(Call& call) {
    auto& server = call.server();
    if (call.who().session)
        TRY_OK(server.db().write([&](db::Tx& tx) {
            return social::remove_session(tx, call.who().user, call.who().session);
        }));
    auto reply = http::redirect(303, "/");
    reply.headers.add("Set-Cookie", forget_session_cookie(server));
    return reply;
}

}  // namespace skein::sign_in
