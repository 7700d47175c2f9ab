// The page about this server: what it is, who runs it, what holds here, in numbers.

#include "features/instance/about_page.h"

#include <algorithm>

#include "base/text.h"
#include "base/version.h"
#include "features/instance/config.h"
#include "features/instance/figures.h"
#include "features/instance/handlers.h"
#include "features/instance/rules.h"
#include "social/about_page.h"
#include "social/accounts.h"
#include "social/pages.h"
#include "social/post_text.h"
#include "social/public_page.h"
#include "social/views/profile_picture.h"
#include "social/views/views.h"

namespace skein::instance {
namespace {

using social::Locale;

/// What the page is drawn from.
struct About {
    std::shared_ptr<Figures const> figures;
    social::ServerWords words;
    std::optional<social::InstanceText> description;
    std::optional<social::Account> contact;
    std::vector<social::Rule> rules;
    std::vector<RuleTranslation> translations;
    std::vector<SafeHtml> sections;
};

Result<void> load_sections(Call const& call, db::Tx& tx, About& about) {
    auto const& say = social::locale_of(call);
    for (auto const& section : call.server().part<social::AboutSections>().all) {
        TRY(auto drawn, section.draw(call, tx, say));
        if (!drawn.empty())
            about.sections.push_back(
                html("<section class=\"card\" id=\"{}\">{}</section>", section.id, drawn));
    }
    return {};
}

Result<About> load_about(Call& call) {
    auto& server = call.server();
    auto const& config = server.settings<social::InstanceConfig>();
    About about;
    TRY(about.figures, server.part<FigureBoard>().get(server));
    TRY_OK(server.db().read([&](db::Tx& tx) -> Result<void> {
        TRY(about.words, social::load_server_words(tx, config));
        TRY(about.description, social::find_instance_text(tx, "extended_description"));
        TRY(about.rules, social::list_rules(tx));
        TRY(about.translations, list_rule_translations(tx));
        if (!config.contact_account.empty()) {
            TRY(about.contact, social::find_account_by_name(tx, config.contact_account, ""));
        }
        return load_sections(call, tx, about);
    }));
    return about;
}

SafeHtml draw_words(Call const& call, About const& about) {
    auto const& text = about.description;
    auto const longer = text && !text->value.empty()
                            ? html("<div class=\"html\" dir=\"auto\">{}</div>",
                                   social::render_note(text->value, {}, call.server().public_url()))
                            : SafeHtml();
    return html(
        "<section class=\"card\"><h1 dir=\"auto\">{}</h1><p class=\"lead\" dir=\"auto\">{}</p>{}"
        "</section>",
        about.words.title, about.words.description, longer);
}

SafeHtml draw_contact_account(Server const& server, social::Account const& account) {
    auto const& name = account.display_name.empty() ? account.username : account.display_name;
    return html(
        "<p class=\"account-row\"><span class=\"account-face\" aria-hidden=\"true\"><img "
        "class=\"avatar\" src=\"{}\" alt=\"\" width=\"44\" height=\"44\"></span><a "
        "class=\"account-name\" href=\"{}\"><strong class=\"account-name__name\"><bdi>{}</bdi>"
        "</strong> <bdi class=\"handle\" dir=\"ltr\">@{}@{}</bdi></a></p>",
        social::avatar_of(server, account).static_url,
        social::account_url(server, account.username), name, account.username, server.domain());
}

SafeHtml draw_contact(Server& server, Locale const& say, About const& about) {
    auto const& email = server.settings<social::InstanceConfig>().contact_email;
    auto out =
        html("<section class=\"card\" id=\"contact\"><h2>{}</h2>", say("instance.about.runs"));
    if (about.contact && about.contact->state != social::AccountState::suspended)
        out += draw_contact_account(server, *about.contact);
    else if (email.empty()) out += html("<p>{}</p>", say("instance.about.nobody_named"));
    if (!email.empty())
        out += html("<p>{}</p>", say.html("instance.about.write_to", {{"address", email}},
                                          {{"mail", "mailto:" + email}}));
    return out + "</section>";
}

SafeHtml draw_joining(Server& server, Locale const& say, About const& about) {
    std::string_view key = "instance.about.join_closed";
    if (about.words.registrations == social::Registrations::open) key = "instance.about.join_open";
    if (about.words.registrations == social::Registrations::approval)
        key = "instance.about.join_approval";
    std::string languages;
    auto const all = known_languages();
    for (auto const& code : server.settings<social::InstanceConfig>().languages) {
        auto const known = std::ranges::find(all, code, &Language::code);
        if (!languages.empty()) languages += ", ";
        languages += known == all.end() ? code : known->name;
    }
    auto out = html("<section class=\"card\" id=\"joining\"><h2>{}</h2><p>{}</p>",
                    say("instance.about.joining"), say.html(key, {}, {{"up", "/auth/sign_up"}}));
    if (!languages.empty())
        out += html("<p>{}</p>", say("instance.about.languages", {{"languages", languages}}));
    return out + "</section>";
}

SafeHtml draw_numbers(Locale const& say, Figures const& figures) {
    auto const row = [](std::string_view label, std::int64_t number) {
        return html("<div><dt>{}</dt><dd>{}</dd></div>", label, number);
    };
    auto const& server = figures.server;
    return html(
        "<section class=\"card\" id=\"numbers\"><h2>{}</h2><dl class=\"facts\">{}{}{}{}"
        "</dl></section>",
        say("instance.about.numbers"), row(say("instance.about.people"), server.users),
        row(say("instance.about.active"), server.active_month),
        row(say("instance.about.posts"), server.local_statuses),
        row(say("instance.about.servers"), server.known_domains));
}

SafeHtml draw_software(Server& server, Locale const& say) {
    auto const named = !server.settings<DocumentConfig>().source_url.empty();
    auto const source = named ? say.html("instance.about.source", {}, {{"code", "/source"}})
                              : escape_html(say("instance.about.source_unnamed"));
    return html("<section class=\"card\" id=\"software\"><h2>{}</h2><p>{}</p><p>{}</p></section>",
                say("instance.about.software"),
                say("instance.about.version", {{"software", fmt::format("Skein {}", version)}}),
                source);
}

SafeHtml draw_more(Locale const& say) {
    return html(
        "<section class=\"card\"><h2>{}</h2><ul class=\"ticks\"><li><a href=\"/privacy-policy\">{}"
        "</a></li><li><a href=\"/terms-of-service\">{}</a></li></ul></section>",
        say("instance.about.texts"), say("instance.about.privacy"), say("instance.about.terms"));
}

}  // namespace

SafeHtml draw_rules(Locale const& say, std::vector<social::Rule> const& rules,
                    std::vector<RuleTranslation> const& translations) {
    if (rules.empty()) return html("<p>{}</p>", say("instance.about.no_rules"));
    SafeHtml list = "<ol class=\"rules\">";
    for (auto const& rule : rules) {
        auto const translated = std::ranges::find_if(translations, [&](auto const& one) {
            return one.rule_id == rule.id && one.language == say.language();
        });
        auto const own = translated != translations.end();
        auto const& hint = own ? translated->hint : rule.hint;
        list += html("<li dir=\"auto\">{}{}</li>", own ? translated->text : rule.text,
                     hint.empty() ? SafeHtml() : html("<small>{}</small>", hint));
    }
    return list + "</ol>";
}

Result<Reply> show_about(Call& call) {
    auto& server = call.server();
    TRY(auto const about, load_about(call));
    auto const& say = social::locale_of(call);
    auto body = draw_words(call, about) + draw_contact(server, say, about);
    body += html("<section class=\"card\" id=\"rules\"><h2>{}</h2>{}</section>",
                 say("instance.about.rules"), draw_rules(say, about.rules, about.translations));
    body += draw_joining(server, say, about) + draw_numbers(say, *about.figures);
    for (auto const& section : about.sections) body += section;
    body += draw_more(say) + draw_software(server, say);
    social::PageHead head;
    head.canonical = server.public_url() + "/about";
    head.title = say("instance.about.title", {{"server", server.domain()}});
    head.description = about.words.description;
    head.indexable = true;
    return social::public_page(call, head, std::move(body));
}

/// Where the licence's section 13 is kept: the source as it runs here.
Result<Reply> lead_to_source(Call& call) {
    auto const& address = call.server().settings<DocumentConfig>().source_url;
    return http::redirect(302, address.empty() ? "/about#software" : address);
}

}  // namespace skein::instance
