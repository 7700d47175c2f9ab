#include "social/pages.h"

#include <algorithm>
#include <ranges>

#include "core/assets.h"
#include "core/errors.h"
#include "core/server.h"

namespace skein::social {
namespace {

constexpr std::size_t next_bytes_max = 4096;
constexpr auto language_cookie_age = std::chrono::days(365);

SafeHtml draw_links(Locale const& say, std::vector<FrameLink> links) {
    std::ranges::sort(links, {}, &FrameLink::place);
    SafeHtml out;
    for (auto const& link : links) out += html("<a href=\"{}\">{}</a>", link.path, say(link.label));
    return out;
}

SafeHtml navigation(Locale const& say, Principal const& who, SafeHtml const& sign_out) {
    if (who.is_user())
        return html("<a href=\"/settings/password\">{}</a>{}", say("pages.frame.settings"),
                    sign_out);
    return html("<a href=\"/auth/sign_in\">{}</a><a href=\"/auth/sign_up\">{}</a>",
                say("pages.frame.sign_in"), say("pages.frame.sign_up"));
}

/// The same page in the other languages.
SafeHtml languages(Locale const& say, http::Request const& request) {
    if (request.method != http::Method::get && request.method != http::Method::head) return {};
    auto const query = [&] {
        std::string kept;
        for (auto const part : std::views::split(std::string_view(request.query), '&')) {
            std::string_view const one(part.begin(), part.end());
            if (!one.empty() && !one.starts_with("lang=")) kept.append(one).append("&");
        }
        return kept + "lang=";
    }();
    auto list = html("<nav class=\"languages\" aria-label=\"{}\">", say("pages.frame.languages"));
    for (auto const* locale : all_locales())
        list += html(
            "<a href=\"?{}{}\" lang=\"{}\" hreflang=\"{}\" dir=\"{}\"{}>{}</a>", query,
            locale->language(), locale->language(), locale->language(), locale->direction(),
            locale == &say ? SafeHtml(" aria-current=\"true\"") : SafeHtml(), locale->own_name());
    return list + "</nav>";
}

struct Frame {
    Locale const& say;
    std::string const& server_title;
    PageContent const& content;
    FrameLinks const& links;
    SafeHtml navigation, languages;
};

SafeHtml draw(Frame const& frame) {
    auto const& content = frame.content;
    auto const& say = frame.say;
    auto title =
        content.title.empty() ? frame.server_title : content.title + " · " + frame.server_title;
    if (content.failed) title = say("pages.frame.failed", {{"title", title}});
    auto page = html(
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n"
        "<link rel=\"stylesheet\" href=\"{}\">\n<link rel=\"icon\" type=\"image/svg+xml\" "
        "href=\"{}\">\n<link rel=\"apple-touch-icon\" href=\"{}\">\n{}</head>\n<body>\n",
        say.language(), say.direction(), title, asset_path("skein.css"), asset_path("logo.svg"),
        asset_path("favicon.png"), content.head);
    page += html(
        "<a class=\"skip\" href=\"#main\">{}</a>\n<header class=\"bar\"><div>"
        "<a class=\"brand\" href=\"/\"><img src=\"{}\" alt=\"\" width=\"32\" height=\"32\">"
        "<span>{}</span></a><nav aria-label=\"{}\">{}</nav></div></header>\n",
        say("pages.frame.skip"), asset_path("logo.svg"), frame.server_title,
        say("pages.frame.main"), draw_links(say, frame.links.top) + frame.navigation);
    page += html("<main id=\"main\" tabindex=\"-1\"{}>\n{}\n</main>\n",
                 content.wide ? SafeHtml(" class=\"wide\"") : SafeHtml(), content.body);
    page += html(
        "<footer class=\"foot\"><div><nav class=\"foot__links\" aria-label=\"{}\">{}</nav>{}"
        "<span>{}</span></div></footer>\n</body>\n</html>\n",
        say("pages.frame.more"), draw_links(say, frame.links.foot), frame.languages,
        say("pages.frame.made_with"));
    return page;
}

/// Whoever chose a language on this page has it on the next, too.
void keep_language(Call const& call, Reply& reply) {
    auto const* wanted = call.params().find(language_cookie);
    auto const* locale = wanted ? find_locale(wanted->text) : nullptr;
    if (!locale) return;
    reply.headers.add("Set-Cookie", fmt::format("{}={}; Path=/; Max-Age={}; SameSite=Lax{}",
                                                language_cookie, locale->language(),
                                                std::chrono::seconds(language_cookie_age).count(),
                                                call.server().secure() ? "; Secure" : ""));
}

Reply respond(Server const& server, PageContent const& content, SafeHtml const& page) {
    auto const status = content.failed && content.status == 200 ? 422 : content.status;
    auto reply = http::html_response(status, std::string(page.str()));
    add_page_headers(reply.headers, server, content.form_target);
    reply.headers.add("Vary", "Accept-Language, Cookie");
    return reply;
}

/// Which words say what went wrong, and what to do when the error itself has only an app's.
struct ErrorWords {
    std::string_view heading, text;
};
ErrorWords words_for(Errc code) {
    switch (code) {
        case Errc::not_found: return {"pages.error.not_found", "pages.error.not_found_text"};
        case Errc::unauthenticated:
        case Errc::forbidden: return {"pages.error.forbidden", "pages.error.forbidden_text"};
        case Errc::gone: return {"pages.error.gone", "pages.error.gone_text"};
        case Errc::rate_limited:
            return {"pages.error.rate_limited", "pages.error.rate_limited_text"};
        case Errc::too_large: return {"pages.error.too_large", "pages.error.too_large_text"};
        case Errc::unavailable:
        case Errc::storage_full:
        case Errc::timeout:
        case Errc::cancelled:
        case Errc::remote: return {"pages.error.unavailable", "pages.error.unavailable_text"};
        case Errc::internal: return {"pages.error.internal", "pages.error.internal_text"};
        case Errc::bad_request:
        case Errc::conflict:
        case Errc::unprocessable:
        case Errc::unsupported_media:
        case Errc::range: break;
    }
    return {"pages.error.other", "pages.error.other_text"};
}

/// Is the message made for people, or the fixed words apps know?
bool speaks_to_people(std::string_view message) {
    for (std::string_view const fixed :
         {"The access token is invalid", "This action is not allowed", "Record not found",
          "Too many requests",
          "There was a temporary problem serving your request, please try again",
          "This method requires an authenticated user"})
        if (message == fixed) return false;
    return !message.empty();
}

/// What the error says, if it speaks the language of the page; else what its kind says.
std::string_view text_for(Locale const& say, Error const& error, std::string_view usual) {
    if (!speaks_to_people(error.message)) return say(usual);
    if (auto const known = translated(say, error.message); !known.empty()) return known;
    return say.language() == "en" ? std::string_view(error.message) : say(usual);
}

}  // namespace

ServerWords server_words(Server& server) {
    auto const& config = server.settings<InstanceConfig>();
    auto words = server.db().read([&](db::Tx& tx) { return load_server_words(tx, config); });
    // A page about a broken database must still be drawn.
    if (words) return *std::move(words);
    return {config.title, config.description, config.registrations_mode()};
}

PageWriter::PageWriter(Call const& call)
    : call_(call),
      locale_(locale_of(call)),
      token_(form_token(call)),
      words_(server_words(call.server())) {}

Form PageWriter::form(std::string_view action, FieldErrors errors) const {
    has_form_ = true;
    return Form(locale_, action, token_, std::move(errors));
}

Reply PageWriter::reply(PageContent const& content) const {
    auto const sign_out =
        call_.who().is_user()
            ? form("/auth/sign_out").button(locale_("pages.frame.sign_out"), "link")
            : SafeHtml();
    auto& server = call_.server();
    auto reply = respond(
        server, content,
        draw({locale_, words_.title, content, server.part<FrameLinks>(),
              navigation(locale_, call_.who(), sign_out), languages(locale_, call_.request())}));
    keep_language(call_, reply);
    if (has_form_ && !token_.set_cookie.empty()) reply.headers.add("Set-Cookie", token_.set_cookie);
    // Not on the way of signing in: an app that opened a window for it must still hear of it.
    if (call_.request().path.starts_with("/settings"))
        reply.headers.set("Cross-Origin-Opener-Policy", "same-origin");
    return reply;
}

SafeHtml card(std::string_view heading, SafeHtml const& content) {
    return html("<div class=\"card\"><h1>{}</h1>{}</div>", heading, content);
}

Reply notice_page(Call const& call, std::string_view title, SafeHtml const& text, int status) {
    PageWriter const page(call);
    return page.reply({.title = std::string(title),
                       .body = card(title, text),
                       .status = status,
                       .failed = status >= 400});
}

PageContent in_settings(Call const& call, SettingsPage page) {
    auto const& say = locale_of(call);
    auto tabs = html("<nav class=\"tabs\" aria-label=\"{}\">", say("pages.frame.settings"));
    auto sorted = call.server().part<SettingsTabs>().all;
    std::ranges::sort(sorted, {}, &SettingsTab::place);
    for (auto const& tab : sorted)
        tabs += html("<a href=\"{}\"{}>{}</a>", tab.path,
                     tab.path == page.path ? SafeHtml(" aria-current=\"page\"") : SafeHtml(),
                     say(tab.label));
    tabs += "</nav>";
    auto const word = page.word.empty()
                          ? SafeHtml()
                          : html("<p class=\"note good\" role=\"status\">{}</p>", page.word);
    PageContent content;
    content.body = tabs + word + card(page.title, page.body);
    content.title = std::move(page.title);
    content.failed = page.failed;
    content.wide = true;
    return content;
}

Reply error_page(Server& server, http::Request const& request, Error const& error) {
    auto const& say = locale_of(server, request);
    auto const words = words_for(error.code);
    PageContent content;
    content.title = say(words.heading);
    content.status = kind_of(error.code).status;
    content.failed = true;
    content.body =
        card(content.title, html("<p>{}</p><p><a href=\"/\">{}</a></p>",
                                 text_for(say, error, words.text), say("pages.error.start")));
    auto const title = server_words(server).title;
    return respond(server, content, draw({say, title, content, server.part<FrameLinks>(), {}, {}}));
}

void add_page_headers(http::Headers& headers, Server const& server, std::string_view form_target) {
    headers.set(
        "Content-Security-Policy",
        fmt::format("default-src 'none'; style-src 'self'; img-src 'self'; media-src "
                    "'self'; form-action 'self'{}{}; frame-ancestors 'none'; base-uri 'none'",
                    form_target.empty() ? "" : " ", form_target));
    add_browser_headers(headers, server);
}

void add_browser_headers(http::Headers& headers, Server const& server) {
    headers.set("Referrer-Policy", "same-origin");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy",
                "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if (server.secure()) headers.set("Strict-Transport-Security", "max-age=31536000");
}

std::string safe_next(std::string_view next) {
    auto const bad = [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\';
    };
    // Browsers drop tabs and line breaks and read a backslash as a slash, and "//host" is a host.
    if (next.size() > next_bytes_max || !next.starts_with('/') || next.starts_with("//") ||
        std::ranges::any_of(next, bad))
        return "/";
    return std::string(next);
}

}  // namespace skein::social
