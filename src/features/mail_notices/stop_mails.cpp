// The link that ends mails of one kind (RFC 8058).

#include "core/server.h"
#include "features/mail_notices/handlers.h"
#include "features/mail_notices/wishes.h"
#include "social/pages.h"

namespace skein::mail_notices {
namespace {

/// The keys of what somebody gets, and of what they will get no more.
struct What {
    std::string_view now, ended;
};
What what_of(Kind kind) {
    switch (kind) {
        case Kind::mention: return {"mail_notices.stop.mention", "mail_notices.stop.no_mention"};
        case Kind::follow: return {"mail_notices.stop.follow", "mail_notices.stop.no_follow"};
        case Kind::follow_request:
            return {"mail_notices.stop.follow_request", "mail_notices.stop.no_follow_request"};
        case Kind::report: return {"mail_notices.stop.report", "mail_notices.stop.no_report"};
        case Kind::digest: break;
    }
    return {"mail_notices.stop.digest", "mail_notices.stop.no_digest"};
}

Result<Reply> dead_page(Call const& call) {
    auto const& say = social::locale_of(call);
    return social::notice_page(call, say("mail_notices.stop.dead"),
                               html("<p>{}</p>", say.html("mail_notices.stop.dead_text", {},
                                                          {{"settings", "/settings/mails"}})),
                               404);
}

}  // namespace

Result<Reply> show_stop(Call& call) {
    auto const stop = read_stop(call.server().keys(), call.path("token"));
    if (!stop) return dead_page(call);
    social::PageWriter const page(call);
    auto const& say = page.locale();
    auto const& title = say("mail_notices.stop.title");
    // No token of a form: the address itself says who may.
    return page.reply(
        {.title = title,
         .body = social::card(
             title, html("<p>{}</p><form method=\"post\" action=\"{}\"><div "
                         "class=\"actions\"><button type=\"submit\">{}</button>"
                         "</div></form><p><a href=\"/settings/mails\">{}</a></p>",
                         say(what_of(stop->kind).now), call.request().path,
                         say("mail_notices.stop.button"), say("mail_notices.stop.all")))});
}

Result<Reply> stop_mails(Call& call) {
    auto& server = call.server();
    auto const stop = read_stop(server.keys(), call.path("token"));
    if (!stop) return dead_page(call);
    TRY(auto const wishes,
        server.db().read([&](db::Tx& tx) { return load_wishes(tx, stop->user); }));
    if (wishes.wants(stop->kind))
        TRY_OK(server.db().write([&](db::Tx& tx) { return end_kind(tx, stop->user, stop->kind); }));
    auto const& say = social::locale_of(call);
    return social::notice_page(
        call, say("mail_notices.stop.done"),
        html("<p>{}</p><p><a href=\"/settings/mails\">{}</a></p>", say(what_of(stop->kind).ended),
             say("mail_notices.stop.choose")));
}

}  // namespace skein::mail_notices
