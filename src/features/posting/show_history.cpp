// What a post was before, and what its author typed.

#include "core/server.h"
#include "features/posting/handlers.h"
#include "social/views/views.h"

namespace skein::posting {

Result<Reply> show_history(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const status,
            social::load_visible_status(tx, call.viewer(), call.path_id<StatusId>("id")));
        json::Writer out;
        TRY_OK(social::write_status_history({call.server(), tx, call.viewer()}, status, out));
        return json_reply(std::move(out));
    });
}

Result<Reply> show_source(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const status,
            social::load_visible_status(tx, call.viewer(), call.path_id<StatusId>("id")));
        json::Writer out;
        out.object([&] {
            out.field("id", status.id);
            out.field("text", status.text);
            out.field("spoiler_text", status.spoiler_text);
        });
        return json_reply(std::move(out));
    });
}

}  // namespace skein::posting
