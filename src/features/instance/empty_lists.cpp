#include "features/instance/empty_lists.h"

#include <array>

#include "core/server.h"

namespace skein::instance {
namespace {

Result<Reply> nothing(Call&) { return http::json_response(200, "[]"); }
Result<Reply> nothing_by_name(Call&) { return http::json_response(200, "{}"); }

struct EmptyList {
    std::string_view pattern, scope, returns, room;
};

// `room` is the feature that will answer in this one's place.
constexpr std::array<EmptyList, 3> of_users{{
    {"/api/v2/filters", "read:filters", "[Filter]", "filters"},
    {"/api/v1/filters", "read:filters", "[V1::Filter]", "filters"},
    {"/api/v1/lists", "read:lists", "[List]", "lists"},
}};

}  // namespace

void install_empty_lists(Server& server) {
    for (auto const& list : of_users)
        server.get(list.pattern, nothing,
                   {.scope = list.scope,
                    .returns = list.returns,
                    .summary = "Empty: this server has none."});
    server.get("/api/v1/instance/translation_languages", nothing_by_name,
               {.who = Who::anyone,
                .returns = "TranslationLanguages",
                .summary = "Empty: this server does not translate."});
}

}  // namespace skein::instance
