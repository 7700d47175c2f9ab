#include "features/interactions/target.h"

#include "core/server.h"
#include "social/views/views.h"

namespace skein::interactions {

Result<social::Status> load_target(db::Tx& tx, AccountId viewer, StatusId id) {
    TRY(auto status, social::load_visible_status(tx, viewer, id));
    if (!status.boost_of_id) return status;
    return social::load_visible_status(tx, viewer, *status.boost_of_id);
}

Result<Reply> change_target(Call& call, Change change) {
    auto const asked = call.path_id<StatusId>("id");
    TRY(auto const changed, call.server().db().write([&](db::Tx& tx) -> Result<StatusId> {
        TRY(auto const status, load_target(tx, call.viewer(), asked));
        TRY_OK(change(tx, call.viewer(), status));
        return status.id;
    }));
    return show_status(call, changed);
}

Result<Reply> show_status(Call& call, StatusId id) {
    return call.server().db().read([&](db::Tx& tx) -> Result<Reply> {
        json::Writer out;
        TRY_OK(social::write_status({call.server(), tx, call.viewer()}, id, out));
        return json_reply(std::move(out));
    });
}

}  // namespace skein::interactions
