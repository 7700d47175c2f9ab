// Delete: of a post, of a boost, of a stamp, of the actor itself. What is deleted before it arrived
// is remembered for its actor alone (security.md 1.7).

#include "core/server.h"
#include "features/activitypub/activities/handlers.h"
#include "features/activitypub/deleted_objects.h"
#include "features/activitypub/vocab/properties.h"
#include "social/moves.h"
#include "social/quotes.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

Result<void> remove_post(db::Tx& tx, VerifiedActor const& actor, social::Status const& status) {
    TRY(auto const author, social::load_account(tx, status.account_id));
    TRY_OK(Authority::check_owner(actor, author.address));
    if (!status.boost_of_id) return social::remove_status(tx, status, true);
    TRY(auto const original, social::load_status(tx, *status.boost_of_id));
    return social::unboost_status(tx, author.id, original);
}

/// A stamp is taken back by who gave it.
Result<void> revoke_stamp(db::Tx& tx, VerifiedActor const& actor, Iri const& stamp) {
    TRY(auto const quote, social::find_quote_by_authorization(tx, stamp.str()));
    if (!quote || quote->quoted_account_id != actor.account()) return {};
    return social::decide_quote(tx, *quote, social::QuoteState::revoked, quote->authorization);
}

Result<void> remove_self(Received const& received) {
    return received.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const account, social::find_account(tx, received.actor.account()));
        if (!account || account->local()) return {};
        return social::remove_account(tx, account->id);
    });
}

}  // namespace

Result<void> receive_delete(Received const& received) {
    auto const id = received.object_id();
    if (!id) return {};
    auto const& actor = received.actor;
    if (*id == actor.id()) return remove_self(received);
    if (!id->same_origin(actor.id())) return fail(Errc::forbidden, "", "not the actor's");
    return received.finish([&](db::Tx& tx) -> Result<void> {
        TRY(auto const status,
            social::find_status_by_address(tx, social::Network::activitypub, id->str()));
        if (status) TRY_OK(remove_post(tx, actor, *status));
        TRY_OK(remember_deleted(tx, actor.account(), id->str()));
        return status ? Result<void>{} : revoke_stamp(tx, actor, *id);
    });
}

}  // namespace skein::activitypub
