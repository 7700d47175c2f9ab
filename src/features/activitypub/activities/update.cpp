// Update means three things (federation.md section 8): an edit, new counts of a poll, and a changed
// profile. Keys change only through the actor's own document.

#include "core/server.h"
#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/inbox/receive_activity.h"
#include "features/activitypub/keys.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/remote_statuses.h"
#include "features/activitypub/signatures/multikey.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

/// An edit of what never arrived is taken for the post itself while that is news: the Create may be
/// late, and then brings nothing new.
constexpr auto still_news = std::chrono::hours(1);

bool is_known_key(Server& server, ActorKey const& key, VerifiedActor const& actor) {
    auto const known = load_remote_key(server, key.id, nullptr);
    if (!known || (*known)->owner != actor.id().str()) return false;
    auto const said =
        key.pem.empty() ? read_multikey(key.multibase) : crypto::PublicKey::from_pem(key.pem);
    return said && said->to_der() == (*known)->key.to_der();
}

Result<void> update_self(Received const& received, json::Value object) {
    auto& server = received.server;
    TRY(auto const document, read_actor(object, server.clock().now()));
    if (document.id != received.actor.id())
        return fail(Errc::forbidden, "", "an actor speaks for itself only");
    auto const has_known_keys =
        !document.keys.empty() && std::ranges::all_of(document.keys, [&](ActorKey const& key) {
            return is_known_key(server, key, received.actor);
        });
    if (has_known_keys) TRY_OK(store_actor(server, document, received.budget));
    else TRY_OK(refresh_actor(server, received.actor.id(), received.budget, true));
    return {};
}

/// A profile that a moderator of its server changed (Lemmy): its own document says how.
Result<void> update_neighbour(Received const& received, Iri const& id) {
    if (!id.same_origin(received.actor.id())) return fail(Errc::forbidden, "", "not the actor's");
    TRY(auto const known,
        received.server.db().read([&](db::Tx& tx) { return find_actor(tx, id.str()); }));
    if (known) TRY_OK(refresh_actor(received.server, id, received.budget));
    return {};
}

Result<void> update_post(Received const& received, json::Value object) {
    auto& server = received.server;
    TRY(auto const own, Authority::of_inline(object, received.actor));
    StoreOptions options;
    options.inbox_of = received.inbox_of;
    options.audience = read_audience(received.activity);
    options.write = [&](std::function<Result<void>(db::Tx&)> closure) {
        return received.finish(std::move(closure));
    };
    TRY(auto const known, update_object(server, own, received.budget, options));
    if (known || received.run.finished()) return {};
    auto const now = server.clock().now();
    auto const published = time_of(object, "published", now);
    if (!published || now - *published > still_news) return {};
    TRY_OK(store_object(server, own, received.budget, options));
    return {};
}

}  // namespace

Result<void> receive_update(Received const& received) {
    auto const object = first_of(received.activity, "object");
    auto const id = object ? id_of(*object) : std::nullopt;
    if (!id) return {};
    if (*id == received.actor.id()) {
        if (object->is_object()) return update_self(received, *object);
        TRY_OK(refresh_actor(received.server, *id, received.budget));
        return {};
    }
    if (object->is_object() && is_actor_type(*object)) return update_neighbour(received, *id);
    if (object->is_object()) return update_post(received, *object);
    if (!id->same_origin(received.actor.id())) return fail(Errc::forbidden, "", "not the actor's");
    return refetch_known(received.server, *id, received.budget);
}

}  // namespace skein::activitypub
