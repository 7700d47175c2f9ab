// The page at `/`, for those who are signed in and for strangers.

#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "social/accounts.h"
#include "social/app_shell.h"
#include "social/instance.h"
#include "social/pages.h"
#include "social/public_page.h"
#include "social/users.h"

namespace skein::sign_in {
namespace {

using social::PageWriter;
using social::Registrations;

SafeHtml about_apps(social::Locale const& say, Server const& server) {
    return html("<section class=\"card\"><h2>{}</h2><p>{}</p><p class=\"code\">{}</p></section>",
                say("sign_in.start.apps"), say("sign_in.start.apps_text"),
                std::string_view(server.public_url()).substr(server.public_url().find("//") + 2));
}

/// The way in, or nothing where there is none.
SafeHtml joining(social::Locale const& say, Registrations mode) {
    if (mode == Registrations::closed) return {};
    return html("<a class=\"button\" href=\"/auth/sign_up\">{}</a>",
                say(mode == Registrations::open ? "sign_in.up.title" : "sign_in.up.ask"));
}

SafeHtml for_strangers(PageWriter const& page) {
    auto const& words = page.words();
    auto const& say = page.locale();
    auto const join = joining(say, words.registrations);
    return html(
        "<section class=\"card\"><h1>{}</h1><p class=\"lead\">{}</p><div class=\"actions\">{}<a "
        "class=\"button{}\" href=\"/auth/sign_in\">{}</a></div></section>",
        words.title, words.description, join, join.empty() ? "" : " second",
        say("sign_in.page.title"));
}

/// Nobody has made the first account.
SafeHtml not_yet(PageWriter const& page) {
    auto const& say = page.locale();
    return html("<section class=\"card\"><h1>{}</h1><p class=\"lead\">{}</p><p>{}</p></section>",
                say("sign_in.start.not_yet", {{"server", page.words().title}}),
                say("sign_in.start.no_account"), say("sign_in.start.first_account"));
}

SafeHtml rules_of(social::Locale const& say, std::vector<social::Rule> const& rules) {
    if (rules.empty()) return {};
    auto list =
        html("<section class=\"card\"><h2>{}</h2><ol class=\"rules\">", say("sign_in.up.rules"));
    for (auto const& rule : rules) list += html("<li>{}</li>", rule.text);
    return list + "</ol></section>";
}

SafeHtml for_member(PageWriter const& page, social::Account const& account) {
    auto const& say = page.locale();
    auto const& name = account.display_name.empty() ? account.username : account.display_name;
    return html(
        "<section class=\"card\"><h1>{}</h1><p>{}</p><div class=\"actions\"><a class=\"button "
        "second\" href=\"/settings/password\">{}</a></div></section>",
        say("sign_in.start.welcome", {{"name", name}}),
        say.html("sign_in.start.signed_in",
                 {{"server", page.words().title}, {"name", "@" + account.username}}),
        say("pages.frame.settings"));
}

}  // namespace

Result<Reply> show_start(Call& call) {
    if (auto app = social::app_page(call)) return *std::move(app);
    auto& server = call.server();
    PageWriter const page(call);
    auto const& say = page.locale();
    if (call.who().is_user()) {
        TRY(auto const account,
            server.db().read([&](db::Tx& tx) { return social::load_account(tx, call.viewer()); }));
        return page.reply({.body = for_member(page, account) + about_apps(say, server)});
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
    social::PageHead head;
    head.canonical = server.public_url() + "/";
    head.title = page.words().title;
    head.description = page.words().description;
    head.indexable = true;
    return page.reply(
        {.body = for_strangers(page) + about_apps(say, server) + rules_of(say, known.rules),
         .head = social::draw_head(server, head)});
}

}  // namespace skein::sign_in
