// Policies: allow, limit or reject a post, a follow or an account, before it is stored. Plugged in
// by features (moderation, rules); asked by `social` in the transaction that would store it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "platform/db/tx.h"
#include "social/statuses.h"

namespace skein::social {

enum class Ruling { allow, limit, reject };

struct PolicyAnswer {
    Ruling ruling = Ruling::allow;
    std::string reason;  ///< Shown to the author when rejected.
};

/// Asked with a batch, never with one item: an answer for each draft, in order.
using StatusPolicy =
    std::function<Result<std::vector<PolicyAnswer>>(db::Tx&, std::span<StatusDraft const>)>;

/// The policies of one server. A part of the board.
struct Policies {
    std::vector<StatusPolicy> statuses;
};

/// The strictest answer of all policies for each draft.
Result<std::vector<PolicyAnswer>> judge(db::Tx& tx, std::span<StatusDraft const> drafts);

}  // namespace skein::social
