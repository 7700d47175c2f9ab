// The link that ends mails of one kind (RFC 8058).

#include "core/server.h"
#include "features/mail_notices/handlers.h"
#include "features/mail_notices/wishes.h"
#include "social/pages.h"

namespace skein::mail_notices {
namespace {

std::string_view what_of(Kind kind) {
    switch (kind) {
        case Kind::mention: return "when somebody mentions you";
        case Kind::follow: return "when somebody follows you";
        case Kind::follow_request: return "when somebody asks to follow you";
        case Kind::report: return "when something is reported";
        case Kind::digest: return "once a week about what waits for you";
    }
    return {};
}

Result<Reply> dead_page(Call const& call) {
    return social::notice_page(
        call, "This link does not work",
        "<p>It is not complete. Copy all of it from the mail, or choose in the <a "
        "href=\"/settings/mails\">settings</a> which mails you get.</p>",
        404);
}

}  // namespace

Result<Reply> show_stop(Call& call) {
    auto const stop = read_stop(call.server().keys(), call.path("token"));
    if (!stop) return dead_page(call);
    social::PageWriter const page(call);
    // No token of a form: the address itself says who may.
    return page.reply(
        {.title = "No more such mails",
         .body = social::card(
             "No more such mails",
             html("<p>You get a mail {}.</p><form method=\"post\" action=\"{}\"><div "
                  "class=\"actions\"><button type=\"submit\">Send me no more of them</button>"
                  "</div></form><p><a href=\"/settings/mails\">All mails you can choose</a></p>",
                  what_of(stop->kind), call.request().path))});
}

Result<Reply> stop_mails(Call& call) {
    auto& server = call.server();
    auto const stop = read_stop(server.keys(), call.path("token"));
    if (!stop) return dead_page(call);
    TRY(auto const wishes,
        server.db().read([&](db::Tx& tx) { return load_wishes(tx, stop->user); }));
    if (wishes.wants(stop->kind))
        TRY_OK(server.db().write([&](db::Tx& tx) { return end_kind(tx, stop->user, stop->kind); }));
    return social::notice_page(call, "You get no more such mails",
                               html("<p>There will be no more mail {}.</p><p><a "
                                    "href=\"/settings/mails\">Choose which mails you get</a></p>",
                                    what_of(stop->kind)));
}

}  // namespace skein::mail_notices
