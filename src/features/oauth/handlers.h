// The requests of this feature.
#pragma once

#include <string>
#include <vector>

#include "core/endpoint.h"

namespace skein::oauth {

struct RegisterApp {
    std::string client_name, website, scopes = "read";
    std::vector<std::string> redirect_uris;
    void read(Fields& in) {
        in("client_name", client_name, "What the app is called.");
        in("redirect_uris", redirect_uris, "Where a code may be sent: a list, or one a line.");
        in("scopes", scopes, "The most it will ever ask for.");
        in("website", website, "Where people read about it.");
    }
};
Result<Reply> register_app(Call& call, RegisterApp const& input);
Result<Reply> show_own_app(Call& call);

struct Authorize {
    std::string response_type, client_id, redirect_uri, scope, state, code_challenge,
        code_challenge_method;
    bool force_login = false;
    void read(Fields& in) {
        in("response_type", response_type, "code");
        in("client_id", client_id, "The app.");
        in("redirect_uri", redirect_uri, "One of the app's, exactly.");
        in("scope", scope, "What it asks for; read when left out.");
        in("state", state, "Given back unchanged.");
        in("code_challenge", code_challenge, "PKCE: the digest of the verifier.");
        in("code_challenge_method", code_challenge_method, "PKCE: S256.");
        in("force_login", force_login, "Ask for the password even of those signed in.");
    }
};
/// The page on which a person decides.
Result<Reply> show_authorize(Call& call, Authorize const& input);

struct Decide {
    Authorize asked;
    bool deny = false;
    void read(Fields& in) {
        asked.read(in);
        in("deny", deny, "The answer is no.");
    }
};
Result<Reply> decide(Call& call, Decide const& input);

struct FetchToken {
    std::string grant_type, code, client_id, client_secret, redirect_uri, code_verifier, scope;
    void read(Fields& in) {
        in("grant_type", grant_type, "authorization_code or client_credentials.");
        in("code", code, "The code that was sent to the redirect address.");
        in("client_id", client_id, "The app; or by HTTP Basic.");
        in("client_secret", client_secret, "Its secret; or by HTTP Basic.");
        in("redirect_uri", redirect_uri, "The same as when the code was asked for.");
        in("code_verifier", code_verifier, "PKCE: what the challenge was made from.");
        in("scope", scope, "For client_credentials: what is asked for.");
    }
};
Result<Reply> fetch_token(Call& call, FetchToken const& input);

struct RevokeToken {
    std::string client_id, client_secret, token;
    void read(Fields& in) {
        in("client_id", client_id, "The app; or by HTTP Basic.");
        in("client_secret", client_secret, "Its secret; or by HTTP Basic.");
        in("token", token, "The token to end.");
    }
};
Result<Reply> revoke_token(Call& call, RevokeToken const& input);

Result<Reply> show_userinfo(Call& call);
Result<Reply> show_metadata(Call& call);

/// The settings page with the apps a person let in.
Result<Reply> show_apps(Call& call);
Result<Reply> end_app(Call& call);

}  // namespace skein::oauth
