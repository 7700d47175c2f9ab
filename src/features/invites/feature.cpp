#include "features/invites/feature.h"

#include "core/forms.h"
#include "core/server.h"
#include "features/invites/follow_inviter.h"
#include "features/invites/handlers.h"
#include "social/invites.h"
#include "social/pages.h"

namespace skein::invites {
namespace {

constexpr std::int64_t invites_a_sweep_max = 500;

constexpr Route page(std::string_view summary) {
    return {
        .who = Who::session, .surface = Surface::page, .produces = "text/html", .summary = summary};
}
constexpr Route form(std::string_view summary, std::string_view limit = {}) {
    auto route = page(summary);
    route.lane = LaneName::write;
    route.body_bytes_max = form_bytes_max;
    route.limit = limit;
    return route;
}

Result<void> tidy(Server& server) {
    return server.db().write(
        [](db::Tx& tx) -> Result<void> {
            TRY_OK(social::remove_ended_invites(tx, invites_a_sweep_max));
            return {};
        },
        db::Urgency::background);
}

void install_commands(Server& server) {
    server.command({"invite create",
                    "Make a link by which people sign up whatever the mode of registration.",
                    {},
                    {{"uses", "How many people may use it; any number if not given."},
                     {"days", "For how many days it works; for ever if not given."},
                     {"comment", "A note: what it is for."}},
                    false,
                    create_invite});
    server.command({"invite list", "List the newest invites.", {}, {}, false, list_all_invites});
    server.command({"invite revoke",
                    "Let nobody in by an invite any more.",
                    {{"code", "Its code, or the whole link."}},
                    {},
                    false,
                    revoke_any_invite});
    server.command({"invite guests",
                    "List the newest accounts that came by an invite, and who brought them.",
                    {},
                    {{"by", "Only those whom this account here brought."}},
                    false,
                    list_guests});
}

}  // namespace

void install(Server& server) {
    server.settings<social::InviteConfig>();
    // Each is a row that stays for a month.
    server.limit("invites", {"invites", 50, std::chrono::hours(24)});
    server.part<social::SettingsTabs>().all.push_back(
        {"/settings/invites", "invites.page.tab", 35});
    server.get("/api/v1/skein/invites", list_invites,
               // A code lets people in: whoever may only read gets none.
               {.scope = "write:accounts", .returns = "[Invite]", .summary = "One's own invites."});
    server.post("/api/v1/skein/invites", make_invite,
                {.scope = "write:accounts",
                 .lane = LaneName::write,
                 .limit = "invites",
                 .returns = "Invite",
                 .summary = "Make a link by which others sign up."});
    server.del("/api/v1/skein/invites/{id}", revoke_invite,
               {.scope = "write:accounts",
                .lane = LaneName::write,
                .returns = "{}",
                .summary = "Let nobody in by one of one's invites any more."});
    server.get("/settings/invites", show_invites, page("One's own invites."));
    server.post("/settings/invites", make_invite_by_form, form("Makes one.", "invites"));
    server.post("/settings/invites/{id}/revoke", revoke_invite_by_form, form("Takes one back."));
    server.on<social::UserConfirmed>(follow_inviter_later);
    server.job<FollowInviter>(follow_inviter);
    server.every("invites.tidy", std::chrono::hours(1), tidy);
    install_commands(server);
}

}  // namespace skein::invites
