// The page at `/`, for those who are signed in and for strangers.

#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "social/accounts.h"
#include "social/app_shell.h"
#include "social/instance.h"
#include "social/pages.h"
#include "social/users.h"

namespace skein::sign_in {
namespace {

using social::PageWriter;
using social::Registrations;

SafeHtml about_apps(Server const& server) {
    return html(
        "<section class=\"card\"><h2>Use it with any Mastodon app</h2><p>Choose an app for your "
        "phone or computer, and give it the address of this server:</p><p class=\"code\">{}</p>"
        "</section>",
        std::string_view(server.public_url()).substr(server.public_url().find("//") + 2));
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

/// Nobody has made the first account.
SafeHtml not_yet(PageWriter const& page) {
    return html(
        "<section class=\"card\"><h1>{} is running</h1><p class=\"lead\">It has no account yet."
        "</p><p>When it started, it printed a link in the terminal. Open that link to make the "
        "first "
        "account. Start the server again to get a new one.</p></section>",
        page.words().title);
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

Result<Reply> draw_start(Call& call) {
    auto& server = call.server();
    PageWriter const page(call);
    if (call.who().is_user()) {
        TRY(auto const account,
            server.db().read([&](db::Tx& tx) { return social::load_account(tx, call.viewer()); }));
        return page.reply({.body = for_member(page, account) + about_apps(server)});
    }
    struct Known {
        std::vector<social::Rule> rules;
        std::int64_t users = 0;
    };
    TRY(auto const known, server.db().read([](db::Tx& tx) -> Result<Known> {
        Known found;
        TRY(found.rules, social::list_rules(tx));
        TRY(found.users, social::count_users(tx));
        return found;
    }));
    if (known.users == 0) return page.reply({.body = not_yet(page)});
    return page.reply({.body = for_strangers(page) + about_apps(server) + rules_of(known.rules)});
}

}  // namespace

Result<Reply> show_start(Call& call) {
    if (auto app = social::app_page(call)) return *std::move(app);
    auto reply = draw_start(call);
    if (reply) social::vary_by_session(call, *reply);
    return reply;
}

}  // namespace skein::sign_in
