#include "features/trends/feature.h"

#include "core/server.h"
#include "features/trends/handlers.h"
#include "features/trends/work_out.h"

namespace skein::trends {
namespace {

void install_lists(Server& server) {
    for (auto const* const path : {"/api/v1/trends/tags", "/api/v1/trends"})
        server.get(path, list_tags,
                   {.who = Who::anyone,
                    .scope = "read read:statuses read:accounts",
                    .returns = "[Tag]",
                    .summary = "Hashtags that are talked about."});
    server.get("/api/v1/trends/statuses", list_statuses,
               {.who = Who::anyone,
                .scope = "read read:statuses",
                .returns = "[Status]",
                .summary = "Posts that are talked about."});
}

void install_reviews(Server& server) {
    Route const reading{.scope = "admin:read",
                        .returns = "[Admin::Tag]",
                        .summary = "Hashtags that are talked about, judged or not."};
    Route const judging{.scope = "admin:write",
                        .lane = LaneName::write,
                        .returns = "Admin::Tag",
                        .summary = "Say whether a hashtag may be shown among the trends."};
    server.get("/api/v1/admin/trends/tags", list_tags_for_staff, reading);
    server.post("/api/v1/admin/trends/tags/{id}/approve", approve_tag, judging);
    server.post("/api/v1/admin/trends/tags/{id}/reject", reject_tag, judging);
    auto posts = reading, post = judging;
    posts.returns = "[Status]";
    posts.summary = "Posts that are talked about, judged or not.";
    post.returns = "Status";
    post.summary = "Say whether a post may be shown among the trends.";
    server.get("/api/v1/admin/trends/statuses", list_statuses_for_staff, posts);
    server.post("/api/v1/admin/trends/statuses/{id}/approve", approve_status, post);
    server.post("/api/v1/admin/trends/statuses/{id}/reject", reject_status, post);
}

}  // namespace

void install(Server& server) {
    server.settings<social::TrendsConfig>();
    install_lists(server);
    install_reviews(server);
    server.every("trends.refresh", std::chrono::minutes(15), refresh);
}

}  // namespace skein::trends
