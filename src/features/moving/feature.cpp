#include "features/moving/feature.h"

#include "core/forms.h"
#include "core/server.h"
#include "features/moving/handlers.h"
#include "social/network.h"
#include "social/pages.h"
#include "social/passwords.h"

namespace skein::moving {
namespace {

constexpr Route page(std::string_view summary) {
    return {
        .who = Who::session, .surface = Surface::page, .produces = "text/html", .summary = summary};
}
constexpr Route form(std::string_view summary) {
    auto route = page(summary);
    route.lane = LaneName::write;
    route.body_bytes_max = form_bytes_max;
    return route;
}
/// A form that has this server ask another one.
constexpr Route asking(std::string_view summary) {
    auto route = form(summary);
    route.lane = LaneName::fetch;
    route.limit = "moving";
    return route;
}

}  // namespace

void install(Server& server) {
    server.part<social::Networks>();
    social::install_passwords(server);
    auto& tabs = server.part<social::SettingsTabs>().all;
    tabs.push_back({"/settings/aliases", "moving.aliases.tab", 40});
    tabs.push_back({"/settings/move", "moving.move.tab", 50});
    // Each may fetch from another server, or tries a password.
    server.limit("moving", {"moving", 20, std::chrono::minutes(30)});
    server.get("/settings/aliases", show_aliases, page("One's other accounts."));
    server.post("/settings/aliases", add_alias, asking("Names another account as one's own."));
    server.post("/settings/aliases/remove", remove_alias, form("Takes one off the list."));
    server.get("/settings/move", show_move, page("Moving to another account."));
    server.post("/settings/move", move, asking("Has everybody follow the other account."));
    server.post("/settings/move/end", end_move, form("Takes the redirect back."));
}

}  // namespace skein::moving
