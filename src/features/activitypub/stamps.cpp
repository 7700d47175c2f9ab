#include "features/activitypub/stamps.h"

#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

bool can_be_asked_later(Errc code) {
    return code == Errc::remote || code == Errc::timeout || code == Errc::unavailable;
}

}  // namespace

Result<bool> verify_stamp(Server& server, StampClaim const& claim, FetchBudget& budget) {
    if (!claim.stamp.same_origin(claim.quoted_author)) return false;
    auto const fetched = fetch_document(server, claim.stamp, budget);
    if (!fetched) {
        if (can_be_asked_later(fetched.error().code)) return fail(fetched.error());
        return false;
    }
    auto const stamp = fetched->document.root();
    return fetched->id == claim.stamp && has_type(stamp, "QuoteAuthorization") &&
           id_of(stamp, "attributedTo") == claim.quoted_author &&
           id_of(stamp, "interactingObject") == claim.quoting &&
           id_of(stamp, "interactionTarget") == claim.quoted;
}

}  // namespace skein::activitypub
