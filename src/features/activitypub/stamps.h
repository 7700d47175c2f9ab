// Stamps: documents on the quoted author's own server that say who may quote what (FEP-044f).
#pragma once

#include "features/activitypub/fetch.h"

namespace skein::activitypub {

struct StampClaim {
    Iri stamp;
    Iri quoting;        ///< The post that quotes.
    Iri quoted;         ///< What it quotes.
    Iri quoted_author;  ///< Whose consent it is.
};

/// Is the consent genuine? Fetches the stamp from its own id and makes the five checks: it is of
/// the quoted author's origin, a QuoteAuthorization, attributed to that author, for this post,
/// about that one. False for whatever it says otherwise; Errc::remote, timeout and unavailable when
/// it cannot be asked just now.
Result<bool> verify_stamp(Server& server, StampClaim const& claim, FetchBudget& budget);

/// Is it the stamp of ours with which the author of `quoted` let another server's post quote it,
/// and does that still hold? `quoting` is the post's id.
Result<bool> is_own_stamp(Server& server, db::Tx& tx, std::string_view stamp,
                          std::string_view quoting, StatusId quoted);

}  // namespace skein::activitypub
