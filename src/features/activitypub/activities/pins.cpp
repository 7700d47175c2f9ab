// Add and Remove: pins, when the collection is the actor's own `featured` and the post its own; and
// tags on profiles, which Mastodon puts into `featured` too, though they are listed in
// `featuredTags`. Mastodon sends them without an id. Every other collection is ignored.

#include "core/server.h"
#include "features/activitypub/activities/featured_tags.h"
#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/remote_statuses.h"
#include "features/activitypub/vocab/properties.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

Result<bool> is_about_featured(Received const& received) {
    auto const target = id_of(received.activity, "target");
    if (!target) return false;
    TRY(auto const actor, received.server.db().read([&](db::Tx& tx) {
        return find_actor(tx, received.actor.account());
    }));
    return actor && !actor->featured.empty() && actor->featured == target->str();
}

/// The tag an activity puts on the actor's profile or takes from it; "" when it is about no tag.
Result<std::string> find_tag_in(Received const& received) {
    auto const object = first_of(received.activity, "object");
    auto const target = id_of(received.activity, "target");
    if (!object || !target) return std::string();
    auto name = hashtag_name(*object);
    if (name.empty()) return std::string();
    TRY(auto const actor, received.server.db().read([&](db::Tx& tx) {
        return find_actor(tx, received.actor.account());
    }));
    auto const own =
        actor && (actor->featured == target->str() || actor->featured_tags == target->str());
    return own ? std::move(name) : std::string();
}

Result<std::optional<social::Status>> find_own(db::Tx& tx, Received const& received,
                                               Iri const& id) {
    TRY(auto status, social::find_status_by_address(tx, social::Network::activitypub, id.str()));
    if (!status || status->account_id != received.actor.account()) return std::nullopt;
    return status;
}

}  // namespace

Result<void> receive_add(Received const& received) {
    TRY(auto const tag, find_tag_in(received));
    if (!tag.empty())
        return received.finish(
            [&](db::Tx& tx) { return feature_remote_tag(tx, received.actor.account(), tag); });
    TRY(auto const featured, is_about_featured(received));
    auto const id = received.object_id();
    if (!featured || !id || !id->same_origin(received.actor.id())) return {};
    TRY_OK(ensure_status(received.server, *id, received.budget));
    return received.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const status, find_own(tx, received, *id));
        if (!status || status->boost_of_id || !social::counts_for_all(status->visibility))
            return {};
        return social::pin_status(tx, received.actor.account(), *status);
    });
}

Result<void> receive_remove(Received const& received) {
    TRY(auto const tag, find_tag_in(received));
    if (!tag.empty())
        return received.finish(
            [&](db::Tx& tx) { return unfeature_remote_tag(tx, received.actor.account(), tag); });
    TRY(auto const featured, is_about_featured(received));
    auto const id = received.object_id();
    if (!featured || !id) return {};
    return received.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const status, find_own(tx, received, *id));
        return status ? social::unpin_status(tx, received.actor.account(), *status)
                      : Result<void>{};
    });
}

}  // namespace skein::activitypub
