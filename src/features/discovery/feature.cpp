#include "features/discovery/feature.h"

#include "core/server.h"
#include "features/discovery/config.h"
#include "features/discovery/directory.h"
#include "features/discovery/handlers.h"
#include "features/discovery/suggestions.h"
#include "social/events.h"

namespace skein::discovery {
namespace {

void install_suggestions(Server& server) {
    server.settings<DiscoveryConfig>();
    server.get("/api/v2/suggestions", list_suggestions,
               {.scope = "read",
                .lane = LaneName::slow,
                .returns = "[Suggestion]",
                .summary = "Whom one might want to follow, and why."});
    server.get("/api/v1/suggestions", list_suggested_accounts,
               {.scope = "read",
                .lane = LaneName::slow,
                .returns = "[Account]",
                .summary = "Whom one might want to follow."});
    server.del("/api/v1/suggestions/{id}", dismiss_suggestion,
               {.scope = "read",
                .lane = LaneName::write,
                .returns = "{}",
                .summary = "Suggest an account no longer."});
    server.on<social::AccountRemoved>(forget_dismissals);
    server.every("discovery.refresh_suggestions", std::chrono::hours(6), refresh_suggestions);
}

}  // namespace

void install(Server& server) {
    server.get("/api/v1/directory", list_directory,
               {.who = Who::anyone,
                .scope = "read read:accounts",
                .lane = LaneName::slow,
                .returns = "[Account]",
                .summary = "Accounts that want to be found."});
    server.on<social::StatusPublished>(note_activity);
    server.on<social::AccountUpdated>(note_account);
    server.every("discovery.refresh_directory", std::chrono::hours(1), refresh_directory);
    install_suggestions(server);
}

}  // namespace skein::discovery
