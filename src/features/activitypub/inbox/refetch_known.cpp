// Asking the origin of a post what it is now, because somebody who may not say so himself says that
// it has changed or gone.

#include "core/server.h"
#include "features/activitypub/addresses.h"
#include "features/activitypub/deleted_objects.h"
#include "features/activitypub/inbox/receive_activity.h"
#include "features/activitypub/remote_statuses.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

Result<std::optional<social::Status>> find_theirs(Server& server, Iri const& object) {
    return server.db().read([&](db::Tx& tx) {
        return social::find_status_by_address(tx, social::Network::activitypub, object.str());
    });
}

Result<void> remove(Server& server, Iri const& object) {
    return server.db().write(
        [&](db::Tx& tx) -> Result<void> {
            TRY(auto const status,
                social::find_status_by_address(tx, social::Network::activitypub, object.str()));
            if (!status) return {};
            TRY_OK(remember_deleted(tx, status->account_id, object.str()));
            return social::remove_status(tx, *status, true);
        },
        db::Urgency::background);
}

}  // namespace

Result<void> refetch_known(Server& server, Iri const& object, FetchBudget& budget) {
    TRY(auto const known, find_theirs(server, object));
    if (!known) return {};
    auto const fetched = fetch_document(server, object, budget);
    if (!fetched) {
        // What not everybody may see is hidden from us in the same words.
        auto const code = fetched.error().code;
        auto const is_gone = code == Errc::gone || code == Errc::not_found;
        if (is_gone && social::counts_for_all(known->visibility)) return remove(server, object);
        return is_gone ? Result<void>{} : fail(fetched.error());
    }
    if (has_type(fetched->document.root(), "Tombstone")) return remove(server, object);
    TRY(auto const own, Authority::of_fetched(*fetched));
    TRY_OK(update_object(server, own, budget));
    return {};
}

}  // namespace skein::activitypub
