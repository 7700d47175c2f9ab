// One post, or several.

#include "core/server.h"
#include "features/posting/handlers.h"
#include "social/audience.h"
#include "social/views/views.h"

namespace skein::posting {
namespace {

constexpr std::size_t statuses_at_once_max = 40;

}  // namespace

Result<Reply> show_status(Call& call) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_visible_status({call.server(), tx, call.viewer()},
                                            call.path_id<StatusId>("id"), out));
        return json_reply(std::move(out));
    });
}

Result<Reply> list_statuses(Call& call, StatusIds const& input) {
    if (input.ids.size() > statuses_at_once_max)
        return fail(Errc::unprocessable, "Validation failed: At most 40 posts at once");
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        TRY(auto const visible, social::keep_visible(tx, call.viewer(), input.ids));
        json::Writer out;
        TRY_OK(out.array([&] {
            return social::write_statuses({call.server(), tx, call.viewer()}, visible, out);
        }));
        return json_reply(std::move(out));
    });
}

}  // namespace skein::posting
