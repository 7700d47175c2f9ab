// Circles: a named set of accounts a post can be for (lists, membership tiers). Plugged in by
// features; asked when a post is published, its members become the post's addressees.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::social {

struct CircleKind {
    std::string name;  ///< "list", "tier".
    std::function<Result<std::vector<AccountId>>(db::Tx&, AccountId owner, std::int64_t circle)>
        members;
};

/// The kinds of circles of one server. A part of the board.
struct Circles {
    std::vector<CircleKind> kinds;
};

}  // namespace skein::social
