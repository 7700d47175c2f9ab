#include "core/server.h"
#include "features/interactions/handlers.h"
#include "features/interactions/target.h"
#include "social/standing.h"

namespace skein::interactions {
namespace {

Result<social::Visibility> boost_visibility(std::string_view text) {
    auto const visibility = social::parse_visibility(text);
    if (!visibility || *visibility == social::Visibility::direct)
        return fail(Errc::unprocessable,
                    "Validation failed: Visibility must be public, unlisted or private");
    return *visibility;
}

}  // namespace

Result<Reply> boost_status(Call& call, BoostStatus const& input) {
    auto const asked = call.path_id<StatusId>("id");
    TRY(auto const boost, call.server().db().write([&](db::Tx& tx) -> Result<StatusId> {
        TRY(auto const original, load_target(tx, call.viewer(), asked));
        TRY(auto const visibility, boost_visibility(input.visibility));
        TRY_OK(social::check_not_moved(tx, call.viewer()));
        TRY(auto const made,
            social::boost_status(tx, {.account = call.viewer(), .visibility = visibility},
                                 original));
        return made.id;
    }));
    return show_status(call, boost);
}

Result<Reply> unboost_status(Call& call) { return change_target(call, social::unboost_status); }

}  // namespace skein::interactions
