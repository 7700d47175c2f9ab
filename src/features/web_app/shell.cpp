#include "features/web_app/shell.h"

#include <algorithm>

#include "base/log.h"
#include "core/errors.h"
#include "core/forms.h"
#include "core/server.h"
#include "social/app_shell.h"
#include "social/pages.h"

namespace skein::web_app {
namespace {

constexpr std::string_view place = R"(id="first">)";

/// The JSON of an answer; nothing when there is none.
std::optional<std::string_view> json_of(Reply const& reply) {
    if (reply.status != 200) return std::nullopt;
    if (auto const* own = std::get_if<std::string>(&reply.body)) return *own;
    auto const* shared = std::get_if<std::shared_ptr<std::string const>>(&reply.body);
    if (shared && *shared) return **shared;
    return std::nullopt;
}

/// What the page at this address will ask for first, in the app's own words
/// (web/src/social, web/src/features/timelines).
std::vector<std::string_view> first_questions(std::string_view path) {
    std::vector<std::string_view> asked{"/api/v1/accounts/verify_credentials", "/api/v2/instance",
                                        "/api/v1/preferences"};
    if (path == "/" || path == "/home") asked.push_back("/api/v1/timelines/home?limit=20");
    return asked;
}

void write_answer(Call const& call, std::string_view question, json::Writer& out) {
    auto const reply = call.server().answer_within(call, question);
    if (!reply) {
        // Here is where it is answered: by being left out.
        auto const level = kind_of(reply.error().code).level;
        if (level >= log::Level::warning)
            log::failure(level, "web_app.answer_failed", reply.error());
        return;
    }
    auto const body = json_of(*reply);
    if (!body) return;
    out.object([&] {
        out.field("path", question);
        if (auto const link = reply->headers.find("Link")) out.field("link", *link);
        out.raw_field("body", *body);
    });
}

std::string first_answers(Call const& call) {
    json::Writer out(128 << 10);
    out.object([&] {
        out.field("form_token", form_token(call).value);
        out.key("answers");
        out.array([&] {
            // Whoever asks too often is told so by the API, as any app is.
            if (!call.server().spend(call, "app_page")) return;
            for (auto const question : first_questions(call.request().path))
                write_answer(call, question, out);
        });
    });
    return out.take();
}

/// What the page may do (security.md 4.10): its own scripts, the pictures it makes itself, and the
/// two policies by which it touches the document at all.
void add_headers(http::Headers& headers, Server const& server) {
    headers.set("Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: "
                "blob:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src "
                "'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri "
                "'none'; require-trusted-types-for 'script'; trusted-types skein-html skein-url");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    // Kept by the browser that may come back to it, and asked for anew: it holds what one person
    // reads.
    headers.set("Cache-Control", "private, no-cache");
    social::add_browser_headers(headers, server);
}

/// A page that only the app has.
Result<Reply> show_app(Call& call) {
    if (auto page = social::app_page(call)) return *std::move(page);
    // Not let in yet: the start page says so.
    return http::redirect(302, "/");
}

}  // namespace

std::string inside_script(std::string_view json) {
    std::string safe;
    safe.reserve(json.size() + json.size() / 16);
    for (std::size_t from = 0; from < json.size();) {
        auto const bracket = std::min(json.find('<', from), json.size());
        safe += json.substr(from, bracket - from);
        if (bracket < json.size()) safe += "\\u003c";
        from = bracket + 1;
    }
    return safe;
}

Shell cut_shell(std::string_view page) {
    auto const found = page.find(place);
    expects(found != std::string_view::npos);
    auto const cut = found + place.size();
    return {page.substr(0, cut), page.substr(cut)};
}

Result<Reply> draw_shell(Call& call) {
    auto& server = call.server();
    auto const& shell = server.part<Shell>();
    auto page = std::string(shell.before);
    page += inside_script(first_answers(call));
    page += shell.after;
    auto reply = http::html_response(200, std::move(page));
    add_headers(reply.headers, server);
    // Without a session the same address is another page, or the way to the door.
    reply.headers.add("Vary", "Cookie");
    return reply;
}

void install_shell(Server& server, std::string_view page, std::string_view routes) {
    server.part<Shell>() = cut_shell(page);
    server.part<social::AppShell>().draw = draw_shell;
    server.limit("app_page", {"app_page", 300, std::chrono::minutes(5)});
    auto const document = json::Document::parse(routes);
    expects(document.has_value());
    for (auto const& pattern : document->root().elements())
        server.get(pattern.text().value_or(""), show_app,
                   {.who = Who::session,
                    .surface = Surface::page,
                    .produces = "text/html",
                    .returns = "page",
                    .summary = "A page of the web app."});
}

}  // namespace skein::web_app
