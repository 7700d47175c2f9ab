// The page that other servers' "follow" and "answer" buttons lead to.

#include "base/encoding.h"
#include "core/server.h"
#include "features/activitypub/serve/handlers.h"
#include "features/activitypub/serve/interaction.h"
#include "social/pages.h"
#include "social/views/profile_picture.h"
#include "social/views/views.h"

namespace skein::activitypub {
namespace {

using social::PageWriter;

std::string page_of(Server const& server, Subject const& subject) {
    auto const& account = subject.account;
    if (!subject.status)
        return account.local() ? social::account_url(server, account.username) : account.url;
    auto const& status = *subject.status;
    if (status.network == social::Network::local)
        return social::status_url(server, account.username, status.id);
    return status.url.value_or(status.address.value_or(""));
}

std::string handle_of(Server const& server, social::Account const& account) {
    return fmt::format("@{}@{}", account.username,
                       account.local() ? server.domain() : account.domain);
}

SafeHtml draw_subject(Server const& server, Subject const& subject) {
    auto const& account = subject.account;
    auto const picture =
        social::profile_picture(server, account.avatar, "/assets/avatar-missing.png");
    auto drawn = html(
        "<header><img src=\"{}\" alt=\"\" width=\"48\" height=\"48\"> <bdi>{}</bdi> "
        "<span class=\"quiet\">{}</span></header>",
        picture.static_url, account.display_name.empty() ? account.username : account.display_name,
        handle_of(server, account));
    // Both are made by our renderer or by the sanitiser, and by nothing else.
    if (!subject.status) drawn += html("<div>{}</div>", SafeHtml::trusted(account.note_html));
    else if (subject.status->spoiler_text.empty())
        drawn += html("<div>{}</div>", SafeHtml::trusted(subject.status->content));
    else
        drawn += html("<details><summary><bdi>{}</bdi></summary>{}</details>",
                      subject.status->spoiler_text, SafeHtml::trusted(subject.status->content));
    return drawn + html("<p><a href=\"{}\" rel=\"noreferrer\">{}</a></p>", page_of(server, subject),
                        page_of(server, subject));
}

social::Form deed_form(PageWriter const& page, Interaction const& input, std::string_view deed,
                       social::FieldErrors errors = {}) {
    auto form = page.form("/authorize_interaction", std::move(errors));
    form.hidden("uri", input.uri).hidden("deed", deed);
    return form;
}

SafeHtml button_of(PageWriter const& page, Interaction const& input, std::string_view deed,
                   std::string_view label) {
    return deed_form(page, input, deed).button(label, "second");
}

SafeHtml draw_deeds(Server const& server, PageWriter const& page, Interaction const& input,
                    Subject const& subject, social::FieldErrors errors) {
    auto const& say = page.locale();
    if (!subject.status)
        return deed_form(page, input, "follow", std::move(errors))
            .done(say("interaction.page.follow"));
    auto answer = deed_form(page, input, "reply", std::move(errors));
    answer.area({.name = "text",
                 .label = say("interaction.page.answer_label"),
                 .value = handle_of(server, subject.account) + " "});
    return html("<div class=\"actions\">{}{}</div>{}",
                button_of(page, input, "favourite", say("interaction.page.favourite")),
                button_of(page, input, "boost", say("interaction.page.boost")),
                answer.done(say("interaction.page.answer")));
}

Reply interaction_page(Call& call, Interaction const& input, Subject const& subject,
                       social::FieldErrors errors = {}) {
    PageWriter const page(call);
    auto const& server = call.server();
    auto const failed = !errors.empty();
    auto const& title =
        page.locale()(subject.status ? "interaction.page.post" : "interaction.page.profile");
    auto const body =
        draw_subject(server, subject) + draw_deeds(server, page, input, subject, std::move(errors));
    return page.reply({.title = title, .body = social::card(title, body), .failed = failed});
}

Result<void> check_active(Call const& call) {
    if (call.who().active()) return {};
    return fail(Errc::forbidden,
                "Your account is not ready yet: it waits for you to confirm your "
                "address, or for somebody to let you in.");
}

Result<void> do_it(Call& call, InteractionForm const& input, Subject const& subject) {
    if (!subject.status)
        return input.deed == "follow" ? follow_subject(call, subject)
                                      : fail(Errc::bad_request, "A profile can be followed.");
    if (input.deed == "favourite") return favourite_subject(call, subject);
    if (input.deed == "boost") return boost_subject(call, subject);
    if (input.deed == "reply") return answer_subject(call, subject, input.text);
    return fail(Errc::bad_request, "There is no such thing to do with a post.");
}

bool is_for_people(Errc code) {
    return code == Errc::forbidden || code == Errc::unprocessable || code == Errc::not_found;
}

}  // namespace

Result<Reply> show_interaction(Call& call, Interaction const& input) {
    TRY_OK(check_active(call));
    TRY(auto const subject, find_subject(call, input.uri));
    return interaction_page(call, input, subject);
}

Result<Reply> interact(Call& call, InteractionForm const& input) {
    TRY_OK(check_active(call));
    TRY(auto const subject, find_subject(call, input.uri));
    if (auto const done = do_it(call, input, subject); !done) {
        if (!is_for_people(done.error().code)) return fail(done.error());
        auto const field = input.deed == "reply" ? "text" : "";
        return interaction_page(call, {input.uri}, subject, {{field, done.error().message}});
    }
    auto const page = page_of(call.server(), subject);
    auto const& say = social::locale_of(call);
    return social::notice_page(
        call, say("interaction.page.done"),
        say.html("interaction.page.done_text", {{"address", page}}, {{"page", page}}));
}

}  // namespace skein::activitypub
