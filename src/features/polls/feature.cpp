#include "features/polls/feature.h"

#include "core/server.h"
#include "features/polls/handlers.h"
#include "social/network.h"

namespace skein::polls {

void install(Server& server) {
    server.part<social::Networks>();
    server.get(
        "/api/v1/polls/{id}", show_poll,
        {.who = Who::anyone, .scope = "read:statuses", .returns = "Poll", .summary = "One poll."});
    server.post("/api/v1/polls/{id}/votes", vote,
                {.scope = "write:statuses",
                 .lane = LaneName::write,
                 .returns = "Poll",
                 .summary = "Vote in a poll."});
}

}  // namespace skein::polls
