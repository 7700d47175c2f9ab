#include "social/views/token_view.h"

#include "base/json.h"
#include "core/server.h"

namespace skein::social {

Reply token_reply(Call const& call, std::string_view token, Scopes const& scopes) {
    auto const since_1970 = call.server().clock().now().time_since_epoch();
    json::Writer body;
    body.object([&] {
        body.field("access_token", token);
        body.field("token_type", "Bearer");
        body.field("scope", scopes.str());
        body.field("created_at",
                   std::chrono::duration_cast<std::chrono::seconds>(since_1970).count());
    });
    auto reply = json_reply(std::move(body));
    reply.headers.set("Cache-Control", "no-store");
    return reply;
}

}  // namespace skein::social
