// The page on which a person lets an app in, and their answer.

#include "base/encoding.h"
#include "base/url.h"
#include "core/server.h"
#include "features/oauth/codes.h"
#include "features/oauth/handlers.h"
#include "features/oauth/redirect_uri.h"
#include "features/oauth/scope_words.h"
#include "social/access.h"
#include "social/accounts.h"
#include "social/pages.h"

namespace skein::oauth {
namespace {

constexpr std::size_t state_bytes_max = 4096;
constexpr auto code_age_max = std::chrono::minutes(2);
// Somebody reads it and types it elsewhere.
constexpr auto shown_code_age_max = std::chrono::minutes(10);
constexpr std::string_view default_scope = "read";

/// An app's request that may be shown to a person.
struct Asked {
    social::App app;
    Scopes scopes;
    /// Set when the app must be told that its request is wrong (RFC 6749, 4.1.2.1).
    std::string_view error = {}, error_description = {};
};

/// Errors before the redirect address is known to be the app's are shown, never sent anywhere.
Result<Asked> read_request(Server& server, Authorize const& input) {
    TRY(auto app, server.db().read([&](db::Tx& tx) {
        return social::find_app_by_client_id(tx, input.client_id);
    }));
    if (!app)
        return fail(Errc::bad_request,
                    "The app that sent you here is not known to this server. Go back to the app, "
                    "remove the account there and add it again.");
    if (!is_registered(app->redirect_uris, input.redirect_uri))
        return fail(Errc::bad_request,
                    "The app wants you to be sent to an address it has not registered. That is a "
                    "mistake in the app, or somebody means harm; nothing was granted.");
    Asked asked{*std::move(app), {}};
    auto const scopes = Scopes::parse(input.scope.empty() ? default_scope : input.scope);
    TRY(auto const own, Scopes::parse(asked.app.scopes));
    if (input.response_type != "code") {
        asked.error = "unsupported_response_type";
        asked.error_description = "The authorization server does not support this response type.";
    } else if (!scopes || scopes->empty() || !own.covers(*scopes)) {
        asked.error = "invalid_scope";
        asked.error_description = "The requested scope is invalid, unknown, or malformed.";
    } else if (input.state.size() > state_bytes_max ||
               (!input.code_challenge_method.empty() && input.code_challenge_method != "S256") ||
               (!input.code_challenge.empty() &&
                (input.code_challenge_method.empty() || !is_challenge(input.code_challenge))) ||
               (input.code_challenge.empty() && !input.code_challenge_method.empty())) {
        asked.error = "invalid_request";
        asked.error_description = "The code challenge method must be S256.";
    } else {
        asked.scopes = *scopes;
    }
    return asked;
}

/// Sends the browser back to the app.
Reply send_back(Authorize const& input,
                std::vector<std::pair<std::string_view, std::string>> params) {
    params.emplace_back("state", input.state);
    auto reply = http::redirect(303, with_params(input.redirect_uri, params));
    reply.headers.set("Referrer-Policy", "no-referrer");
    return reply;
}

Result<Reply> send_error(Authorize const& input, std::string_view error,
                         std::string_view description) {
    if (input.redirect_uri == out_of_band)
        return fail(Errc::bad_request, std::string(description), std::string(error));
    return send_back(
        input, {{"error", std::string(error)}, {"error_description", std::string(description)}});
}

/// The same request as an address, for coming back to it after signing in.
std::string own_address(Authorize const& input) {
    return with_params("/oauth/authorize",
                       {{"response_type", input.response_type},
                        {"client_id", input.client_id},
                        {"redirect_uri", input.redirect_uri},
                        {"scope", input.scope},
                        {"state", input.state},
                        {"code_challenge", input.code_challenge},
                        {"code_challenge_method", input.code_challenge_method}});
}

Reply sign_in_first(Authorize const& input) {
    return http::redirect(303, "/auth/sign_in?next=" + percent_encode(own_address(input)));
}

SafeHtml where_it_leads(social::Locale const& say, std::string_view redirect_uri) {
    if (redirect_uri == out_of_band) return say.html("oauth.consent.copy");
    auto const target = html("<strong><bdi>{}</bdi></strong>", shown_target(redirect_uri));
    return say.html("oauth.consent.leads", {{"target", target}});
}

SafeHtml about_app(social::App const& app) {
    auto const website = Url::parse(app.website);
    if (!website) return html("<strong><bdi>{}</bdi></strong>", app.name);
    return html(
        "<strong><bdi>{}</bdi></strong> (<a href=\"{}\" rel=\"nofollow noopener noreferrer\">{}"
        "</a>)",
        app.name, website->str(), website->host().str());
}

social::Form consent_form(social::PageWriter const& page, Authorize const& input) {
    auto form = page.form("/oauth/authorize");
    form.hidden("response_type", input.response_type);
    form.hidden("client_id", input.client_id);
    form.hidden("redirect_uri", input.redirect_uri);
    form.hidden("scope", input.scope);
    form.hidden("state", input.state);
    form.hidden("code_challenge", input.code_challenge);
    form.hidden("code_challenge_method", input.code_challenge_method);
    return form;
}

Result<Reply> consent_page(Call const& call, Authorize const& input, Asked const& asked) {
    TRY(auto const account, call.server().db().read([&](db::Tx& tx) {
        return social::load_account(tx, call.viewer());
    }));
    social::PageWriter const page(call);
    auto const& say = page.locale();
    auto form = consent_form(page, input);
    SafeHtml list;
    for (auto const key : in_words(asked.scopes)) list += html("<li>{}.</li>", say(key));
    auto const deny =
        html("<button type=\"submit\" class=\"second\" name=\"deny\" value=\"1\">{}</button>",
             say("oauth.consent.no"));
    auto const other = "/auth/sign_in?next=" + percent_encode(own_address(input));
    auto const body = html(
        "<div class=\"card\"><h1>{}</h1><p>{}</p><ul class=\"ticks\">{}</ul><p "
        "class=\"quiet\">{} {}</p>{}<p class=\"quiet\">{}</p></div>",
        say("oauth.consent.heading"),
        say.html("oauth.consent.wants",
                 {{"app", about_app(asked.app)},
                  {"account", html("<strong>@{}</strong>", account.username)}}),
        list, where_it_leads(say, input.redirect_uri), say("oauth.consent.back"),
        form.done(say("oauth.consent.yes"), deny),
        say.html("oauth.consent.other", {}, {{"other", other}}));
    return page.reply({.title = say("oauth.consent.title"),
                       .body = body,
                       .form_target = form_source(input.redirect_uri)});
}

Reply code_page(Call const& call, std::string const& code) {
    auto const& say = social::locale_of(call);
    return social::notice_page(
        call, say("oauth.code.title"),
        html("<p class=\"code\"><code>{}</code></p><p class=\"quiet\">{}</p>", code,
             say("oauth.code.text")));
}

Result<void> check_member(Principal const& who) {
    if (who.active()) return {};
    return fail(Errc::forbidden,
                "Your account is not ready yet: its e-mail address has to be confirmed, and the "
                "people who run this server have to let you in.");
}

}  // namespace

Result<Reply> show_authorize(Call& call, Authorize const& input) {
    TRY(auto const asked, read_request(call.server(), input));
    // An app is registered in a moment, with any address: nobody is led there by a link alone
    // (RFC 9700, 4.11.2).
    if (!call.who().is_user() || input.force_login) return sign_in_first(input);
    if (!asked.error.empty()) return send_error(input, asked.error, asked.error_description);
    TRY_OK(check_member(call.who()));
    return consent_page(call, input, asked);
}

Result<Reply> decide(Call& call, Decide const& input) {
    auto& server = call.server();
    auto const& request = input.asked;
    TRY(auto const asked, read_request(server, request));
    if (!call.who().is_user()) return sign_in_first(request);
    if (!asked.error.empty()) return send_error(request, asked.error, asked.error_description);
    TRY_OK(check_member(call.who()));
    if (input.deny)
        return send_error(request, "access_denied",
                          "The resource owner or authorization server denied the request.");
    auto const code = server.random().token(social::secret_bytes);
    auto const shown = request.redirect_uri == out_of_band;
    NewCode const fresh{
        asked.app.id,           call.who().user,
        request.redirect_uri,   asked.scopes,
        request.code_challenge, shown ? Duration(shown_code_age_max) : Duration(code_age_max)};
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        // A session that ends while its page is sent back allows nothing any more.
        TRY(auto const open, social::has_session(tx, call.who().session));
        if (!open) return fail(Errc::forbidden, "You are signed out. Please sign in again.");
        return insert_code(tx, code, fresh);
    }));
    return shown ? code_page(call, code) : send_back(request, {{"code", code}});
}

}  // namespace skein::oauth
