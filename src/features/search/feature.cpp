#include "features/search/feature.h"

#include "core/server.h"
#include "features/search/handlers.h"
#include "social/network.h"

namespace skein::search {

void install(Server& server) {
    server.part<social::Networks>();
    server.get("/api/v1/accounts/search", search_accounts,
               {.scope = "read:accounts",
                .lane = LaneName::slow,
                .returns = "[Account]",
                .summary = "Accounts by name, as somebody types it."});
    server.get("/api/v2/search", search::search,
               {.who = Who::anyone,
                .scope = "read:search",
                .lane = LaneName::slow,
                .returns = "Search",
                .summary = "Accounts by name, hashtags by how they begin, and what is behind an "
                           "address."});
}

}  // namespace skein::search
