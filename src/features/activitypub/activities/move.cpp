// Move: an account elsewhere says that its owner is now another one. Followers go along only when
// that other one, asked anew, names it as an alias (federation.md section 5).

#include "core/server.h"
#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/actor_jobs.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/vocab/properties.h"
#include "social/moves.h"

namespace skein::activitypub {
namespace {

std::unexpected<Error> not_moved(std::string why) {
    return fail(Errc::unprocessable, "", std::move(why));
}

/// The target as it is now, with the aliases it has now.
Result<void> ask_target(Received const& received, Iri const& target) {
    if (is_ours(received.server, target.str())) return {};
    TRY_OK(check_host(received.server, target.host()));
    TRY_OK(refresh_actor(received.server, target, received.budget, true));
    return {};
}

}  // namespace

Result<void> receive_move(Received const& received) {
    auto const object = received.object_id();
    auto const target = id_of(received.activity, "target");
    if (!object || !target || *target == *object) return {};
    if (*object != received.actor.id()) return fail(Errc::forbidden, "", "moves somebody else");
    TRY_OK(ask_target(received, *target));
    return received.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const mutual, find_mutual(received.server, tx, object->str(), target->str()));
        if (!mutual) return not_moved("the target does not name it");
        TRY(auto const account, social::load_account(tx, *mutual));
        if (account.state == social::AccountState::suspended || account.moved_to_id)
            return not_moved("the target is suspended, or has moved itself");
        return social::follow_move(tx, received.actor.account(), *mutual);
    });
}

}  // namespace skein::activitypub
