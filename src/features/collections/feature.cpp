#include "features/collections/feature.h"

#include "core/server.h"
#include "features/collections/handlers.h"
#include "social/collections.h"

namespace skein::collections {
namespace {

Route writing(std::string_view returns, std::string_view summary) {
    return {.scope = "write:collections",
            .lane = LaneName::write,
            .returns = returns,
            .summary = summary};
}

}  // namespace

void install(Server& server) {
    social::install_collections(server);
    server.post("/api/v1/collections", create_collection,
                writing("WrappedCollection", "Gather accounts under a name."));
    server.get("/api/v1/collections/{id}", show_collection,
               {.who = Who::anyone,
                .scope = "read:collections",
                .returns = "CollectionWithAccounts",
                .summary = "One collection and who is in it."});
    server.patch("/api/v1/collections/{id}", update_collection,
                 writing("WrappedCollection", "Change what is said of it."));
    server.put("/api/v1/collections/{id}", update_collection,
               writing("WrappedCollection", "Change what is said of it."));
    server.del("/api/v1/collections/{id}", remove_collection, writing("{}", "Take it away."));
    server.get("/api/v1/accounts/{id}/collections", list_collections_by,
               {.who = Who::anyone,
                .scope = "read:collections",
                .returns = "Collections",
                .summary = "The collections of an account."});
    server.get("/api/v1/accounts/{id}/in_collections", list_collections_with,
               {.scope = "read:collections",
                .returns = "Collections",
                .summary = "The collections one is in oneself."});
    server.post("/api/v1/collections/{id}/items", add_item,
                writing("WrappedCollectionItem", "Put somebody in."));
    server.del("/api/v1/collections/{id}/items/{item}", remove_item,
               writing("{}", "Take somebody out."));
    server.post("/api/v1/collections/{id}/items/{item}/revoke", revoke_item,
                writing("{}", "Leave somebody's collection for good."));
}

}  // namespace skein::collections
