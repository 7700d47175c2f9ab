#include "features/instance/empty_lists.h"

#include "core/server.h"

namespace skein::instance {
namespace {

Result<Reply> nothing_by_name(Call&) { return http::json_response(200, "{}"); }

}  // namespace

void install_empty_lists(Server& server) {
    server.get("/api/v1/instance/translation_languages", nothing_by_name,
               {.who = Who::anyone,
                .returns = "TranslationLanguages",
                .summary = "Empty: this server does not translate."});
}

}  // namespace skein::instance
