#include "features/activitypub/stamps.h"

#include "features/activitypub/addresses.h"
#include "features/activitypub/vocab/properties.h"
#include "social/quotes.h"

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

Result<bool> is_own_stamp(Server& server, db::Tx& tx, std::string_view stamp,
                          std::string_view quoting, StatusId quoted) {
    TRY(auto const status, find_known_status(server, tx, quoting));
    if (!status) return false;
    TRY(auto const quote, social::find_quote(tx, *status));
    return quote && quote->quoted_id == quoted && quote->state == social::QuoteState::accepted &&
           stamp == stamp_address(server, quote->quoted_account_id, *status);
}

}  // namespace skein::activitypub
