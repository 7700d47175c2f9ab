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

}  // namespace skein::activitypub
