// Who may see a post: the one place that decides it, as SQL and as a function, tested against each
// other over generated graphs. A query that shows posts without it is a bug.
//
// A viewer (zero: nobody) may see a post when its author is not suspended, neither has blocked the
// other, and
// - it is public or unlisted, or
// - the viewer wrote it, or
// - the viewer is mentioned in it or is one of its addressees, or
// - it is private and the viewer's follow of the author has been accepted.
// A boost may be seen when both it and what it boosts may be seen.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/statuses.h"

namespace skein::social {

/// The rule as a condition on a row of `statuses` named `s`, with the viewer as parameter $1. To be
/// pasted into statements: `db::Query<…> q{"…", "SELECT … FROM statuses s WHERE … AND "
/// SKEIN_VISIBLE_TO_1};`
#define SKEIN_VISIBLE_TO_1                                                                    \
    "(NOT EXISTS (SELECT 1 FROM accounts va WHERE va.id = s.account_id AND va.state = 2)"     \
    " AND NOT EXISTS (SELECT 1 FROM blocks vb WHERE (vb.account_id = s.account_id AND "       \
    "vb.target_id = $1)"                                                                      \
    " OR (vb.account_id = $1 AND vb.target_id = s.account_id))"                               \
    " AND (s.visibility IN (0, 1) OR s.account_id = $1"                                       \
    " OR EXISTS (SELECT 1 FROM mentions vm WHERE vm.status_id = s.id AND vm.account_id = $1)" \
    " OR (s.visibility = 2 AND EXISTS (SELECT 1 FROM follows vf"                              \
    " WHERE vf.account_id = $1 AND vf.target_id = s.account_id))))"

/// Which of these posts the viewer may see, in the order given. One batch, never a query per post.
/// Boosts are judged with what they boost.
Result<std::vector<StatusId>> keep_visible(db::Tx& tx, AccountId viewer,
                                           std::span<StatusId const> ids);

/// The same for one.
Result<bool> may_see(db::Tx& tx, AccountId viewer, Status const& status);

/// The facts the rule looks at, for the pure function below.
struct AudienceFacts {
    bool author_suspended = false;
    bool blocked_either_way = false;
    bool is_author = false;
    bool is_addressed = false;    ///< Mentioned or silently addressed.
    bool follows_author = false;  ///< An accepted follow; a request is none.
};
/// The rule as a function.
bool audience_includes(Visibility visibility, AudienceFacts const& facts);

}  // namespace skein::social
