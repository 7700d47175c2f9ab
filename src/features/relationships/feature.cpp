#include "features/relationships/feature.h"

#include "core/server.h"
#include "features/relationships/handlers.h"

namespace skein::relationships {
namespace {

Route change(std::string_view scope, std::string_view summary) {
    return {.scope = scope, .lane = LaneName::write, .returns = "Relationship", .summary = summary};
}

void install_follows(Server& server) {
    server.post("/api/v1/accounts/{id}/follow", follow_account,
                change("write:follows follow", "Follow an account, or ask to."));
    server.post("/api/v1/accounts/{id}/unfollow", unfollow_account,
                change("write:follows follow", "Follow no longer, or take the request back."));
    server.post("/api/v1/accounts/{id}/remove_from_followers", remove_follower,
                change("write:follows follow", "End somebody's follow of oneself."));
    server.get(
        "/api/v1/follow_requests", list_follow_requests,
        {.scope = "read:follows follow", .returns = "[Account]", .summary = "Who asks to follow."});
    server.post("/api/v1/follow_requests/{id}/authorize", authorize_follow_request,
                change("write:follows follow", "Let somebody follow."));
    server.post("/api/v1/follow_requests/{id}/reject", reject_follow_request,
                change("write:follows follow", "Refuse somebody's request to follow."));
}

void install_barriers(Server& server) {
    server.post(
        "/api/v1/accounts/{id}/mute", mute_account,
        change("write:mutes follow", "See nothing of an account, for a while or for good."));
    server.post("/api/v1/accounts/{id}/unmute", unmute_account,
                change("write:mutes follow", "See an account again."));
    server.post("/api/v1/accounts/{id}/block", block_account,
                change("write:blocks follow", "Block an account: neither sees the other."));
    server.post("/api/v1/accounts/{id}/unblock", unblock_account,
                change("write:blocks follow", "Block an account no longer."));
    server.post("/api/v1/accounts/{id}/note", note_account,
                change("write:accounts", "Keep a private note about an account."));
}

void install_endorsements(Server& server) {
    for (auto const* const path : {"/api/v1/accounts/{id}/endorse", "/api/v1/accounts/{id}/pin"})
        server.post(path, endorse_account,
                    change("write:accounts", "Recommend somebody one follows on one's profile."));
    for (auto const* const path :
         {"/api/v1/accounts/{id}/unendorse", "/api/v1/accounts/{id}/unpin"})
        server.post(path, unendorse_account,
                    change("write:accounts", "Recommend somebody no longer."));
    server.get("/api/v1/endorsements", list_own_endorsed,
               {.scope = "read:accounts",
                .returns = "[Account]",
                .summary = "Whom one recommends on one's profile."});
    server.get("/api/v1/accounts/{id}/endorsements", list_endorsed_of,
               {.who = Who::anyone,
                .scope = "read:accounts",
                .returns = "[Account]",
                .summary = "Whom an account recommends on its profile."});
}

void install_lists(Server& server) {
    server.get("/api/v1/accounts/relationships", list_relationships,
               {.scope = "read:follows",
                .returns = "[Relationship]",
                .summary = "What one is to these accounts, and they to oneself."});
    server.get("/api/v1/accounts/familiar_followers", list_familiar_followers,
               {.scope = "read:follows",
                .lane = LaneName::slow,
                .returns = "[FamiliarFollowers]",
                .summary = "Whom one follows among those who follow these accounts."});
    server.get("/api/v1/accounts/{id}/followers", list_followers,
               {.who = Who::anyone,
                .scope = "read:accounts",
                .returns = "[Account]",
                .summary = "Who follows an account, unless it hides that."});
    server.get("/api/v1/accounts/{id}/following", list_following,
               {.who = Who::anyone,
                .scope = "read:accounts",
                .returns = "[Account]",
                .summary = "Whom an account follows, unless it hides that."});
    server.get(
        "/api/v1/blocks", list_blocked,
        {.scope = "read:blocks follow", .returns = "[Account]", .summary = "Whom one blocks."});
    server.get("/api/v1/mutes", list_muted,
               {.scope = "read:mutes follow",
                .returns = "[MutedAccount]",
                .summary = "Whom one mutes, and until when."});
}

}  // namespace

void install(Server& server) {
    install_follows(server);
    install_barriers(server);
    install_endorsements(server);
    install_lists(server);
}

}  // namespace skein::relationships
