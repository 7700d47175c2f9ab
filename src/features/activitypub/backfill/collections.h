// Collections of other servers, read page by page within limits.
#pragma once

#include <functional>

#include "features/activitypub/fetch.h"

namespace skein::activitypub {

struct CollectionLimits {
    int pages = 10;
    int items = 500;
};

/// Calls `visit(page, item)` for each item, in order, until it answers false, the limits are
/// reached or the budget is spent. Pages must be of the collection's own origin, and none is read
/// twice. True when it was read to its end, so that what was not met is not in it. Fails only when
/// the collection itself cannot be had.
Result<bool> read_collection(
    Server& server, Iri const& id, FetchBudget& budget, CollectionLimits const& limits,
    std::function<Result<bool>(Fetched const& page, json::Value item)> const& visit);

}  // namespace skein::activitypub
