#include "features/posting/feature.h"

#include "core/server.h"
#include "features/posting/handlers.h"
#include "features/posting/scheduled_statuses.h"
#include "social/events.h"
#include "social/instance.h"
#include "social/network.h"

namespace skein::posting {
namespace {

void install_reading(Server& server) {
    server.get("/api/v1/statuses/{id}", show_status,
               {.who = Who::anyone,
                .scope = "read:statuses",
                .returns = "Status",
                .summary = "One post."});
    server.get("/api/v1/statuses", list_statuses,
               {.who = Who::anyone,
                .scope = "read:statuses",
                .returns = "[Status]",
                .summary = "Several posts at once; unknown ones are left out."});
    server.get("/api/v1/statuses/{id}/context", show_context,
               {.who = Who::anyone,
                .scope = "read:statuses",
                .returns = "Context",
                .summary = "What is above and below a post in its conversation."});
    server.get("/api/v1/statuses/{id}/history", show_history,
               {.who = Who::anyone,
                .scope = "read:statuses",
                .returns = "[StatusEdit]",
                .summary = "A post as it was, version by version."});
    server.get("/api/v1/statuses/{id}/source", show_source,
               {.who = Who::app,
                .scope = "read:statuses",
                .returns = "StatusSource",
                .summary = "A post as its author typed it."});
}

void install_quotes(Server& server) {
    server.get("/api/v1/statuses/{id}/quotes", list_quotes,
               {.scope = "read:statuses",
                .returns = "[Status]",
                .summary = "The posts that quote a post."});
    server.post("/api/v1/statuses/{id}/quotes/{quoting_id}/revoke", revoke_quote,
                {.scope = "write:statuses",
                 .lane = LaneName::write,
                 .returns = "Status",
                 .summary = "Let a post no longer quote one's own."});
    server.put("/api/v1/statuses/{id}/interaction_policy", set_interaction_policy,
               {.scope = "write:statuses",
                .lane = LaneName::write,
                .returns = "Status",
                .summary = "Change who may quote a post."});
}

void install_scheduling(Server& server) {
    server.get("/api/v1/scheduled_statuses", list_scheduled,
               {.scope = "read:statuses",
                .returns = "[ScheduledStatus]",
                .summary = "Posts that are yet to come."});
    server.get("/api/v1/scheduled_statuses/{id}", show_scheduled,
               {.scope = "read:statuses",
                .returns = "ScheduledStatus",
                .summary = "One post that is yet to come."});
    server.put("/api/v1/scheduled_statuses/{id}", move_scheduled,
               {.scope = "write:statuses",
                .lane = LaneName::write,
                .returns = "ScheduledStatus",
                .summary = "Publish a post at another time."});
    server.del("/api/v1/scheduled_statuses/{id}", cancel_scheduled,
               {.scope = "write:statuses",
                .lane = LaneName::write,
                .returns = "{}",
                .summary = "Do not publish a post that is yet to come."});
    server.on<social::AccountRemoved>(forget_scheduled_later);
    server.job<ForgetScheduled>(forget_scheduled);
    server.job<PublishScheduled>(publish_scheduled, LaneName::fetch);
}

}  // namespace

void install(Server& server) {
    server.settings<social::InstanceConfig>();
    server.part<social::Networks>();
    install_reading(server);
    install_quotes(server);
    install_scheduling(server);
    server.post("/api/v1/statuses", create_status,
                {.scope = "write:statuses",
                 .lane = LaneName::write,
                 .returns = "Status",
                 .summary = "Publish a post."});
    server.post("/api/v1/skein/audience", show_audience,
                {.scope = "write:statuses",
                 .returns = "object",
                 .summary = "Who would see a post that is being written."});
    server.put("/api/v1/statuses/{id}", edit_status,
               {.scope = "write:statuses",
                .lane = LaneName::write,
                .returns = "Status",
                .summary = "Change a post; the version before is kept in its history."});
    server.del("/api/v1/statuses/{id}", remove_status,
               {.scope = "write:statuses",
                .lane = LaneName::write,
                .limit = "delete",
                .returns = "Status",
                .summary = "Remove a post."});
}

}  // namespace skein::posting
