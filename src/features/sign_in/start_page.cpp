// The page at `/`, for those who are signed in and for strangers.

#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "social/accounts.h"
#include "social/instance.h"
#include "social/pages.h"

namespace skein::sign_in {
namespace {

using social::PageWriter;
using social::Registrations;

SafeHtml about_apps(Server const& server) {
    return html(
        "<section class=\"card\"><h2>Use it with any Mastodon app</h2><p>Choose an app for your "
        "phone or computer, and give it the address of this server:</p><p class=\"code\">{}</p>"
        "</section>",
        server.domain());
}

std::string_view joining(Registrations mode) {
    switch (mode) {
        case Registrations::open: return "Sign up";
        case Registrations::approval: return "Ask to join";
        case Registrations::closed: return "";
    }
    return "";
}

SafeHtml for_strangers(PageWriter const& page) {
    auto const& words = page.words();
    auto const join = joining(words.registrations);
    return html(
        "<section class=\"card\"><h1>{}</h1><p class=\"lead\">{}</p><div class=\"actions\">{}<a "
        "class=\"button{}\" href=\"/auth/sign_in\">Sign in</a></div></section>",
        words.title, words.description,
        join.empty() ? SafeHtml() : html("<a class=\"button\" href=\"/auth/sign_up\">{}</a>", join),
        join.empty() ? "" : " second");
}

SafeHtml rules_of(std::vector<social::Rule> const& rules) {
    if (rules.empty()) return {};
    SafeHtml list = "<section class=\"card\"><h2>The rules here</h2><ol class=\"rules\">";
    for (auto const& rule : rules) list += html("<li>{}</li>", rule.text);
    return list + "</ol></section>";
}

SafeHtml for_member(PageWriter const& page, social::Account const& account) {
    return html(
        "<section class=\"card\"><h1>Welcome, {}</h1><p>You are signed in at {} as <strong>@{}</"
        "strong>.</p><div class=\"actions\"><a class=\"button second\" "
        "href=\"/settings/password\">Settings</a></div></section>",
        account.display_name.empty() ? account.username : account.display_name, page.words().title,
        account.username);
}

}  // namespace

Result<Reply> show_start(Call& call) {
    auto& server = call.server();
    PageWriter const page(call);
    if (call.who().is_user()) {
        TRY(auto const account,
            server.db().read([&](db::Tx& tx) { return social::load_account(tx, call.viewer()); }));
        return page.reply(
            {.title = "Start", .body = for_member(page, account) + about_apps(server)});
    }
    TRY(auto const rules, server.db().read(social::list_rules));
    return page.reply(
        {.title = "Start", .body = for_strangers(page) + about_apps(server) + rules_of(rules)});
}

}  // namespace skein::sign_in
