// Apps register themselves, and look at what is known of them.

#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "core/server.h"
#include "features/oauth/handlers.h"
#include "features/oauth/redirect_uri.h"
#include "platform/crypto/web_push.h"
#include "social/access.h"

namespace skein::oauth {
namespace {

constexpr std::size_t name_characters_max = 60;
constexpr std::size_t website_bytes_max = 2000;
constexpr std::size_t redirect_uris_max = 20;

/// The addresses one by one, whether they came as a list, one a line, or with blanks between.
std::vector<std::string> split(std::vector<std::string> const& given) {
    std::vector<std::string> uris;
    for (std::string_view text : given) {
        while (!(text = trim(text)).empty()) {
            auto const end = std::min(text.find_first_of(" \t\r\n"), text.size());
            uris.emplace_back(text.substr(0, end));
            text.remove_prefix(end);
        }
    }
    return uris;
}

/// Every complaint in Mastodon's words, in the order of its own checks.
std::vector<std::string_view> judge(RegisterApp const& input,
                                    std::vector<std::string> const& uris) {
    std::vector<std::string_view> wrong;
    if (trim(input.client_name).empty()) wrong.emplace_back("Name can't be blank");
    if (count_graphemes(input.client_name) > name_characters_max)
        wrong.emplace_back("Application name is too long (maximum is 60 characters)");
    if (!Scopes::parse(input.scopes))
        wrong.emplace_back("Scopes doesn't match configured on the server.");
    if (uris.empty()) wrong.emplace_back("Redirect URI must be an absolute URI.");
    if (uris.size() > redirect_uris_max) wrong.emplace_back("Redirect URI is too long");
    for (auto const& uri : uris) {
        auto const fault = find_uri_fault(uri);
        if (!fault) continue;
        wrong.emplace_back(*fault == UriFault::forbidden
                               ? "Redirect URI is forbidden by the server."
                               : "Redirect URI must be an absolute URI.");
        break;
    }
    if (!input.website.empty() &&
        (input.website.size() > website_bytes_max || !Url::parse(input.website)))
        wrong.emplace_back("Website is invalid");
    return wrong;
}

void write_app(Server const& server, social::App const& app, json::Writer& out) {
    out.field("id", app.id);
    out.field("name", app.name);
    out.key("website");
    app.website.empty() ? out.value(nullptr) : out.value(app.website);
    auto const list = [&](std::string_view name, std::string_view text, char separator) {
        out.key(name);
        out.array([&] {
            while (!text.empty()) {
                auto const end = std::min(text.find(separator), text.size());
                out.value(text.substr(0, end));
                text.remove_prefix(std::min(end + 1, text.size()));
            }
        });
    };
    list("scopes", app.scopes, ' ');
    list("redirect_uris", app.redirect_uris, '\n');
    out.field("redirect_uri", app.redirect_uris);
    // Older clients look for the key of push messages here, newer ones in the instance document.
    out.field("vapid_key", crypto::vapid_public_key(server.keys()));
}

}  // namespace

Result<Reply> register_app(Call& call, RegisterApp const& input) {
    auto const uris = split(input.redirect_uris);
    auto const wrong = judge(input, uris);
    if (!wrong.empty())
        return fail(Errc::unprocessable,
                    fmt::format("Validation failed: {}", fmt::join(wrong, ", ")));
    auto& server = call.server();
    TRY(auto const scopes, Scopes::parse(input.scopes));
    auto const secret = server.random().token(social::secret_bytes);
    social::App app;
    app.client_id = server.random().token(social::secret_bytes);
    app.client_secret_hash = social::hash_secret(secret);
    app.name = strip_controls(trim(input.client_name), false);
    app.website = input.website;
    app.redirect_uris = fmt::format("{}", fmt::join(uris, "\n"));
    app.scopes = scopes.str();
    TRY(app, server.db().write([&](db::Tx& tx) { return social::insert_app(tx, app); }));
    json::Writer body;
    body.object([&] {
        write_app(call.server(), app, body);
        body.field("client_id", app.client_id);
        body.field("client_secret", secret);
        body.field("client_secret_expires_at", 0);
    });
    return json_reply(std::move(body));
}

Result<Reply> show_own_app(Call& call) {
    if (!call.who().app) return fail(Errc::unauthenticated, "The access token is invalid");
    TRY(auto const app,
        call.server().db().read([&](db::Tx& tx) { return social::find_app(tx, call.who().app); }));
    if (!app) return fail(Errc::unauthenticated, "The access token is invalid");
    json::Writer body;
    body.object([&] { write_app(call.server(), *app, body); });
    return json_reply(std::move(body));
}

}  // namespace skein::oauth
