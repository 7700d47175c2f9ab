// View decorators: a feature adds a field to posts. *Shared* ones become part of the cached
// fragment (and the feature bumps the version when they change: `bump_status_version`); *personal*
// ones are filled per request. Both take a batch, so that nobody can write a query per post.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::social {

struct Decorator {
    std::string field;      ///< `card`, `skein_note`.
    std::string fallback;   ///< The JSON shown when the decorator has nothing for a post: "null",
                            ///< "[]"; of a shared one also "": then the field is left out.
    bool personal = false;  ///< Personal ones are left out without a viewer.
    /// JSON for each post, in order; "" means the fallback. Of a shared one it may have holes.
    std::function<Result<std::vector<std::string>>(db::Tx&, AccountId viewer,
                                                   std::span<StatusId const>)>
        render;
    /// Which of these viewers may be shown anything but what all others are in these posts (one and
    /// what it quotes): of a personal one, the fallback; of a shared one, what its holes say to
    /// nobody in particular (account_holes.h). Where one post goes to many viewers (faces.h), the
    /// others share a text; without this, of a personal one nobody does.
    std::function<Result<std::vector<AccountId>>(db::Tx&, std::span<StatusId const> shown,
                                                 std::span<AccountId const> viewers)>
        concerned = {};
};

/// The decorators of one server. A part of the board.
struct Decorators {
    std::vector<Decorator> statuses;
};

/// Makes every cached text of these posts stale, everywhere: part of the transaction that changes
/// what they show.
Result<void> bump_status_versions(db::Tx& tx, std::span<StatusId const> statuses);

}  // namespace skein::social
