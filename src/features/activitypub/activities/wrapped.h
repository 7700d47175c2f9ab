// What a group passes on: FEP-1b12, Announce of an activity. It is never a boost of an activity.
#pragma once

#include "features/activitypub/received.h"

namespace skein::activitypub {

/// Is this an activity, rather than something to look at?
bool is_wrapped(json::Value object);

/// Applies what the group's own server may say; fetches what another one must say itself.
Result<void> receive_wrapped(Received const& received, json::Value inner);

}  // namespace skein::activitypub
