// Ids of objects that an actor has deleted: what is deleted before it arrives must not appear late.
// Kept for each actor, so that nobody's Delete hides what somebody else will write.
#pragma once

#include <string_view>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::activitypub {

Result<void> remember_deleted(db::Tx& tx, AccountId actor, std::string_view object);
Result<bool> was_deleted(db::Tx& tx, AccountId actor, std::string_view object);

/// Forgets them after two days. Part of the upkeep.
Result<void> sweep_deleted_objects(Server& server);

}  // namespace skein::activitypub
