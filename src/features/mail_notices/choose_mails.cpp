// The page of the settings on which people choose what they are told by mail.

#include "core/server.h"
#include "features/mail_notices/handlers.h"
#include "features/mail_notices/wishes.h"
#include "social/pages.h"
#include "social/users.h"

namespace skein::mail_notices {
namespace {

using social::PageWriter;

std::string_view label_of(Kind kind) {
    switch (kind) {
        case Kind::mention: return "mail_notices.wishes.mention";
        case Kind::follow: return "mail_notices.wishes.follow";
        case Kind::follow_request: return "mail_notices.wishes.follow_request";
        case Kind::report: return "mail_notices.wishes.report";
        case Kind::digest: break;
    }
    return "mail_notices.wishes.digest";
}

}  // namespace

Result<Reply> show_wishes(Call& call) {
    auto& server = call.server();
    TRY(auto const wishes,
        server.db().read([&](db::Tx& tx) { return load_wishes(tx, call.who().user); }));
    PageWriter const page(call);
    auto const& say = page.locale();
    auto form = page.form("/settings/mails");
    for (auto const kind : all_kinds)
        if (may_have(call.who().permissions, kind))
            form.check(to_string(kind), say.html(label_of(kind)), wishes.wants(kind));
    form.check("always", say.html("mail_notices.wishes.always"), wishes.always);
    auto const* done = call.params().find("done");
    auto const silent = server.mailer().configured()
                            ? SafeHtml()
                            : html("<p>{}</p>", say("mail_notices.wishes.silent"));
    return page.reply(social::in_settings(
        call, {.path = "/settings/mails",
               .title = say("mail_notices.wishes.title"),
               .word = done ? say.html("mail_notices.wishes.done") : SafeHtml(),
               .body = html("<p>{}</p>{}{}", say("mail_notices.wishes.text"), silent,
                            form.done(say("mail_notices.wishes.save")))}));
}

Result<Reply> choose_mails(Call& call, ChooseMails const& input) {
    std::array const chosen{input.mention, input.follow, input.follow_request, input.report,
                            input.digest};
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto wishes, load_wishes(tx, call.who().user));
        for (auto const kind : all_kinds) {
            // What somebody is not asked keeps what it was.
            if (!may_have(call.who().permissions, kind)) continue;
            if (chosen.at(static_cast<std::size_t>(kind))) wishes.kinds |= bit_of(kind);
            else wishes.kinds &= ~bit_of(kind);
        }
        wishes.always = input.always;
        return put_wishes(tx, call.who().user, wishes);
    }));
    return http::redirect(303, "/settings/mails?done=1");
}

}  // namespace skein::mail_notices
