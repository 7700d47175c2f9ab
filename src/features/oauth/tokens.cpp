// Tokens are fetched and taken back.

#include "core/server.h"
#include "features/oauth/client.h"
#include "features/oauth/codes.h"
#include "features/oauth/handlers.h"
#include "social/access.h"
#include "social/views/token_view.h"

namespace skein::oauth {
namespace {

constexpr std::string_view default_scope = "read";

struct Owned {
    TokenId id;
    AppId app_id;
    auto row() { return std::tie(id, app_id); }
};
db::Query<Owned> const find_owned{"access_tokens.find_owner",
                                  "SELECT id, app_id FROM access_tokens WHERE token_hash = $1"};

Result<Reply> by_code(Call const& call, social::App const& app, FetchToken const& input) {
    auto& server = call.server();
    auto const token = server.random().token(social::secret_bytes);
    Redemption const shown{input.code, input.redirect_uri, input.code_verifier, app.id, token};
    TRY(auto const scopes, server.db().write([&](db::Tx& tx) { return redeem_code(tx, shown); }));
    if (!scopes)
        return oauth_error(400, "invalid_grant",
                           "The provided authorization grant is invalid, expired, revoked, does "
                           "not match the redirection URI used in the authorization request, or "
                           "was issued to another client.");
    return social::token_reply(call, token, *scopes);
}

/// A token of the app itself, without a person.
Result<Reply> by_client(Call const& call, social::App const& app, FetchToken const& input) {
    TRY(auto const own, Scopes::parse(app.scopes));
    auto scopes = Scopes::parse(input.scope.empty() ? default_scope : input.scope);
    if (input.scope.empty() && scopes && !own.covers(*scopes)) scopes = own;
    if (!scopes || !own.covers(*scopes))
        return oauth_error(400, "invalid_scope",
                           "The requested scope is invalid, unknown, or malformed.");
    auto& server = call.server();
    auto const token = server.random().token(social::secret_bytes);
    TRY_OK(server.db().write([&](db::Tx& tx) {
        return social::insert_token(tx, token, app.id, std::nullopt, *scopes);
    }));
    return social::token_reply(call, token, *scopes);
}

}  // namespace

Result<Reply> fetch_token(Call& call, FetchToken const& input) {
    auto& server = call.server();
    auto const proof = read_proof(call.request(), input.client_id, input.client_secret);
    TRY(auto const app, server.db().read([&](db::Tx& tx) { return find_proven_app(tx, proof); }));
    if (!app) return invalid_client();
    if (input.grant_type == "authorization_code") return by_code(call, *app, input);
    if (input.grant_type == "client_credentials") return by_client(call, *app, input);
    if (input.grant_type.empty())
        return oauth_error(400, "invalid_request", "Missing required parameter: grant_type.");
    return oauth_error(400, "unsupported_grant_type",
                       "The authorization grant type is not supported by the authorization "
                       "server.");
}

Result<Reply> revoke_token(Call& call, RevokeToken const& input) {
    auto& server = call.server();
    auto const proof = read_proof(call.request(), input.client_id, input.client_secret);
    auto const allowed = server.db().write([&](db::Tx& tx) -> Result<bool> {
        TRY(auto const app, find_proven_app(tx, proof));
        if (!app) return false;
        TRY(auto const token, tx.find(find_owned, social::hash_secret(input.token)));
        // A token that is not there is as good as revoked (RFC 7009, 2.2).
        if (!token) return true;
        if (token->app_id != app->id) return false;
        TRY_OK(social::remove_token(tx, token->id));
        return true;
    });
    TRY(auto const done, allowed);
    if (!done)
        return oauth_error(403, "unauthorized_client",
                           "You are not authorized to revoke this token");
    return empty_reply();
}

}  // namespace skein::oauth
