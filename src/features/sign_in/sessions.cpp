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
    auto const& say = page.locale();
    auto const own = session.id == call.who().session;
    auto end = page.form(fmt::format("/settings/sessions/{}/end", to_string(session.id)));
    return html("<li><div><strong>{}</strong>{}<br><span class=\"quiet\">{}</span></div>{}</li>",
                browser_name(say, session.user_agent),
                own ? html(" {}", say("sign_in.sessions.own")) : SafeHtml(),
                say("sign_in.sessions.when", {{"used", to_iso_date(session.last_used_at)},
                                              {"address", session.address_prefix},
                                              {"begun", to_iso_date(session.created_at)}}),
                own ? SafeHtml() : end.button(say("sign_in.sessions.end"), "danger"));
}

}  // namespace

Result<Reply> show_sessions(Call& call) {
    TRY(auto const sessions, call.server().db().read([&](db::Tx& tx) {
        return social::list_sessions(tx, call.who().user);
    }));
    PageWriter const page(call);
    auto const& say = page.locale();
    SafeHtml list;
    for (auto const& session : sessions) list += session_item(page, call, session);
    auto all = page.form("/settings/sessions/end_all");
    auto const* done = call.params().find("done");
    return page.reply(social::in_settings(
        call, {.path = "/settings/sessions",
               .title = say("sign_in.sessions.title"),
               .word = done ? say.html("sign_in.sessions.done") : SafeHtml(),
               .body = html("<p>{}</p><ul class=\"list\">{}</ul><div class=\"actions\">{}</div>",
                            say("sign_in.sessions.text"), list,
                            all.button(say("sign_in.sessions.end_all"), "danger"))}));
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
    leave(call.server(), reply);
    return reply;
}

}  // namespace skein::sign_in
