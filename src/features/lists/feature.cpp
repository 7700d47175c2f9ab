#include "features/lists/feature.h"

#include "core/server.h"
#include "features/lists/handlers.h"
#include "features/lists/upkeep.h"

namespace skein::lists {
namespace {

constexpr std::string_view read_scope = "read:lists", write_scope = "write:lists";

Route reading(std::string_view returns, std::string_view summary) {
    return {.scope = read_scope, .returns = returns, .summary = summary};
}

Route writing(std::string_view returns, std::string_view summary) {
    return {.scope = write_scope, .lane = LaneName::write, .returns = returns, .summary = summary};
}

}  // namespace

void install(Server& server) {
    server.get("/api/v1/lists", show_lists, reading("[List]", "One's lists."));
    server.get("/api/v1/lists/{id}", show_list, reading("List", "One of one's lists."));
    server.post("/api/v1/lists", make_list, writing("List", "Make a list."));
    server.put("/api/v1/lists/{id}", change_list, writing("List", "Change a list."));
    server.del("/api/v1/lists/{id}", remove_list, writing("{}", "Remove a list."));
    server.get("/api/v1/lists/{id}/accounts", show_members,
               reading("[Account]", "Who is on a list; all of them with limit=0."));
    server.post("/api/v1/lists/{id}/accounts", add_members,
                writing("{}", "Put people one follows on a list."));
    server.del("/api/v1/lists/{id}/accounts", remove_members,
               writing("{}", "Take people off a list."));
    server.get("/api/v1/accounts/{id}/lists", show_lists_with,
               reading("[List]", "Which of one's lists an account is on."));
    server.get("/api/v1/timelines/list/{id}", show_list_timeline,
               reading("[Status]", "The posts of a list's members."));
    server.on<social::FollowRemoved>(drop_unfollowed);
    server.on<social::FollowRequestRemoved>(drop_refused);
    server.on<social::AccountRemoved>(remove_lists_later);
    server.job<RemoveLists>(remove_lists);
}

}  // namespace skein::lists
