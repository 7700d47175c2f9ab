#include "features/public_pages/drawing.h"

#include "features/public_pages/shown_posts.h"
#include "social/views/profile_picture.h"

namespace skein::public_pages {
namespace {

/// Stands in a message for what is drawn; no text of ours or of others holds it.
constexpr std::string_view place_of_name = "\x1a";

void append_emoji(Drawing const& with, social::Emoji const& emoji, std::string& out) {
    auto const addresses = social::addresses_of(with.server, emoji);
    auto const code = ":" + emoji.shortcode + ":";
    out += html(
               "<img class=\"html__emoji\" src=\"{}\" alt=\"{}\" title=\"{}\" loading=\"lazy\" "
               "width=\"20\" height=\"20\">",
               addresses.static_url, code, code)
               .str();
}

/// One run of text between tags.
void append_run(Drawing const& with, std::string_view domain, std::string_view run,
                std::string& out) {
    for (auto colon = run.find(':'); colon != std::string_view::npos; colon = run.find(':')) {
        auto const end = run.find(':', colon + 1);
        if (end == std::string_view::npos) break;
        auto const* emoji = with.emojis.find(domain, run.substr(colon + 1, end - colon - 1));
        out += run.substr(0, emoji ? colon : end);
        if (emoji) append_emoji(with, *emoji, out);
        // The closing colon of no shortcode may open the next.
        run.remove_prefix(emoji ? end + 1 : end);
    }
    out += run;
}

}  // namespace

SafeHtml draw_html(Drawing const& with, std::string_view domain, SafeHtml const& safe) {
    auto rest = safe.str();
    if (with.emojis.empty() || rest.find(':') == std::string_view::npos) return safe;
    std::string out;
    while (!rest.empty()) {
        auto const tag = std::min(rest.find('<'), rest.size());
        append_run(with, domain, rest.substr(0, tag), out);
        rest.remove_prefix(tag);
        auto const end = std::min(rest.find('>'), rest.size());
        auto const length = std::min(end + 1, rest.size());
        out += rest.substr(0, length);
        rest.remove_prefix(length);
    }
    return SafeHtml::trusted(std::move(out));
}

SafeHtml draw_text(Drawing const& with, std::string_view domain, std::string_view text) {
    return draw_html(with, domain, escape_html(text));
}

SafeHtml draw_icon(std::string_view name) {
    return html("<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#{}\"/></svg>", name);
}

// Of Tabler's set, as in the web app.
SafeHtml draw_icons() {
    return "<svg class=\"icons\" aria-hidden=\"true\"><defs>"
           "<symbol id=\"reply\" viewBox=\"0 0 24 24\"><path d=\"M3 20l1.3-3.9c-2.324-3.437-1.426-"
           "7.872 2.1-10.374c3.526-2.501 8.59-2.296 11.845 .48c3.255 2.777 3.695 7.266 1.029 "
           "10.501c-2.666 3.235-7.615 4.215-11.574 2.293l-4.7 1\"/></symbol>"
           "<symbol id=\"boost\" viewBox=\"0 0 24 24\"><path d=\"M4 12v-3a3 3 0 0 1 3-3h13m-3-3l3 "
           "3l-3 3M20 12v3a3 3 0 0 1-3 3h-13m3 3l-3-3l3-3\"/></symbol>"
           "<symbol id=\"favourite\" viewBox=\"0 0 24 24\"><path d=\"M19.5 12.572l-7.5 7.428l-7.5-"
           "7.428a5 5 0 1 1 7.5-6.566a5 5 0 1 1 7.5 6.572\"/></symbol>"
           "<symbol id=\"pin\" viewBox=\"0 0 24 24\"><path d=\"M15 4.5l-4 4l-4 1.5l-1.5 1.5l7 7l1.5"
           "-1.5l1.5-4l4-4M9 15l-4.5 4.5M14.5 4l5.5 5.5\"/></symbol>"
           "<symbol id=\"followers\" viewBox=\"0 0 24 24\"><path d=\"M5 13a2 2 0 0 1 2-2h10a2 2 0 0"
           " 1 2 2v6a2 2 0 0 1-2 2h-10a2 2 0 0 1-2-2v-6M8 11v-4a4 4 0 1 1 8 0v4\"/></symbol>"
           "<symbol id=\"unlisted\" viewBox=\"0 0 24 24\"><path d=\"M12 3c.132 0 .263 0 .393 0a7.5 "
           "7.5 0 0 0 7.92 12.446a9 9 0 1 1-8.313-12.454l0 .008\"/></symbol>"
           "<symbol id=\"direct\" viewBox=\"0 0 24 24\"><path d=\"M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2"
           " 2v10a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2v-10M3 7l9 6l9-6\"/></symbol>"
           "<symbol id=\"robot\" viewBox=\"0 0 24 24\"><path d=\"M6 6a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2"
           "v4a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2l0-4M12 2v2M9 12v9M15 12v9M5 16l4-2M15 14l4 2M9 18h6M"
           "10 8v.01M14 8v.01\"/></symbol>"
           "<symbol id=\"verified\" viewBox=\"0 0 24 24\"><path d=\"M3 12a9 9 0 1 0 18 0a9 9 0 1 0-"
           "18 0M9 12l2 2l4-4\"/></symbol>"
           "<symbol id=\"hide\" viewBox=\"0 0 24 24\"><path d=\"M10.585 10.587a2 2 0 0 0 2.829 "
           "2.828"
           "M16.681 16.673a8.717 8.717 0 0 1-4.681 1.327c-3.6 0-6.6-2-9-6c1.272-2.12 2.712-3.678 "
           "4.32-4.674m2.86-1.146a9.055 9.055 0 0 1 1.82-.18c3.6 0 6.6 2 9 6c-.666 1.11-1.379 2.067"
           "-2.138 2.87M3 3l18 18\"/></symbol>"
           "</defs></svg>\n";
}

SafeHtml draw_name(Drawing const& with, social::Account const& account) {
    return html("<bdi>{}</bdi>", draw_text(with, account.domain, name_of(account)));
}

SafeHtml draw_face(Drawing const& with, social::Account const& account) {
    auto const picture = social::avatar_of(with.server, account);
    return html(
        "<span class=\"account-face\" aria-hidden=\"true\"><a class=\"p-author h-card\" "
        "href=\"{}\" tabindex=\"-1\"><img class=\"avatar\" src=\"{}\" alt=\"{}\" width=\"44\" "
        "height=\"44\" loading=\"lazy\"></a></span>",
        page_of(with.server, account), picture.static_url, name_of(account));
}

SafeHtml draw_account_name(Drawing const& with, social::Account const& account) {
    auto bot = SafeHtml();
    if (account.kind == social::AccountKind::bot)
        bot = html(
            "<span class=\"account-name__bot\">{}<span class=\"hidden-words\">{}</span></span>",
            draw_icon("robot"), with.say("public_pages.profile.bot"));
    return html(
        "<a class=\"account-name\" href=\"{}\"><strong class=\"account-name__name\">{}{}</strong> "
        "<bdi class=\"handle\" dir=\"ltr\">@{}</bdi></a>",
        page_of(with.server, account), draw_name(with, account), bot,
        handle_of(with.server, account));
}

SafeHtml draw_account_row(Drawing const& with, social::Account const& account) {
    return html(
        "<article class=\"account-row\">{}<div class=\"account-row__words\">{}</div></article>",
        draw_face(with, account), draw_account_name(with, account));
}

SafeHtml say_of(Drawing const& with, std::string_view key, std::string_view value,
                social::Account const& account) {
    auto const page = page_of(with.server, account);
    auto const message =
        with.say.html(key, {{value, place_of_name}}, {{.name = "who", .href = page}});
    auto const text = message.str();
    auto const at = text.find(place_of_name);
    if (at == std::string_view::npos) return message;
    auto whole = std::string(text.substr(0, at));
    whole += draw_name(with, account).str();
    whole += text.substr(at + place_of_name.size());
    return SafeHtml::trusted(std::move(whole));
}

SafeHtml draw_time(Time at, std::string_view kind, bool with_hour) {
    auto const moment = to_rfc3339(at);
    auto const day = moment.substr(0, 10);
    return html("<time class=\"{}\" datetime=\"{}\">{}</time>", kind, moment,
                with_hour ? day + " " + moment.substr(11, 5) + " UTC" : day);
}

}  // namespace skein::public_pages
