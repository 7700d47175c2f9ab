// The list of a person's open sessions, and ending them.

#include "core/server.h"
#include "features/sign_in/handlers.h"
#include "features/sign_in/session.h"
#include "social/access.h"
#include "social/pages.h"

namespace skein::sign_in {
namespace {

using social::PageWriter;

SafeHtml session_item(PageWriter const& page, Call const& call, social::Session const& session) {
    auto const own = session.id == call.who().session;
    auto end = page.form(fmt::format("/settings/sessions/{}/end", to_string(session.id)));
    return html(
        "<li><div><strong>{}</strong>{}<br><span class=\"quiet\">Last used {}, from {}; signed in "
        "{}</span></div>{}</li>",
        browser_name(session.user_agent), own ? SafeHtml(" (this one)") : SafeHtml(),
        to_iso_date(session.last_used_at), session.address_prefix, to_iso_date(session.created_at),
        own ? SafeHtml() : end.button("Sign out", "danger"));
}

}  // namespace

Result<Reply> show_sessions(Call& call) {
    TRY(auto const sessions, call.server().db().read([&](db::Tx& tx) {
        return social::list_sessions(tx, call.who().user);
    }));
    PageWriter const page(call);
    SafeHtml list;
    for (auto const& session : sessions) list += session_item(page, call, session);
    auto all = page.form("/settings/sessions/end_all");
    auto const* done = call.params().find("done");
    return page.reply(social::in_settings(
        call, {.path = "/settings/sessions",
               .title = "Sessions",
               .word = done ? SafeHtml("The session is ended.") : SafeHtml(),
               .body = html("<p>Browsers in which you are signed in. Times are days in UTC.</p><ul "
                            "class=\"list\">{}</ul><div class=\"actions\">{}</div>",
                            list, all.button("Sign out everywhere", "danger"))}));
}

Result<Reply> end_session(Call& call) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) {
        return social::remove_session(tx, call.who().user, call.path_id<SessionId>("id"));
    }));
    return http::redirect(303, "/settings/sessions?done=1");
}

Result<Reply> end_all_sessions(Call& call) {
    TRY_OK(call.server().db().write(
        [&](db::Tx& tx) { return social::remove_sessions_of_user(tx, call.who().user); }));
    auto reply = http::redirect(303, "/auth/sign_in");
    reply.headers.add("Set-Cookie", forget_session_cookie(call.server()));
    return reply;
}

}  // namespace skein::sign_in
