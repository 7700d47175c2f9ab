#include "features/activitypub/activities/wrapped.h"

#include <algorithm>
#include <array>

#include "core/server.h"
#include "features/activitypub/activities/boost.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/inbox/receive_activity.h"
#include "features/activitypub/remote_actors.h"
#include "features/activitypub/remote_statuses.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

constexpr std::array<std::string_view, 16> activity_types{
    "Accept", "Add",    "Announce", "Block", "Create", "Delete", "Dislike", "EmojiReact",
    "Flag",   "Follow", "Like",     "Lock",  "Move",   "Remove", "Undo",    "Update"};

bool is_one_of(json::Value activity, std::span<std::string_view const> types) {
    return std::ranges::any_of(types,
                               [&](std::string_view type) { return has_type(activity, type); });
}

Result<social::Account> load_announcer(Received const& received) {
    return received.server.db().read(
        [&](db::Tx& tx) { return social::load_account(tx, received.actor.account()); });
}

/// The inner actor, where the group's server speaks for it too.
Result<std::optional<VerifiedActor>> find_inner_actor(Received const& received, json::Value inner,
                                                      social::Account const& announcer) {
    auto const id = Authority::check_wrapped(inner, received.actor, announcer);
    if (!id) return std::nullopt;
    TRY(auto const account, ensure_actor(received.server, *id, received.budget));
    if (account.state == social::AccountState::suspended) return std::nullopt;
    TRY(auto actor, Authority::of_wrapped(inner, received.actor, announcer, account));
    return std::optional(std::move(actor));
}

/// A new topic is shown to the followers of the group; answers are found in the thread.
Result<void> boost_topic(Received const& received, json::Value post, Iri const& id) {
    if (post.is_object() && first_of(post, "inReplyTo")) return {};
    TRY(auto const status, received.server.db().read([&](db::Tx& tx) {
        return find_known_status(received.server, tx, id.str());
    }));
    if (!status) return {};
    return received.finish([&](db::Tx& tx) { return boost_received(tx, received, *status); });
}

Result<void> ask_origin(Received const& received, json::Value inner, Iri const& object) {
    if (is_ours(received.server, object.str())) return {};
    if (has_type(inner, "Create")) {
        TRY_OK(ensure_status(received.server, object, received.budget));
        return {};
    }
    if (has_type(inner, "Update") || has_type(inner, "Delete"))
        return refetch_known(received.server, object, received.budget);
    return {};
}

/// The inner activity as if it had come from its actor. It ends no job: the group's may go on.
Result<void> apply(Received const& received, json::Value inner, VerifiedActor const& actor) {
    auto const object = first_of(inner, "object");
    if (!object) return {};
    auto const own = Authority::of_inline(*object, actor);
    auto const id = id_of(*object);
    if (!own) return id ? ask_origin(received, inner, *id) : Result<void>{};
    StoreOptions options;
    options.audience = read_audience(inner);
    options.write = [&](std::function<Result<void>(db::Tx&)> const& closure) {
        return received.write(closure);
    };
    if (has_type(inner, "Create"))
        TRY_OK(store_object(received.server, *own, received.budget, options));
    else if (has_type(inner, "Update"))
        TRY_OK(update_object(received.server, *own, received.budget, options));
    return {};
}

}  // namespace

bool is_wrapped(json::Value object) {
    return object.is_object() && is_one_of(object, activity_types);
}

Result<void> receive_wrapped(Received const& received, json::Value inner) {
    TRY(auto const announcer, load_announcer(received));
    if (announcer.kind != social::AccountKind::group) return {};
    auto const object = first_of(inner, "object");
    auto const id = object ? id_of(*object) : std::nullopt;
    if (!id) return {};
    auto const is_post = has_type(inner, "Create") || has_type(inner, "Update");
    TRY(auto const actor, find_inner_actor(received, inner, announcer));
    if (actor && is_post) TRY_OK(apply(received, inner, *actor));
    else TRY_OK(ask_origin(received, inner, *id));
    return has_type(inner, "Create") ? boost_topic(received, *object, *id) : Result<void>{};
}

}  // namespace skein::activitypub
