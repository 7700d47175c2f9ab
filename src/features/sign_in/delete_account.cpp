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
SafeHtml other_ways(Call const& call) {
    SafeHtml ways;
    if (has_page(call, "/settings/export"))
        ways +=
            "<p>You can take your data along before: <a href=\"/settings/export\">export "
            "it</a>.</p>";
    if (has_page(call, "/settings/move"))
        ways +=
            "<p>If you go to another server, <a href=\"/settings/move\">move your account</a> "
            "instead, so that your followers come along.</p>";
    return ways;
}

Reply delete_page(Call const& call, Asker const& asker, social::FieldErrors errors) {
    PageWriter const page(call);
    auto const wrong = !errors.empty();
    auto form = page.form("/settings/delete", std::move(errors));
    form.input({.name = "current_password",
                .label = "Your password",
                .type = "password",
                .autocomplete = "current-password"});
    auto const body = html(
        "<p>This deletes <strong>{}</strong> for good. <strong>It cannot be undone</strong>, not "
        "by "
        "the people who run this server either.</p>"
        "<ul><li>You are signed out everywhere, and no app can act for you any more.</li>"
        "<li>Your profile, your posts, your pictures and files, your follows and followers, lists, "
        "filters, bookmarks and notifications are removed. For many posts this takes a while; "
        "nobody sees them meanwhile.</li>"
        "<li>Other servers are asked to remove what they have of you. Most do. Nobody can force "
        "them.</li>"
        "<li>Your e-mail address is forgotten here; you can use it for a new account.</li>"
        "<li>Nobody can ever have the name {} here again, not you either.</li></ul>"
        "{}{}",
        asker.name, asker.name, other_ways(call), form.done("Delete my account for good"));
    return page.reply(social::in_settings(call, {.path = "/settings/delete",
                                                 .title = "Delete the account",
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
    TRY(auto errors, judge_current_password(server, asker.user, input.current_password));
    if (!errors.empty()) return delete_page(call, asker, std::move(errors));
    auto const removed = server.db().write([&](db::Tx& tx) { return remove(tx, asker.user); });
    if (!removed && removed.error().code == Errc::unprocessable)
        return delete_page(call, asker, {{"", removed.error().message}});
    TRY_OK(removed);
    auto reply = social::notice_page(
        call, "Your account is deleted",
        "<p>You are signed out everywhere. What you posted is being removed, here and on other "
        "servers.</p><p>Goodbye, and thank you for having been here.</p>");
    reply.headers.add("Set-Cookie", forget_session_cookie(server));
    return reply;
}

}  // namespace skein::sign_in
