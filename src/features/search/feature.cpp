#include "features/search/feature.h"

#include "core/server.h"
#include "features/search/handlers.h"
#include "features/search/index.h"
#include "social/network.h"

namespace skein::search {
namespace {

void install_index(Server& server) {
    server.on<social::StatusPublished>(note_published);
    server.on<social::StatusEdited>(note_edited);
    server.on<social::StatusRemoved>(note_removed);
    server.on<social::AccountUpdated>(note_account);
    server.job<IndexPosts>(index_posts);
    server.job<FillIndex>(fill_index);
    server.job<IndexAuthor>(index_author);
    server.at_start(catch_up);
    server.every("search.note_seen", std::chrono::hours(1), note_seen);
}

}  // namespace

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
                .summary = "Accounts by name, hashtags by how they begin, posts by their words, "
                           "and what is behind an address."});
    server.get("/api/v1/search", search_v1,
               {.scope = "read:search",
                .lane = LaneName::slow,
                .returns = "Search",
                .summary = "The same, with hashtags as plain names."});
    install_index(server);
}

}  // namespace skein::search
