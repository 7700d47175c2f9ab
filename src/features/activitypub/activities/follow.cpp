// Follow: at once, as a request, or refused. Who is let in at once hears so through the event
// (delivery), whoever follows already hears it again from here: their server has forgotten.

#include "core/server.h"
#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/delivery.h"
#include "features/activitypub/delivery/relays.h"
#include "features/activitypub/documents/documents.h"
#include "features/activitypub/vocab/properties.h"
#include "social/relations.h"

namespace skein::activitypub {
namespace {

Result<void> answer(db::Tx& tx, Received const& received, std::string_view type, AccountId target) {
    auto const follower = received.actor.account();
    TRY(auto const inboxes, list_inboxes_of(tx, {follower}, false));
    return send_parcel(
        tx, {.sender = target,
             .activity = answer_follow_activity(received.server, type, target, received.id,
                                                received.actor.id().str()),
             .inboxes = inboxes,
             .priority = Priority::person,
             .subject = fmt::format("follow:{}:{}", follower.value, target.value)});
}

bool is_refusal(Errc code) {
    return code == Errc::forbidden || code == Errc::not_found || code == Errc::unprocessable;
}

Result<void> follow(db::Tx& tx, Received const& received, AccountId target) {
    auto const follower = received.actor.account();
    TRY(auto const already, social::is_following(tx, follower, target));
    // The newest id is the one that is answered and undone.
    TRY_OK(note_activity(tx, {received.id, follower, Deed::follow, target.value, {}}));
    if (already) return answer(tx, received, "Accept", target);
    auto const followed = social::follow(tx, follower, target, {});
    if (followed || !is_refusal(followed.error().code)) return followed;
    // Blocked, moved away or suspended: the other server is told no more than no.
    return answer(tx, received, "Reject", target);
}

}  // namespace

Result<void> receive_follow(Received const& received) {
    auto const id = received.object_id();
    if (!id) return {};
    return received.finish([&](db::Tx& tx) -> Result<void> {
        if (id->str() == instance_actor_address(received.server)) {
            TRY_OK(hear_relay_follow(received.server, tx, received.actor.account(), received.id));
            return {};
        }
        TRY(auto const target, find_own_account(received.server, tx, id->str()));
        return target ? follow(tx, received, *target) : Result<void>{};
    });
}

}  // namespace skein::activitypub
