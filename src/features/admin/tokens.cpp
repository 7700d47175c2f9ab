#include "features/admin/commands.h"
#include "social/access.h"
#include "social/accounts.h"
#include "social/users.h"

namespace skein::admin {
namespace {

constexpr std::string_view client_id = "skein-command-line";

/// The app behind tokens made here, so that people see in their list where a token came from. Its
/// secret is the hash of nothing: no secret opens it.
Result<social::App> ensure_app(db::Tx& tx) {
    TRY(auto found, social::find_app_by_client_id(tx, client_id));
    if (found) return *std::move(found);
    social::App app;
    app.client_id = client_id;
    app.name = "Command line";
    app.redirect_uris = "urn:ietf:wg:oauth:2.0:oob";
    app.scopes = "read write follow push";
    return social::insert_app(tx, std::move(app));
}

}  // namespace

Result<void> create_token(Server& server, CommandCall& call) {
    auto const& name = call.arguments[0];
    TRY(auto const scopes, Scopes::parse(call.option("scopes")));
    auto const token = server.random().token(social::secret_bytes);
    TRY_OK(server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const account, social::find_account_by_name(tx, name, ""));
        if (!account) return fail(Errc::not_found, "There is no account named " + name + ".");
        TRY(auto const user, social::find_user_by_account(tx, account->id));
        if (!user) return fail(Errc::not_found, "There is no account named " + name + ".");
        TRY(auto const app, ensure_app(tx));
        TRY_OK(social::insert_token(tx, token, app.id, user->id, scopes));
        return {};
    }));
    call.out(token);
    return {};
}

}  // namespace skein::admin
