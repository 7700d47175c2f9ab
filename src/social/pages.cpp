#include "social/pages.h"

#include <algorithm>

#include "core/assets.h"
#include "core/errors.h"
#include "core/server.h"

namespace skein::social {
namespace {

constexpr std::size_t next_bytes_max = 4096;

SafeHtml navigation(Principal const& who, SafeHtml const& sign_out) {
    if (who.is_user()) return html("<a href=\"/settings/password\">Settings</a>{}", sign_out);
    return "<a href=\"/auth/sign_in\">Sign in</a><a href=\"/auth/sign_up\">Sign up</a>";
}

struct Frame {
    std::string const& server_title;
    PageContent const& content;
    SafeHtml navigation;
};

SafeHtml draw(Frame const& frame) {
    auto const& content = frame.content;
    auto page = html(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}{}{}</title>\n"
        "<link rel=\"stylesheet\" href=\"{}\">\n<link rel=\"icon\" type=\"image/svg+xml\" "
        "href=\"{}\">\n<link rel=\"apple-touch-icon\" href=\"{}\">\n{}</head>\n<body>\n",
        content.failed ? "Error: " : "",
        content.title.empty() ? std::string() : content.title + " · ", frame.server_title,
        asset_path("skein.css"), asset_path("logo.svg"), asset_path("favicon.png"), content.head);
    page += html(
        "<a class=\"skip\" href=\"#main\">Skip to content</a>\n<header class=\"bar\"><div>"
        "<a class=\"brand\" href=\"/\"><img src=\"{}\" alt=\"\" width=\"32\" height=\"32\">"
        "<span>{}</span></a><nav aria-label=\"Account\">{}</nav></div></header>\n",
        asset_path("logo.svg"), frame.server_title, frame.navigation);
    page += html("<main id=\"main\" tabindex=\"-1\"{}>\n{}\n</main>\n",
                 content.wide ? SafeHtml(" class=\"wide\"") : SafeHtml(), content.body);
    page += html(
        "<footer class=\"foot\"><div><span>Made with Skein</span></div></footer>\n"
        "</body>\n</html>\n");
    return page;
}

Reply respond(Server const& server, PageContent const& content, SafeHtml const& page) {
    auto const status = content.failed && content.status == 200 ? 422 : content.status;
    auto reply = http::html_response(status, std::string(page.str()));
    add_page_headers(reply.headers, server, content.form_target);
    return reply;
}

/// A heading for what went wrong, and what to do when the error itself has only an app's words.
struct ErrorWords {
    std::string_view heading, text;
};
ErrorWords words_for(Errc code) {
    switch (code) {
        case Errc::not_found:
            return {"There is nothing here",
                    "The page does not exist, was removed, or is not for you to see. Check the "
                    "address, or go back."};
        case Errc::unauthenticated:
        case Errc::forbidden:
            return {"This is not allowed", "Go back and try another way, or sign in first."};
        case Errc::gone: return {"This is gone", "It was removed and will not come back."};
        case Errc::rate_limited:
            return {"Too many tries", "Please wait some minutes, then try again."};
        case Errc::too_large: return {"This is too large", "Please send something smaller."};
        case Errc::unavailable:
        case Errc::storage_full:
        case Errc::timeout:
        case Errc::cancelled:
        case Errc::remote:
            return {"Not available just now",
                    "The server cannot answer at the moment. Please try again in a minute."};
        case Errc::internal:
            return {"Something went wrong on our side",
                    "It has been logged for the people who run this server. Please try again."};
        case Errc::bad_request:
        case Errc::conflict:
        case Errc::unprocessable:
        case Errc::unsupported_media:
        case Errc::range: return {"This did not work", "Please go back and check what you sent."};
    }
    return {"This did not work", "Please go back and try again."};
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

}  // namespace

ServerWords server_words(Server& server) {
    auto const& config = server.settings<InstanceConfig>();
    auto words = server.db().read([&](db::Tx& tx) { return load_server_words(tx, config); });
    // A page about a broken database must still be drawn.
    if (words) return *std::move(words);
    return {config.title, config.description, config.registrations_mode()};
}

PageWriter::PageWriter(Call const& call)
    : call_(call), token_(form_token(call)), words_(server_words(call.server())) {}

Form PageWriter::form(std::string_view action, FieldErrors errors) const {
    has_form_ = true;
    return Form(action, token_, std::move(errors));
}

Reply PageWriter::reply(PageContent const& content) const {
    auto const sign_out =
        call_.who().is_user() ? form("/auth/sign_out").button("Sign out", "link") : SafeHtml();
    auto const& server = call_.server();
    auto reply =
        respond(server, content, draw({words_.title, content, navigation(call_.who(), sign_out)}));
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
    SafeHtml tabs = "<nav class=\"tabs\" aria-label=\"Settings\">";
    auto sorted = call.server().part<SettingsTabs>().all;
    std::ranges::sort(sorted, {}, &SettingsTab::place);
    for (auto const& tab : sorted)
        tabs += html("<a href=\"{}\"{}>{}</a>", tab.path,
                     tab.path == page.path ? SafeHtml(" aria-current=\"page\"") : SafeHtml(),
                     tab.label);
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

Reply error_page(Server& server, http::Request const&, Error const& error) {
    auto const words = words_for(error.code);
    PageContent content;
    content.title = words.heading;
    content.status = kind_of(error.code).status;
    content.failed = true;
    content.body =
        card(words.heading,
             html("<p>{}</p><p><a href=\"/\">Go to the start page</a></p>",
                  speaks_to_people(error.message) ? std::string_view(error.message) : words.text));
    auto const title = server_words(server).title;
    return respond(server, content, draw({title, content, {}}));
}

void add_page_headers(http::Headers& headers, Server const& server, std::string_view form_target) {
    headers.set("Content-Security-Policy",
                fmt::format("default-src 'none'; style-src 'self'; img-src 'self'; form-action "
                            "'self'{}{}; frame-ancestors 'none'; base-uri 'none'",
                            form_target.empty() ? "" : " ", form_target));
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
