// Block: somebody elsewhere wants nothing of somebody here. With a `target` it is a ban from a
// community (Lemmy), which is between that community and its server.

#include "core/server.h"
#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/vocab/properties.h"
#include "social/relations.h"

namespace skein::activitypub {

Result<void> receive_block(Received const& received) {
    auto const id = received.object_id();
    if (!id || first_of(received.activity, "target")) return {};
    return received.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const target, find_own_account(received.server, tx, id->str()));
        if (!target) return {};
        auto const blocker = received.actor.account();
        TRY_OK(social::block(tx, blocker, *target));
        return note_activity(tx, {received.id, blocker, Deed::block, target->value, {}});
    });
}

}  // namespace skein::activitypub
