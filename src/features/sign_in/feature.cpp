#include "features/sign_in/feature.h"

#include "core/assets.h"
#include "features/sign_in/handlers.h"
#include "features/sign_in/mails.h"
#include "features/sign_in/set_up.h"
#include "features/sign_in/tidy.h"
#include "social/instance.h"
#include "social/invites.h"
#include "social/pages.h"
#include "social/passwords.h"
#include "social/sign_up_config.h"

namespace skein::sign_in {
namespace {

/// A page that anybody may ask for.
constexpr Route page(std::string_view summary) {
    return {
        .who = Who::anyone, .surface = Surface::page, .produces = "text/html", .summary = summary};
}
/// A form that anybody may send, so often.
constexpr Route form(std::string_view limit, std::string_view summary) {
    return {.who = Who::anyone,
            .lane = LaneName::write,
            .surface = Surface::page,
            .body_bytes_max = form_bytes_max,
            .limit = limit,
            .produces = "text/html",
            .summary = summary};
}
constexpr Route own_page(std::string_view summary) {
    auto route = page(summary);
    route.who = Who::session;
    return route;
}
constexpr Route own_form(std::string_view summary, std::string_view limit = {}) {
    auto route = form(limit, summary);
    route.who = Who::session;
    return route;
}
constexpr Route well_known(std::string_view summary) {
    return {.who = Who::anyone, .surface = Surface::open, .produces = "", .summary = summary};
}

void install_joining(Server& server) {
    constexpr auto half_an_hour = std::chrono::minutes(30);
    server.limit("sign_up", {"sign_up", 5, half_an_hour, true});
    server.limit("mail", {"mail", 10, half_an_hour, true});
    server.limit("link", {"link", 60, half_an_hour, true});
    server.get("/setup/{token}", show_set_up, page("The first set-up."));
    server.post("/setup/{token}", set_up, form("link", "Makes the owner's account, once."));
    server.get("/auth/sign_up", show_sign_up, page("Joining."));
    server.post("/auth/sign_up", sign_up, form("sign_up", "Joins, or asks to."));
    // An app finds the same behind the link itself, by its Accept.
    auto invite_page = page("Joining by an invite.");
    invite_page.returns = "page";
    server.get("/invite/{code}", show_invite, invite_page);
    for (auto const* path : {"/invite/{code}", "/api/v1/invites/{code}"})
        server.get(path, check_invite,
                   {.who = Who::anyone,
                    .returns = "InviteCheck",
                    .summary = "Whether an invite lets somebody in."});
    server.get("/auth/confirm/{token}", show_confirm, page("The link in the mail."));
    server.post("/auth/confirm/{token}", confirm, form("link", "Proves an address."));
    server.get("/auth/confirmation", show_resend, page("Asks for the mail again."));
    server.post("/auth/confirmation", resend, form("mail", "Sends the mail again."));
    server.post("/api/v1/accounts", sign_up_by_app,
                {.who = Who::app,
                 .scope = "write:accounts",
                 .lane = LaneName::write,
                 .body_bytes_max = form_bytes_max,
                 .limit = "sign_up",
                 .returns = "Token",
                 .summary = "Joins, or asks to; the token works once the address is confirmed."});
    server.post(
        "/api/v1/emails/confirmations", resend_by_app,
        {.who = Who::pending,
         .scope = "write:accounts",
         .lane = LaneName::write,
         .limit = "mail",
         .returns = "{}",
         .summary = "Sends the mail to confirm again, to another address if one is given."});
    server.get("/api/v1/emails/check_confirmation", check_confirmation,
               {.who = Who::pending,
                .returns = "boolean",
                .summary = "Whether the address is confirmed."});
}

void install_in_and_out(Server& server) {
    server.limit("sign_in", {"sign_in", 100, std::chrono::minutes(10), true});
    server.get("/auth/sign_in", show_sign_in, page("Signing in."));
    server.post("/auth/sign_in", sign_in, form("sign_in", "Signs in."));
    server.post("/auth/sign_out", sign_out, form({}, "Signs out."));
    server.get("/auth/reset", show_ask_reset, page("A forgotten password."));
    server.post("/auth/reset", ask_reset, form("mail", "Sends the link to choose a new one."));
    server.get("/auth/reset/{token}", show_reset, page("The link in the mail."));
    server.post("/auth/reset/{token}", reset, form("link", "Stores the new password."));
}

void install_settings(Server& server) {
    auto& tabs = server.part<social::SettingsTabs>().all;
    tabs.push_back({"/settings/password", "sign_in.password.tab", 10});
    tabs.push_back({"/settings/email", "sign_in.email.tab", 20});
    tabs.push_back({"/settings/sessions", "sign_in.sessions.tab", 30});
    tabs.push_back({"/settings/delete", "sign_in.delete.tab", 90});
    server.get("/settings/password", show_password, own_page("Changing the password."));
    server.post("/settings/password", change_password, own_form("Changes it."));
    server.get("/settings/email", show_email, own_page("Changing the e-mail address."));
    server.post("/settings/email", change_email,
                own_form("Sends a link to the new address.", "mail"));
    server.get("/auth/email/{token}", show_confirm_email_change, page("The link in the mail."));
    server.post("/auth/email/{token}", confirm_email_change,
                form("link", "Makes the new address the account's."));
    server.get("/settings/sessions", show_sessions, own_page("Open sessions."));
    server.post("/settings/sessions/{id}/end", end_session, own_form("Ends one."));
    server.post("/settings/sessions/end_all", end_all_sessions, own_form("Ends all of them."));
    server.get("/settings/delete", show_delete_account, own_page("Deleting the account."));
    server.post("/settings/delete", delete_account,
                own_form("Deletes it for good, with the password."));
}

}  // namespace

void install(Server& server) {
    server.settings<social::InstanceConfig>();
    server.settings<social::SignUpConfig>();
    server.settings<social::InviteConfig>();
    social::install_passwords(server);
    social::install_mailing(server);
    install_assets(server);
    install_mails(server);
    server.error_page = social::error_page;
    server.get("/", show_start, page("What this server is."));
    install_joining(server);
    install_in_and_out(server);
    install_settings(server);
    server.get("/.well-known/change-password", lead_to_change_password,
               well_known("Leads to where a password is changed."));
    server.get("/.well-known/security.txt", show_security_txt,
               well_known("Whom to tell of a security problem."));
    server.every("sign_in.tidy", std::chrono::hours(1), tidy);
    server.at_start(print_set_up_link);
}

}  // namespace skein::sign_in
