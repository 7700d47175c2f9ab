// What apps ask about the server and about the person behind a token.

#include "base/json.h"
#include "core/server.h"
#include "features/oauth/handlers.h"
#include "social/accounts.h"
#include "social/views/profile_picture.h"
#include "social/views/views.h"

namespace skein::oauth {
namespace {

constexpr std::string_view missing_avatar = "/assets/avatar-missing.png";

void list(json::Writer& out, std::string_view name, std::vector<std::string_view> const& values) {
    out.key(name);
    out.array([&] {
        for (auto const value : values) out.value(value);
    });
}

}  // namespace

Result<Reply> show_userinfo(Call& call) {
    auto& server = call.server();
    TRY(auto const account,
        server.db().read([&](db::Tx& tx) { return social::load_account(tx, call.viewer()); }));
    json::Writer body;
    body.object([&] {
        body.field("iss", server.public_url() + "/");
        body.field("sub", social::account_uri(server, account.id));
        body.field("name", account.display_name.empty() ? account.username : account.display_name);
        body.field("preferred_username", account.username);
        body.field("profile", social::account_url(server, account.username));
        body.field("picture", social::profile_picture(server, account.avatar, missing_avatar).url);
    });
    return json_reply(std::move(body));
}

Result<Reply> show_metadata(Call& call) {
    auto const& url = call.server().public_url();
    json::Writer body;
    body.object([&] {
        body.field("issuer", url + "/");
        body.field("authorization_endpoint", url + "/oauth/authorize");
        body.field("token_endpoint", url + "/oauth/token");
        body.field("app_registration_endpoint", url + "/api/v1/apps");
        body.field("revocation_endpoint", url + "/oauth/revoke");
        body.field("userinfo_endpoint", url + "/oauth/userinfo");
        list(body, "scopes_supported", Scopes::all());
        list(body, "response_types_supported", {"code"});
        list(body, "response_modes_supported", {"query"});
        list(body, "code_challenge_methods_supported", {"S256"});
        list(body, "grant_types_supported", {"authorization_code", "client_credentials"});
        list(body, "token_endpoint_auth_methods_supported",
             {"client_secret_basic", "client_secret_post"});
    });
    return json_reply(std::move(body));
}

}  // namespace skein::oauth
