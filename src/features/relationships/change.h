// One change between the asking account and another, and its answer.
#pragma once

#include <functional>

#include "core/server.h"
#include "platform/db/tx.h"

namespace skein::relationships {

/// Runs the change between the viewer and the account named by the path in one transaction, and
/// answers their Relationship. Errc::not_found when there is no such account.
Result<Reply> change_relation(Call& call,
                              std::function<Result<void>(db::Tx&, AccountId target)> const& change);

}  // namespace skein::relationships
