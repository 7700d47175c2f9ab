// One handler for each type of activity that means something here; `activities.cpp` names them. See
// received.h for what a handler is given and owes.
#pragma once

#include "features/activitypub/received.h"

namespace skein::activitypub {

Result<void> receive_create(Received const& received);
Result<void> receive_update(Received const& received);
Result<void> receive_delete(Received const& received);
Result<void> receive_announce(Received const& received);
Result<void> receive_like(Received const& received);
/// EmojiReact: several by one person.
Result<void> receive_reaction(Received const& received);
Result<void> receive_follow(Received const& received);
Result<void> receive_accept(Received const& received);
Result<void> receive_reject(Received const& received);
Result<void> receive_undo(Received const& received);
Result<void> receive_block(Received const& received);
Result<void> receive_flag(Received const& received);
Result<void> receive_move(Received const& received);
Result<void> receive_add(Received const& received);
Result<void> receive_remove(Received const& received);
Result<void> receive_quote_request(Received const& received);

}  // namespace skein::activitypub
