// The rows of `activitypub_actors`, for those who store them; who reads them is in
// remote_actors.h.
#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::social {
struct AccountRemoved;
}

namespace skein::activitypub {

struct Actor;

/// Stores or replaces; `suspended`: its own server says so.
Result<void> put_actor(db::Tx& tx, Actor const& actor, bool suspended);
/// Did its own server say so when it was last asked?
Result<bool> was_suspended_there(db::Tx& tx, AccountId account);

/// The row of an account of another server goes with it.
Result<void> remove_actor(db::Tx& tx, social::AccountRemoved const& event);

}  // namespace skein::activitypub
