// Changing the password and the e-mail address, each confirmed by the password so far.

#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "features/sign_in/link_pages.h"
#include "features/sign_in/mails.h"
#include "features/sign_in/password_form.h"
#include "features/sign_in/session.h"
#include "platform/mail/mail.h"
#include "social/access.h"
#include "social/pages.h"
#include "social/passwords.h"
#include "social/sign_ups.h"

namespace skein::sign_in {
namespace {

using social::PageWriter;
using social::Purpose;

Result<social::User> load_asker(Call const& call) {
    return call.server().db().read(
        [&](db::Tx& tx) { return social::load_user(tx, call.who().user); });
}

void add_current_password(social::Form& form, std::string_view label) {
    form.input({.name = "current_password",
                .label = label,
                .type = "password",
                .autocomplete = "current-password"});
}

/// A page of the settings: `word` is what was just done.
Reply settings_page(PageWriter const& page, Call const& call, social::SettingsPage content) {
    return page.reply(social::in_settings(call, std::move(content)));
}

Reply password_page(Call const& call, social::FieldErrors errors, SafeHtml word = {}) {
    PageWriter const page(call);
    auto const& say = page.locale();
    auto const wrong = !errors.empty();
    auto form = page.form("/settings/password", std::move(errors));
    add_current_password(form, say("sign_in.field.password_so_far"));
    add_new_password(form, say);
    form.check("sign_out_apps", say.html("sign_in.password.apps"), false);
    auto const body = form.done(say("sign_in.password.change"));
    return settings_page(page, call,
                         {.path = "/settings/password",
                          .title = say("sign_in.password.title"),
                          .word = std::move(word),
                          .body = html("<p>{}</p>{}", say("sign_in.password.note"), body),
                          .failed = wrong});
}

Result<Reply> email_page(Call const& call, std::string const& typed, social::FieldErrors errors,
                         SafeHtml word = {}) {
    TRY(auto const user, load_asker(call));
    TRY(auto const email, social::email_of(user, call.server().keys()));
    PageWriter const page(call);
    auto const& say = page.locale();
    auto const wrong = !errors.empty();
    auto form = page.form("/settings/email", std::move(errors));
    form.input({.name = "email",
                .label = say("sign_in.email.fresh"),
                .value = typed,
                .type = "email",
                .autocomplete = "email"});
    add_current_password(form, say("pages.field.your_password"));
    auto const body = form.done(say("sign_in.email.change"));
    return settings_page(
        page, call,
        {.path = "/settings/email",
         .title = say("sign_in.email.title"),
         .word = std::move(word),
         .body = html("<p>{}</p>{}", say.html("sign_in.email.now", {{"email", email}}), body),
         .failed = wrong});
}

/// Errc::conflict when the password is no longer the one that was found right.
Result<social::User> store_password(Server& server, social::User const& asker,
                                    std::string const& hash, bool sign_out_apps) {
    return server.db().write([&](db::Tx& tx) -> Result<social::User> {
        TRY(auto user, social::load_user(tx, asker.id));
        if (user.password_hash != asker.password_hash)
            return fail(Errc::conflict, "Your password has just been changed. Sign in again.");
        user.password_hash = hash;
        TRY_OK(social::update_user(tx, user));
        TRY_OK(social::remove_sessions_of_user(tx, user.id));
        if (sign_out_apps) TRY_OK(social::remove_tokens_of_user(tx, user.id));
        TRY_OK(enqueue(tx, social::SendMail{user.id, std::string(password_changed_mail), {}}));
        return user;
    });
}

SafeHtml where_to_go_on(social::Locale const& say) {
    return html("<p>{}</p>", say.html("sign_in.email.dead", {}, {{"settings", "/settings/email"}}));
}

enum class Change { done, dead, taken };

/// Uses the link: the address in it becomes the user's.
Result<Change> use_link(Server& server, std::string const& secret) {
    return server.db().write([&](db::Tx& tx) -> Result<Change> {
        TRY(auto const token, social::take_one_time_token(tx, secret, Purpose::change_email));
        if (!token || !token->user_id) return Change::dead;
        TRY(auto const user, social::find_user(tx, *token->user_id));
        if (!user || token->bound_to != password_mark(*user)) return Change::dead;
        auto const& keys = server.keys();
        TRY(auto const fresh, keys.open("mail", token->payload.data, to_string(user->id)));
        TRY(auto const old, social::email_of(*user, keys));
        auto const changed = social::change_email(tx, keys, user->id, fresh);
        if (!changed && changed.error().code == Errc::conflict) return Change::taken;
        TRY_OK(changed);
        TRY_OK(enqueue(tx, social::SendMail{user->id, std::string(email_changed_mail),
                                            social::seal_address(keys, user->id, old)}));
        return Change::done;
    });
}

}  // namespace

Result<Reply> show_password(Call& call) {
    auto const* done = call.params().find("done");
    return password_page(call, {},
                         done ? social::locale_of(call).html("sign_in.password.done") : SafeHtml());
}

Result<Reply> change_password(Call& call, ChangePassword const& input) {
    auto& server = call.server();
    TRY_OK(count_try(call, "password", to_string(call.who().user)));
    TRY(auto const user, load_asker(call));
    TRY(auto errors, judge_current_password(call, user, input.current_password));
    TRY(auto const weak, judge_new_password(call, user, input.password));
    errors.insert(errors.end(), weak.begin(), weak.end());
    if (!errors.empty()) return password_page(call, std::move(errors));
    TRY(auto const hash, social::hash_password(server, input.password));
    TRY(auto const changed, store_password(server, user, hash, input.sign_out_apps));
    // This browser goes on, under a new secret.
    return enter(call, changed, "/settings/password?done=1");
}

Result<Reply> show_email(Call& call) { return email_page(call, {}, {}); }

Result<Reply> change_email(Call& call, ChangeEmail const& input) {
    auto& server = call.server();
    TRY_OK(count_try(call, "password", to_string(call.who().user)));
    TRY(auto const user, load_asker(call));
    TRY(auto errors, judge_current_password(call, user, input.current_password));
    auto const& say = social::locale_of(call);
    auto const email = mail::EmailAddress::parse(input.email);
    if (!email) errors.push_back(no_address(say));
    if (!errors.empty()) return email_page(call, input.email, std::move(errors));
    TRY_OK(count_try(call, "mail", email->canonical()));
    TRY_OK(server.db().write(
        [&](db::Tx& tx) { return ask_email_change(tx, server, user, email->canonical()); }));
    return email_page(call, {}, {}, say.html("sign_in.email.asked"));
}

Result<Reply> show_confirm_email_change(Call& call) {
    return show_link(call, {.purpose = Purpose::change_email,
                            .title = "sign_in.email.confirm",
                            .text = "sign_in.email.confirm_text",
                            .button = "sign_in.email.use",
                            .dead = where_to_go_on(social::locale_of(call))});
}

Result<Reply> confirm_email_change(Call& call) {
    TRY(auto const change, use_link(call.server(), call.path("token")));
    auto const& say = social::locale_of(call);
    if (change == Change::dead) return dead_link_page(call, where_to_go_on(say));
    if (change == Change::taken)
        return social::notice_page(call, say("sign_in.confirm.taken"),
                                   html("<p>{}</p>", say("sign_in.email.taken_text")), 409);
    return social::notice_page(
        call, say("sign_in.email.done"),
        html("<p>{}</p><p><a class=\"button\" href=\"/settings/email\">{}</a></p>",
             say("sign_in.confirm.thanks"), say("sign_in.email.back")));
}

}  // namespace skein::sign_in
