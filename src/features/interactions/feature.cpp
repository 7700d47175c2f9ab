#include "features/interactions/feature.h"

#include "core/server.h"
#include "features/interactions/handlers.h"

namespace skein::interactions {
namespace {

Route change(std::string_view scope, std::string_view summary) {
    return {.scope = scope, .lane = LaneName::write, .returns = "Status", .summary = summary};
}

void install_marks(Server& server) {
    server.post("/api/v1/statuses/{id}/favourite", favourite_status,
                change("write:favourites", "Favourite a post."));
    server.post("/api/v1/statuses/{id}/unfavourite", unfavourite_status,
                change("write:favourites", "Take a favourite back."));
    server.post("/api/v1/statuses/{id}/reblog", boost_status,
                change("write:statuses", "Boost a post; answers the boost."));
    auto unboost = change("write:statuses", "Take a boost back; answers what was boosted.");
    unboost.limit = "delete";
    server.post("/api/v1/statuses/{id}/unreblog", unboost_status, unboost);
    server.post("/api/v1/statuses/{id}/bookmark", bookmark_status,
                change("write:bookmarks", "Keep a post for later, privately."));
    server.post("/api/v1/statuses/{id}/unbookmark", unbookmark_status,
                change("write:bookmarks", "Keep it no longer."));
    server.post("/api/v1/statuses/{id}/mute", mute_conversation,
                change("write:mutes", "Get no notifications of a conversation."));
    server.post("/api/v1/statuses/{id}/unmute", unmute_conversation,
                change("write:mutes", "Get notifications of a conversation again."));
    server.post("/api/v1/statuses/{id}/pin", pin_status,
                change("write:accounts", "Show one's own post at the top of the profile."));
    server.post("/api/v1/statuses/{id}/unpin", unpin_status,
                change("write:accounts", "Show it there no longer."));
}

void install_lists(Server& server) {
    server.get(
        "/api/v1/favourites", list_favourites,
        {.scope = "read:favourites", .returns = "[Status]", .summary = "What one has favourited."});
    server.get(
        "/api/v1/bookmarks", list_bookmarks,
        {.scope = "read:bookmarks", .returns = "[Status]", .summary = "What one has bookmarked."});
    server.get("/api/v1/statuses/{id}/favourited_by", list_favourited_by,
               {.who = Who::anyone,
                .scope = "read:statuses",
                .returns = "[Account]",
                .summary = "Who favourited a post."});
    server.get("/api/v1/statuses/{id}/reblogged_by", list_boosted_by,
               {.who = Who::anyone,
                .scope = "read:statuses",
                .returns = "[Account]",
                .summary = "Who boosted a post."});
}

}  // namespace

void install(Server& server) {
    install_marks(server);
    install_lists(server);
}

}  // namespace skein::interactions
