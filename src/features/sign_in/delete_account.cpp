// Deleting one's own account: confirmed by the password, at once and for good.

#include <algorithm>

#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "features/sign_in/password_form.h"
#include "features/sign_in/session.h"
#include "social/account_removal.h"
#include "social/accounts.h"
#include "social/pages.h"

namespace skein::sign_in {
namespace {

using social::PageWriter;

/// Whoever asks, and what they are called.
struct Asker {
    social::User user;
    std::string name;
};
Result<Asker> load_asker(Call const& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Asker> {
        Asker asker;
        TRY(asker.user, social::load_user(tx, call.who().user));
        TRY(auto const account, social::load_account(tx, asker.user.account_id));
        asker.name = fmt::format("@{}@{}", account.username, call.server().domain());
        return asker;
    });
}

bool has_page(Call const& call, std::string_view path) {
    auto const& tabs = call.server().part<social::SettingsTabs>().all;
    return std::ranges::find(tabs, path, &social::SettingsTab::path) != tabs.end();
}

/// What can be done before it is too late, as far as this server can do it.
SafeHtml other_ways(social::Locale const& say, Call const& call) {
    SafeHtml ways;
    if (has_page(call, "/settings/export"))
        ways += html("<p>{}</p>",
                     say.html("sign_in.delete.export", {}, {{"export", "/settings/export"}}));
    if (has_page(call, "/settings/move"))
        ways +=
            html("<p>{}</p>", say.html("sign_in.delete.move", {}, {{"move", "/settings/move"}}));
    return ways;
}

Reply delete_page(Call const& call, Asker const& asker, social::FieldErrors errors) {
    PageWriter const page(call);
    auto const& say = page.locale();
    auto const wrong = !errors.empty();
    auto form = page.form("/settings/delete", std::move(errors));
    form.input({.name = "current_password",
                .label = say("pages.field.your_password"),
                .type = "password",
                .autocomplete = "current-password"});
    auto const body = html(
        "<p>{}</p><ul><li>{}</li><li>{}</li><li>{}</li><li>{}</li><li>{}</li></ul>{}{}",
        say.html("sign_in.delete.what", {{"name", asker.name}}), say("sign_in.delete.signed_out"),
        say("sign_in.delete.removed"), say("sign_in.delete.others"), say("sign_in.delete.email"),
        say.html("sign_in.delete.name", {{"name", asker.name}}), other_ways(say, call),
        form.done(say("sign_in.delete.button")));
    return page.reply(social::in_settings(call, {.path = "/settings/delete",
                                                 .title = say("sign_in.delete.title"),
                                                 .body = body,
                                                 .failed = wrong}));
}

/// Errc::conflict when the password is no longer the one that was found right.
Result<void> remove(db::Tx& tx, social::User const& asker) {
    TRY(auto const user, social::load_user(tx, asker.id));
    if (user.password_hash != asker.password_hash)
        return fail(Errc::conflict, "Your password has just been changed. Sign in again.");
    return social::remove_own_account(tx, user.account_id);
}

}  // namespace

Result<Reply> show_delete_account(Call& call) {
    TRY(auto const asker, load_asker(call));
    return delete_page(call, asker, {});
}

Result<Reply> delete_account(Call& call, DeleteAccount const& input) {
    auto& server = call.server();
    TRY_OK(count_try(call, "password", to_string(call.who().user)));
    TRY(auto const asker, load_asker(call));
    TRY(auto errors, judge_current_password(call, asker.user, input.current_password));
    if (!errors.empty()) return delete_page(call, asker, std::move(errors));
    auto const removed = server.db().write([&](db::Tx& tx) { return remove(tx, asker.user); });
    if (!removed && removed.error().code == Errc::unprocessable)
        return delete_page(call, asker, {{"", removed.error().message}});
    TRY_OK(removed);
    auto const& say = social::locale_of(call);
    auto reply = social::notice_page(
        call, say("sign_in.delete.done"),
        html("<p>{}</p><p>{}</p>", say("sign_in.delete.done_text"), say("sign_in.delete.goodbye")));
    leave(server, reply);
    return reply;
}

}  // namespace skein::sign_in
