// The apps a person has let in, and ending that.

#include "core/server.h"
#include "features/oauth/handlers.h"
#include "features/oauth/scope_words.h"
#include "social/access.h"
#include "social/pages.h"

namespace skein::oauth {
namespace {

constexpr std::int64_t shown_max = 500;

struct LetIn {
    AppId app;
    std::string name, website, scopes;
    Time created_at{}, last_used_at{};
    auto row() { return std::tie(app, name, website, scopes, created_at, last_used_at); }
};
db::Query<LetIn> const list_let_in{
    "access_tokens.list_of_user",
    "SELECT t.app_id, a.name, a.website, t.scopes, t.created_at, t.last_used_at FROM "
    "access_tokens t JOIN apps a ON a.id = t.app_id WHERE t.user_id = $1 ORDER BY t.id DESC LIMIT "
    "$2"};
db::Sql const remove_app_tokens{"access_tokens.remove_of_app",
                                "DELETE FROM access_tokens WHERE user_id = $1 AND app_id = $2"};
db::Sql const remove_app_codes{
    "authorization_codes.remove_of_app",
    "DELETE FROM authorization_codes WHERE user_id = $1 AND app_id = $2"};

/// One entry for each app, with all it may do.
std::vector<LetIn> by_app(std::vector<LetIn> const& tokens) {
    std::vector<LetIn> apps;
    for (auto const& token : tokens) {
        auto const known = std::ranges::find(apps, token.app, &LetIn::app);
        if (known == apps.end()) {
            apps.push_back(token);
            continue;
        }
        known->scopes += " " + token.scopes;
        known->created_at = std::min(known->created_at, token.created_at);
        known->last_used_at = std::max(known->last_used_at, token.last_used_at);
    }
    return apps;
}

SafeHtml app_item(social::PageWriter const& page, LetIn const& app) {
    auto const& say = page.locale();
    SafeHtml may;
    if (auto const scopes = Scopes::parse(app.scopes))
        for (auto const key : in_words(*scopes)) may += html("<li>{}</li>", say(key));
    auto end = page.form(fmt::format("/settings/apps/{}/end", to_string(app.app)));
    return html(
        "<li><div><strong><bdi>{}</bdi></strong><br><span class=\"quiet\">{}</span><ul "
        "class=\"ticks quiet\">{}</ul></div>{}</li>",
        app.name,
        say("oauth.apps.when",
            {{"begun", to_iso_date(app.created_at)}, {"used", to_iso_date(app.last_used_at)}}),
        may, end.button(say("oauth.apps.end"), "danger"));
}

}  // namespace

Result<Reply> show_apps(Call& call) {
    TRY(auto const tokens, call.server().db().read([&](db::Tx& tx) {
        return tx.list(list_let_in, call.who().user, shown_max);
    }));
    social::PageWriter const page(call);
    auto const& say = page.locale();
    SafeHtml list;
    for (auto const& app : by_app(tokens)) list += app_item(page, app);
    auto const* done = call.params().find("done");
    return page.reply(social::in_settings(
        call, {.path = "/settings/apps",
               .title = say("oauth.apps.title"),
               .word = done ? say.html("oauth.apps.done") : SafeHtml(),
               .body = list.empty() ? html("<p>{}</p>", say("oauth.apps.none"))
                                    : html("<p>{}</p><ul class=\"list\">{}</ul>",
                                           say("oauth.apps.text"), list)}));
}

Result<Reply> end_app(Call& call) {
    auto const app = call.path_id<AppId>("id");
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(tx.run(remove_app_tokens, call.who().user, app));
        TRY_OK(tx.run(remove_app_codes, call.who().user, app));
        social::forget_user(tx, call.who().user);
        return {};
    }));
    return http::redirect(303, "/settings/apps?done=1");
}

}  // namespace skein::oauth
