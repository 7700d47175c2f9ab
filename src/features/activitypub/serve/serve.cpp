#include "features/activitypub/serve/serve.h"

#include "core/server.h"
#include "features/activitypub/config.h"
#include "features/activitypub/serve/handlers.h"
#include "features/activitypub/serve/shown_documents.h"
#include "features/activitypub/serve/tombstones.h"

namespace skein::activitypub {
namespace {

constexpr std::string_view activity_types =
    "application/activity+json, application/ld+json, application/json";
/// Beside pages, which those answer who want neither.
constexpr std::string_view activity_types_beside_pages =
    "application/activity+json, application/ld+json";

Route document(std::string_view summary, std::string_view produces = activity_types) {
    return {.who = Who::unasked,
            .surface = Surface::open,
            .produces = produces,
            .returns = "document",
            .summary = summary};
}

Route page(std::string_view summary) {
    return {.who = Who::unasked,
            .surface = Surface::page,
            .produces = "text/html",
            .returns = "page",
            .summary = summary};
}

void install_discovery(Server& server) {
    server.get("/.well-known/webfinger", show_webfinger,
               document("Accounts of this server, by their handles.", "application/jrd+json"));
    server.get("/.well-known/host-meta", show_host_meta,
               document("Where WebFinger is.", "application/xrd+xml"));
    server.get("/.well-known/host-meta.json", show_host_meta_json,
               document("Where WebFinger is.", "application/jrd+json"));
}

void install_actors(Server& server) {
    server.get("/ap/actor", show_instance_actor, document("The server itself as an actor."));
    server.get("/ap/actor/outbox", show_instance_outbox, document("Its outbox, which is empty."));
    server.get("/ap/users/{id}", show_actor, document("An actor of this server."));
    server.get("/ap/users/{id}", lead_to_profile, page("Leads to the profile."));
    server.get("/@{name}", show_named_actor,
               document("The same by its name.", activity_types_beside_pages));
    server.get("/ap/users/{id}/outbox", show_outbox, document("What an actor published."));
    server.get("/ap/users/{id}/followers", show_followers, document("Who follows an actor."));
    server.get("/ap/users/{id}/following", show_following, document("Whom an actor follows."));
    server.get("/ap/users/{id}/collections/featured", show_featured,
               document("What an actor pinned."));
    server.get("/ap/users/{id}/collections/tags", show_featured_tags,
               document("The tags an actor features."));
    server.get("/ap/users/{id}/followers_synchronization", show_own_followers,
               document("Who of the asking server follows an actor (FEP-8fcf)."));
}

void install_statuses(Server& server) {
    server.get("/ap/users/{id}/statuses/{status}", show_status, document("A post of this server."));
    server.get("/ap/users/{id}/statuses/{status}", lead_to_post, page("Leads to the post."));
    server.get("/@{name}/{id}", show_named_status,
               document("The same by its author's name.", activity_types_beside_pages));
    server.get("/ap/users/{id}/statuses/{status}/activity", show_creation,
               document("The activity that made a post, or a boost."));
    server.get("/ap/users/{id}/statuses/{status}/replies", show_replies, document("Its answers."));
    server.get("/ap/users/{id}/statuses/{status}/likes", show_likes,
               document("How often it is a favourite."));
    server.get("/ap/users/{id}/statuses/{status}/shares", show_shares,
               document("How often it was boosted."));
    server.get("/ap/users/{id}/statuses/{status}/context", show_thread,
               document("The conversation it began (FEP-f228)."));
    server.get("/ap/contexts/{id}", show_context,
               document("This server's part of a conversation that began elsewhere."));
}

void install_deeds(Server& server) {
    server.get("/ap/users/{id}/quote_authorizations/{about}", show_stamp,
               document("Consent to a quote (FEP-044f)."));
    server.get("/ap/users/{id}/likes/{about}", show_like, document("A favourite."));
    server.get("/ap/users/{id}/follows/{about}", show_follow, document("A follow."));
    server.get("/ap/emojis/{id}", show_emoji, document("A custom emoji of this server."));
}

/// They wait for other servers.
Route interaction(std::string_view summary) {
    return {.who = Who::session,
            .lane = LaneName::fetch,
            .surface = Surface::page,
            .limit = "authorize_interaction",
            .produces = "text/html",
            .returns = "page",
            .summary = summary};
}

void install_interaction(Server& server) {
    server.limit("authorize_interaction", {"authorize_interaction", 60, std::chrono::minutes(5)});
    server.get("/authorize_interaction", show_interaction,
               interaction("What to do with a profile or a post of another server."));
    server.post("/authorize_interaction", interact, interaction("Does it."));
}

}  // namespace

void install_serving(Server& server) {
    server.settings<FederationConfig>();
    install_shown_documents(server);
    install_tombstones(server);
    install_discovery(server);
    install_actors(server);
    install_statuses(server);
    install_deeds(server);
    install_interaction(server);
}

}  // namespace skein::activitypub
