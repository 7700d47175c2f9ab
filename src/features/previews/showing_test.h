// One post as posting/ answers it, which these tests are built without.
#pragma once

#include "core/server.h"
#include "social/views/views.h"

namespace skein::previews {

inline Result<Reply> show_post(Call& call) {
    auto& server = call.server();
    return server.db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_visible_status({server, tx, call.viewer()},
                                            call.path_id<StatusId>("id"), out));
        return json_reply(std::move(out));
    });
}

inline void install_showing(Server& server) {
    server.get(
        "/api/v1/statuses/{id}", show_post,
        {.who = Who::anyone, .scope = "read:statuses", .returns = "Status", .summary = "A post."});
}

}  // namespace skein::previews
