#include "features/sign_in/link_pages.h"

#include "core/server.h"
#include "features/sign_in/mails.h"
#include "features/sign_in/session.h"
#include "platform/mail/mail.h"

namespace skein::sign_in {

using social::PageWriter;

social::FieldError no_address() {
    return {"email", "This is not an e-mail address. Check it for typing mistakes."};
}

Reply ask_for_link(Call const& call, LinkQuestion const& question, std::string const& typed,
                   social::FieldErrors errors) {
    PageWriter const page(call);
    auto const wrong = !errors.empty();
    auto form = page.form(question.path, std::move(errors));
    form.input({.name = "email",
                .label = "E-mail address",
                .value = typed,
                .type = "email",
                .autocomplete = "email"});
    return page.reply({.title = std::string(question.title),
                       .body = social::card(question.title, html("<p>{}</p>{}", question.text,
                                                                 form.done(question.button))),
                       .failed = wrong});
}

Result<Reply> send_link(Call& call, LinkQuestion const& question, Address const& input) {
    if (!mail::EmailAddress::parse(input.email))
        return ask_for_link(call, question, input.email, {no_address()});
    TRY_OK(count_try(call, "mail", input.email));
    TRY_OK(send_link_later(call.server(), input.email, question.reset));
    return social::notice_page(call, "Look into your mail", html("<p>{}</p>", question.sent));
}

Result<Reply> show_link(Call const& call, LinkUse const& use) {
    TRY(auto const token, call.server().db().read([&](db::Tx& tx) {
        return social::find_one_time_token(tx, call.path("token"), use.purpose);
    }));
    if (!token) return dead_link_page(call, use.dead);
    PageWriter const page(call);
    auto form = page.form(call.request().path);
    return page.reply(
        {.title = std::string(use.title),
         .body = social::card(use.title, html("<p>{}</p>{}", use.text, form.done(use.button)))});
}

Reply dead_link_page(Call const& call, SafeHtml const& text) {
    return social::notice_page(call, "This link does not work any more", text, 404);
}

}  // namespace skein::sign_in
