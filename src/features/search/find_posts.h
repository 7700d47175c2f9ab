// Posts for a text somebody typed.
//
// Found are public posts of those who let them be found, and one's library: what one wrote, is
// mentioned in, favourited, bookmarked, boosted or voted on. All of it through the rule of
// social/audience.h, without those one mutes or blocks. Newest first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "core/server.h"
#include "platform/db/tx.h"

namespace skein::search {

struct PostSearch {
    std::string text;
    std::optional<AccountId> by;
    std::optional<StatusId> newer_than, older_than;
    std::int64_t limit = 20, offset = 0;
};

/// Nothing for nobody. Errc::unprocessable: an operator with a value it does not know.
Result<std::vector<StatusId>> find_posts(Server& server, db::Tx& tx, AccountId viewer,
                                         PostSearch const& wanted);

}  // namespace skein::search
