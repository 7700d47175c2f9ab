// Feed sources: order or choose candidates for a timeline. Plugged in by `feeds`; home is
// chronological until its owner says otherwise.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "core/paging.h"
#include "platform/db/tx.h"

namespace skein::social {

/// Answers one page of a feed for a viewer, as ids, newest first by its own order.
using FeedSource =
    std::function<Result<std::vector<StatusId>>(db::Tx&, AccountId viewer, Page const&)>;

/// The feeds of one server by name. A part of the board.
struct FeedSources {
    std::map<std::string, FeedSource, std::less<>> all;
};

}  // namespace skein::social
