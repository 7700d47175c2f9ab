#include "features/sign_in/link_pages.h"

#include "core/server.h"
#include "features/sign_in/mails.h"
#include "features/sign_in/session.h"
#include "platform/mail/mail.h"

namespace skein::sign_in {

using social::PageWriter;

social::FieldError no_address(social::Locale const& say) {
    return {"email", say("sign_in.wrong.no_address")};
}

Reply ask_for_link(Call const& call, LinkQuestion const& question, std::string const& typed,
                   social::FieldErrors errors) {
    PageWriter const page(call);
    auto const& say = page.locale();
    auto const wrong = !errors.empty();
    auto form = page.form(question.path, std::move(errors));
    form.input({.name = "email",
                .label = say("sign_in.field.email"),
                .value = typed,
                .type = "email",
                .autocomplete = "email"});
    auto const& title = say(question.title);
    return page.reply({.title = title,
                       .body = social::card(title, html("<p>{}</p>{}", say(question.text),
                                                        form.done(say(question.button)))),
                       .failed = wrong});
}

Result<Reply> send_link(Call& call, LinkQuestion const& question, Address const& input) {
    auto const& say = social::locale_of(call);
    if (!mail::EmailAddress::parse(input.email))
        return ask_for_link(call, question, input.email, {no_address(say)});
    TRY_OK(count_try(call, "mail", input.email));
    TRY_OK(send_link_later(call.server(), input.email, question.reset));
    return social::notice_page(call, say("sign_in.link.sent"),
                               html("<p>{}</p>", say(question.sent)));
}

Result<Reply> show_link(Call const& call, LinkUse const& use) {
    TRY(auto const token, call.server().db().read([&](db::Tx& tx) {
        return social::find_one_time_token(tx, call.path("token"), use.purpose);
    }));
    if (!token) return dead_link_page(call, use.dead);
    PageWriter const page(call);
    auto const& say = page.locale();
    auto form = page.form(call.request().path);
    auto const& title = say(use.title);
    return page.reply({.title = title,
                       .body = social::card(
                           title, html("<p>{}</p>{}", say(use.text), form.done(say(use.button))))});
}

Reply dead_link_page(Call const& call, SafeHtml const& text) {
    return social::notice_page(call, social::locale_of(call)("sign_in.link.dead"), text, 404);
}

}  // namespace skein::sign_in
