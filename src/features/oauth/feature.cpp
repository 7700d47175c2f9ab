#include "features/oauth/feature.h"

#include "core/server.h"
#include "features/oauth/handlers.h"
#include "features/oauth/tidy.h"
#include "social/pages.h"

namespace skein::oauth {
namespace {

void install_apps(Server& server) {
    server.limit("app", {"app", 60, std::chrono::minutes(30), true});
    server.post("/api/v1/apps", register_app,
                {.who = Who::anyone,
                 .lane = LaneName::write,
                 .body_bytes_max = form_bytes_max,
                 .limit = "app",
                 .returns = "CredentialApplication",
                 .summary = "An app registers itself."});
    server.get("/api/v1/apps/verify_credentials", show_own_app,
               {.who = Who::app,
                .returns = "Application",
                .summary = "What is known of the app behind the token."});
    server.get("/.well-known/oauth-authorization-server", show_metadata,
               {.who = Who::anyone,
                .surface = Surface::open,
                .returns = "OAuthServerMetadata",
                .summary = "Where and how apps are let in (RFC 8414)."});
}

void install_tokens(Server& server) {
    server.limit("token", {"token", 120, std::chrono::minutes(10), true});
    server.post("/oauth/token", fetch_token,
                {.who = Who::anyone,
                 .lane = LaneName::write,
                 .body_bytes_max = form_bytes_max,
                 .limit = "token",
                 .returns = "Token",
                 .summary = "A code, or the app's own secret, for a token."});
    server.post("/oauth/revoke", revoke_token,
                {.who = Who::anyone,
                 .lane = LaneName::write,
                 .body_bytes_max = form_bytes_max,
                 .limit = "token",
                 .returns = "{}",
                 .summary = "Ends a token of the app."});
    Route const userinfo{
        .scope = "profile", .returns = "OAuthUserInfo", .summary = "Who is behind the token."};
    server.get("/oauth/userinfo", show_userinfo, userinfo);
    server.post("/oauth/userinfo", show_userinfo, userinfo);
}

void install_pages(Server& server) {
    server.limit("authorize", {"authorize", 60, std::chrono::minutes(10)});
    server.get("/oauth/authorize", show_authorize,
               {.who = Who::anyone,
                .surface = Surface::page,
                .produces = "text/html",
                .summary = "A person lets an app in."});
    server.post("/oauth/authorize", decide,
                {.who = Who::anyone,
                 .lane = LaneName::write,
                 .surface = Surface::page,
                 .body_bytes_max = form_bytes_max,
                 .limit = "authorize",
                 .produces = "text/html",
                 .summary = "Their answer."});
    server.part<social::SettingsTabs>().all.push_back({"/settings/apps", "oauth.apps.tab", 40});
    server.get("/settings/apps", show_apps,
               {.who = Who::session,
                .surface = Surface::page,
                .produces = "text/html",
                .summary = "The apps that are let in."});
    server.post("/settings/apps/{id}/end", end_app,
                {.who = Who::session,
                 .lane = LaneName::write,
                 .surface = Surface::page,
                 .body_bytes_max = form_bytes_max,
                 .produces = "text/html",
                 .summary = "Ends the access of one."});
}

}  // namespace

void install(Server& server) {
    install_apps(server);
    install_tokens(server);
    install_pages(server);
    server.every("oauth.tidy", std::chrono::hours(1), tidy);
}

}  // namespace skein::oauth
