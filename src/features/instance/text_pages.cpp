// The server's longer texts as pages: its rules, its privacy policy, its terms. The API answers the
// same texts (show_texts.cpp, terms.cpp).

#include <algorithm>

#include "features/instance/about_page.h"
#include "features/instance/handlers.h"
#include "features/instance/terms.h"
#include "social/pages.h"
#include "social/post_text.h"
#include "social/public_page.h"

namespace skein::instance {
namespace {

using social::Locale;

/// One text under one heading.
struct TextPage {
    std::string path, title;
    SafeHtml note = {};  ///< When it was written, or holds.
    SafeHtml text = {};
    bool indexable = true;
};

Reply text_page(Call const& call, TextPage page) {
    social::PageHead head;
    head.canonical = call.server().public_url() + page.path;
    head.title = page.title;
    head.indexable = page.indexable;
    auto const note = page.note.empty() ? SafeHtml() : html("<p class=\"quiet\">{}</p>", page.note);
    return social::public_page(
        call, head,
        html("<section class=\"card\"><h1>{}</h1>{}{}</section>", page.title, note, page.text));
}

/// The owner writes plain text, which becomes paragraphs and links like a profile's note.
SafeHtml paragraphs(Call const& call, std::string_view text) {
    return html("<div class=\"html\" dir=\"auto\">{}</div>",
                social::render_note(text, {}, call.server().public_url()));
}

/// What is true of a version of the terms today.
SafeHtml draw_validity(Locale const& say, std::vector<Terms> const& all, std::size_t which,
                       std::string_view today) {
    auto const& one = all[which];
    auto note =
        html("{}", say(one.effective_on <= today ? "instance.text.in_force" : "instance.text.from",
                       {{"when", one.effective_on}}));
    if (which + 1 >= all.size()) return note;
    auto const& next = all[which + 1].effective_on;
    return note + " " +
           say.html("instance.text.succeeded", {{"when", next}},
                    {{"next", "/terms-of-service/" + next}});
}

Reply terms_page(Call const& call, std::vector<Terms> const& all, std::size_t which) {
    auto const& say = social::locale_of(call);
    auto const today = to_iso_date(call.server().clock().now());
    auto const current = which == current_terms(all, today);
    return text_page(call,
                     {.path = "/terms-of-service" + (current ? "" : "/" + all[which].effective_on),
                      .title = say("instance.about.terms"),
                      .note = draw_validity(say, all, which, today),
                      .text = paragraphs(call, all[which].text)});
}

}  // namespace

Result<Reply> show_rules_page(Call& call) {
    auto const& say = social::locale_of(call);
    TRY(auto const list, call.server().db().read([&](db::Tx& tx) -> Result<SafeHtml> {
        TRY(auto const rules, social::list_rules(tx));
        TRY(auto const translations, list_rule_translations(tx));
        return draw_rules(say, rules, translations);
    }));
    return text_page(call, {.path = "/rules", .title = say("instance.about.rules"), .text = list});
}

Result<Reply> show_privacy_page(Call& call) {
    auto const& say = social::locale_of(call);
    TRY(auto const text, call.server().db().read([&](db::Tx& tx) {
        return social::find_instance_text(tx, "privacy_policy");
    }));
    TextPage page{.path = "/privacy-policy", .title = say("instance.about.privacy")};
    if (text && !text->value.empty()) {
        page.note =
            html("{}", say("instance.text.as_of", {{"when", to_iso_date(text->updated_at)}}));
        page.text = paragraphs(call, text->value);
    } else {
        page.text = html("<p>{}</p>", say("instance.text.no_privacy"));
        page.indexable = false;
    }
    return text_page(call, std::move(page));
}

Result<Reply> show_terms_page(Call& call) {
    TRY(auto const all, call.server().db().read(list_terms));
    if (!all.empty())
        return terms_page(call, all, current_terms(all, to_iso_date(call.server().clock().now())));
    auto const& say = social::locale_of(call);
    return text_page(call, {.path = "/terms-of-service",
                            .title = say("instance.about.terms"),
                            .text = html("<p>{}</p>", say("instance.text.no_terms")),
                            .indexable = false});
}

Result<Reply> show_dated_terms_page(Call& call) {
    TRY(auto const all, call.server().db().read(list_terms));
    auto const found = std::ranges::find(all, call.path("date"), &Terms::effective_on);
    if (found == all.end()) return fail(Errc::not_found, "Record not found");
    return terms_page(call, all, static_cast<std::size_t>(found - all.begin()));
}

Result<Reply> lead_to_privacy(Call&) { return http::redirect(301, "/privacy-policy"); }
Result<Reply> lead_to_terms(Call&) { return http::redirect(301, "/terms-of-service"); }

}  // namespace skein::instance
