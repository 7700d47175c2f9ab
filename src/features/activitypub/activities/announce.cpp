// Announce: a boost of something known, or fetched from its origin; what a group or a relay passes
// on is no boost. Never of what only some may see, unless by its own author.

#include "core/server.h"
#include "features/activitypub/activities/boost.h"
#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/activities/wrapped.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/delivery/relays.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/remote_statuses.h"
#include "features/activitypub/vocab/properties.h"
#include "social/domains.h"

namespace skein::activitypub {
namespace {

/// What happened just now is ordered by when it came; what is late, by when it happened.
constexpr auto just_now = std::chrono::minutes(2);

/// The post that is boosted. Its author may put it into the activity; nobody else's copy is read.
Result<std::optional<StatusId>> find_boosted(Received const& received, json::Value object,
                                             Iri const& id) {
    auto& server = received.server;
    if (object.is_object() && id.same_origin(received.actor.id())) {
        auto const own = Authority::of_inline(object, received.actor);
        if (own) return store_object(server, *own, received.budget, {.quiet = true});
    }
    return ensure_status(server, id, received.budget);
}

Result<bool> is_from_relay(Received const& received) {
    return received.server.db().read(
        [&](db::Tx& tx) { return is_subscribed_relay(tx, received.actor.account()); });
}

}  // namespace

Result<void> boost_received(db::Tx& tx, Received const& received, StatusId status_id) {
    auto const account = received.actor.account();
    TRY(auto const status, social::load_visible_status(tx, account, status_id));
    TRY(auto const actor, find_actor(tx, account));
    auto const audience = read_audience(received.activity);
    social::BoostDraft draft;
    draft.account = account;
    draft.visibility = visibility_of(audience, actor ? actor->followers : "", {});
    draft.network = social::Network::activitypub;
    if (!received.id.empty()) draft.address = received.id;
    auto const published = time_of(received.activity, "published", tx.now());
    if (published && tx.now() - *published > just_now) draft.created_at = *published;
    TRY_OK(social::boost_status(tx, draft, status));
    return note_activity(tx, {received.id, account, Deed::announce, status.id.value, {}});
}

Result<void> receive_announce(Received const& received) {
    auto const object = first_of(received.activity, "object");
    if (!object) return {};
    if (is_wrapped(*object)) return receive_wrapped(received, *object);
    auto const id = id_of(*object);
    if (!id || id->str() == received.id || *id == received.actor.id()) return {};
    if (received.server.part<social::DomainBook>().verdict(id->host()).refused()) return {};
    TRY(auto const status, find_boosted(received, *object, *id));
    if (!status) return {};
    TRY(auto const relayed, is_from_relay(received));
    if (relayed) return {};
    return received.finish([&](db::Tx& tx) { return boost_received(tx, received, *status); });
}

}  // namespace skein::activitypub
