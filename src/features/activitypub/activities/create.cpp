// Create: a post, or votes in a poll (federation.md 3.2). What is inside is believed when it is the
// actor's own; what is only named is fetched from its origin.

#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/remote_statuses.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

/// GoToSocial sends the votes of one person together; nobody sends more options than a poll has.
constexpr std::size_t objects_max = 50;

/// All objects but the last are stored before the job ends: each of them may be stored twice.
StoreOptions options_for(Received const& received, bool is_last) {
    StoreOptions options;
    options.inbox_of = received.inbox_of;
    options.audience = read_audience(received.activity);
    options.write = [&received, is_last](std::function<Result<void>(db::Tx&)> closure) {
        if (is_last) return received.finish(std::move(closure));
        return received.write(closure);
    };
    return options;
}

Result<void> store_one(Received const& received, json::Value object, bool is_last) {
    auto const options = options_for(received, is_last);
    if (object.is_object()) {
        TRY(auto const own, Authority::of_inline(object, received.actor));
        TRY_OK(store_object(received.server, own, received.budget, options));
        return {};
    }
    auto const id = id_of(object);
    if (!id || !id->same_origin(received.actor.id()))
        return fail(Errc::forbidden, "", "not the actor's");
    TRY_OK(ensure_status(received.server, *id, received.budget, {}, options));
    return {};
}

}  // namespace

Result<void> receive_create(Received const& received) {
    auto const objects = list_of(received.activity, "object", objects_max);
    for (auto const& object : objects)
        TRY_OK(store_one(received, object, &object == &objects.back()));
    return {};
}

}  // namespace skein::activitypub
