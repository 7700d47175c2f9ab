// A forgotten password: a link by mail, and a new one.

#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "features/sign_in/link_pages.h"
#include "features/sign_in/mails.h"
#include "features/sign_in/password_form.h"
#include "features/sign_in/session.h"
#include "social/access.h"
#include "social/pages.h"
#include "social/passwords.h"

namespace skein::sign_in {
namespace {

using social::PageWriter;
using social::Purpose;

constexpr LinkQuestion question{.path = "/auth/reset",
                                .title = "sign_in.reset.title",
                                .text = "sign_in.reset.text",
                                .button = "sign_in.reset.button",
                                .reset = true,
                                .sent = "sign_in.reset.sent"};

Reply dead_page(Call const& call) {
    auto const& say = social::locale_of(call);
    return dead_link_page(
        call, html("<p>{}</p><p><a class=\"button second\" href=\"/auth/reset\">{}</a></p>",
                   say("sign_in.reset.dead"), say("sign_in.reset.again")));
}

Reply reset_page(Call const& call, social::FieldErrors errors) {
    PageWriter page(call);
    auto const wrong = !errors.empty();
    auto form = page.form("/auth/reset/" + call.path("token"), std::move(errors));
    auto const& say = page.locale();
    add_new_password(form, say);
    auto const& title = say("sign_in.reset.title");
    return page.reply({.title = title,
                       .body = social::card(title, html("<p>{}</p>{}", say("sign_in.reset.note"),
                                                        form.done(say("sign_in.reset.save")))),
                       .failed = wrong});
}

/// The user behind the link; nobody when it is unknown, used, too old or the password has changed.
Result<std::optional<social::User>> find_asker(db::Tx& tx, std::string_view secret) {
    TRY(auto const token, social::find_one_time_token(tx, secret, Purpose::reset_password));
    if (!token || !token->user_id) return std::optional<social::User>();
    TRY(auto user, social::find_user(tx, *token->user_id));
    if (!user || token->bound_to != password_mark(*user)) return std::optional<social::User>();
    return user;
}

/// Stores the new password and ends everything the old one opened. False: the link is dead.
Result<bool> store_password(Server& server, std::string const& secret, std::string const& hash) {
    return server.db().write([&](db::Tx& tx) -> Result<bool> {
        TRY(auto user, find_asker(tx, secret));
        if (!user) return false;
        TRY_OK(social::take_one_time_token(tx, secret, Purpose::reset_password));
        user->password_hash = hash;
        TRY_OK(social::update_user(tx, *user));
        TRY_OK(social::remove_sessions_of_user(tx, user->id));
        TRY_OK(social::remove_tokens_of_user(tx, user->id));
        TRY_OK(enqueue(tx, social::SendMail{user->id, std::string(password_changed_mail), {}}));
        return true;
    });
}

}  // namespace

Result<Reply> show_ask_reset(Call& call) { return ask_for_link(call, question); }

Result<Reply> ask_reset(Call& call, Address const& input) {
    return send_link(call, question, input);
}

Result<Reply> show_reset(Call& call) {
    TRY(auto const user,
        call.server().db().read([&](db::Tx& tx) { return find_asker(tx, call.path("token")); }));
    return user ? reset_page(call, {}) : dead_page(call);
}

Result<Reply> reset(Call& call, NewPassword const& input) {
    auto& server = call.server();
    auto const& secret = call.path("token");
    TRY(auto const user, server.db().read([&](db::Tx& tx) { return find_asker(tx, secret); }));
    if (!user) return dead_page(call);
    TRY(auto const errors, judge_new_password(call, *user, input.password));
    if (!errors.empty()) return reset_page(call, errors);
    TRY(auto const hash, social::hash_password(server, input.password));
    TRY(auto const stored, store_password(server, secret, hash));
    if (!stored) return dead_page(call);
    auto const& say = social::locale_of(call);
    auto reply = social::notice_page(
        call, say("sign_in.reset.done"),
        html("<p>{}</p><p><a class=\"button\" href=\"/auth/sign_in\">{}</a></p>",
             say("sign_in.reset.done_text"), say("sign_in.page.title")));
    if (call.who().session) leave(server, reply);
    return reply;
}

}  // namespace skein::sign_in
