// Undo: of what the same actor did, found by its id (which may be all that is named), else by what
// it was about. Unknown things are left alone, with nobody asked.

#include "core/server.h"
#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/activities/reaction_text.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/vocab/properties.h"
#include "social/reactions.h"
#include "social/relations.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

Result<void> remove_noted_reaction(db::Tx& tx, Received const& received, StatusId status,
                                   std::string_view detail) {
    auto const reaction = from_detail(detail);
    auto const domain =
        reaction.domain == received.server.domain() ? std::string() : reaction.domain;
    return social::remove_reaction(tx, {status, received.actor.account(), reaction.emoji, domain});
}

/// What was noted when it came in.
Result<void> undo_noted(db::Tx& tx, Received const& received, NotedActivity const& noted) {
    auto const account = received.actor.account();
    TRY_OK(forget_activity(tx, noted));
    switch (noted.deed) {
        case Deed::follow: return social::unfollow(tx, account, AccountId{noted.object_id});
        case Deed::block: return social::unblock(tx, account, AccountId{noted.object_id});
        case Deed::quote_request:
        case Deed::flag: return {};
        default: break;
    }
    TRY(auto const status, social::find_status(tx, StatusId{noted.object_id}));
    if (!status) return {};
    switch (noted.deed) {
        case Deed::like: return social::remove_favourite(tx, account, *status);
        case Deed::announce: return social::unboost_status(tx, account, *status);
        case Deed::reaction: return remove_noted_reaction(tx, received, status->id, noted.detail);
        default: return {};
    }
}

/// A boost has the id of its Announce.
Result<bool> undo_boost_by_address(db::Tx& tx, Received const& received, std::string_view address) {
    TRY(auto const boost,
        social::find_status_by_address(tx, social::Network::activitypub, address));
    if (!boost || !boost->boost_of_id || boost->account_id != received.actor.account())
        return false;
    TRY(auto const original, social::load_status(tx, *boost->boost_of_id));
    TRY_OK(social::unboost_status(tx, boost->account_id, original));
    return true;
}

Result<void> undo_about_person(db::Tx& tx, Received const& received, json::Value inner) {
    auto const target = id_of(inner, "object");
    if (!target) return {};
    TRY(auto const account, find_own_account(received.server, tx, target->str()));
    if (!account) return {};
    auto const by = received.actor.account();
    if (has_type(inner, "Follow")) return social::unfollow(tx, by, *account);
    return social::unblock(tx, by, *account);
}

Result<void> undo_about_status(db::Tx& tx, Received const& received, json::Value inner) {
    auto const id = id_of(inner, "object");
    if (!id) return {};
    TRY(auto const found, find_known_status(received.server, tx, id->str()));
    if (!found) return {};
    TRY(auto const status, social::load_status(tx, *found));
    TRY(auto const account, social::load_account(tx, received.actor.account()));
    if (has_type(inner, "Announce")) return social::unboost_status(tx, account.id, status);
    if (auto const reaction = read_reaction(inner, account.domain))
        return remove_noted_reaction(tx, received, status.id, to_detail(*reaction));
    if (has_type(inner, "EmojiReact")) return {};
    return social::remove_favourite(tx, account.id, status);
}

/// Undo(Accept(Follow)): the follower goes.
Result<void> undo_accept(db::Tx& tx, Received const& received, json::Value inner) {
    auto const follow = first_of(inner, "object");
    if (!follow || !follow->is_object() || !has_type(*follow, "Follow")) return {};
    auto const follower = id_of(*follow, "actor");
    if (!follower || id_of(*follow, "object") != received.actor.id()) return {};
    TRY(auto const account, find_own_account(received.server, tx, follower->str()));
    return account ? social::remove_follower(tx, received.actor.account(), *account)
                   : Result<void>{};
}

Result<void> undo_named(db::Tx& tx, Received const& received, json::Value inner) {
    if (has_type(inner, "Accept")) return undo_accept(tx, received, inner);
    if (has_type(inner, "Follow") || has_type(inner, "Block"))
        return undo_about_person(tx, received, inner);
    if (has_type(inner, "Like") || has_type(inner, "EmojiReact") || has_type(inner, "Announce"))
        return undo_about_status(tx, received, inner);
    return {};
}

}  // namespace

Result<void> receive_undo(Received const& received) {
    auto const inner = first_of(received.activity, "object");
    if (!inner) return {};
    if (inner->is_object()) {
        auto const actor = id_of(*inner, "actor");
        if (actor && *actor != received.actor.id())
            return fail(Errc::forbidden, "", "undoes what somebody else did");
    }
    return received.finish([&](db::Tx& tx) -> Result<void> {
        auto const address = id_text(*inner);
        if (!address.empty()) {
            TRY(auto const noted, find_activity(tx, received.actor.account(), address));
            if (noted) return undo_noted(tx, received, *noted);
            TRY(auto const boost, undo_boost_by_address(tx, received, address));
            if (boost) return {};
        }
        return inner->is_object() ? undo_named(tx, received, *inner) : Result<void>{};
    });
}

}  // namespace skein::activitypub
