#include "features/tags/feature.h"

#include "core/server.h"
#include "features/tags/handlers.h"

namespace skein::tags {
namespace {

Route change(std::string_view scope, std::string_view summary) {
    return {.scope = scope, .lane = LaneName::write, .returns = "Tag", .summary = summary};
}

void install_tags(Server& server) {
    server.get(
        "/api/v1/tags/{name}", show_tag,
        {.who = Who::anyone, .returns = "Tag", .summary = "One hashtag with its last seven days."});
    server.post("/api/v1/tags/{name}/follow", follow_tag,
                change("write:follows follow", "Bring public posts with the hashtag home."));
    server.post("/api/v1/tags/{name}/unfollow", unfollow_tag,
                change("write:follows follow", "Follow a hashtag no longer."));
    server.post("/api/v1/tags/{name}/feature", feature_tag,
                change("write:accounts", "Show a hashtag on one's profile."));
    server.post("/api/v1/tags/{name}/unfeature", unfeature_tag,
                change("write:accounts", "Show a hashtag on one's profile no longer."));
    server.get("/api/v1/followed_tags", list_followed_tags,
               {.scope = "read:follows follow",
                .returns = "[Tag]",
                .summary = "The hashtags one follows."});
}

void install_featured(Server& server) {
    server.get("/api/v1/featured_tags", list_own_featured_tags,
               {.scope = "read:accounts",
                .returns = "[FeaturedTag]",
                .summary = "The hashtags on one's own profile."});
    server.post("/api/v1/featured_tags", add_featured_tag,
                {.scope = "write:accounts",
                 .lane = LaneName::write,
                 .returns = "FeaturedTag",
                 .summary = "Show a hashtag on one's profile."});
    server.get("/api/v1/featured_tags/suggestions", suggest_featured_tags,
               {.scope = "read:accounts",
                .lane = LaneName::slow,
                .returns = "[Tag]",
                .summary = "Hashtags one has used most lately."});
    server.del("/api/v1/featured_tags/{id}", remove_featured_tag,
               {.scope = "write:accounts",
                .lane = LaneName::write,
                .returns = "{}",
                .summary = "Show a hashtag on one's profile no longer."});
    server.get("/api/v1/accounts/{id}/featured_tags", list_featured_tags_of,
               {.who = Who::anyone,
                .scope = "read:accounts",
                .returns = "[FeaturedTag]",
                .summary = "The hashtags on an account's profile."});
}

}  // namespace

void install(Server& server) {
    install_tags(server);
    install_featured(server);
}

}  // namespace skein::tags
