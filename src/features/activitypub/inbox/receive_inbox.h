// The inbox: what other servers deliver (federation.md section 4, security.md sections 1, 2, 5).
// Cheap refusals come first, then the signature, verified in place where the key is known; then one
// job is stored and the answer is 202. Nothing else happens while the sender waits.
#pragma once

#include "core/endpoint.h"

namespace skein::activitypub {

Result<Reply> receive_shared(Call& call);
/// `/ap/users/{id}/inbox`.
Result<Reply> receive_personal(Call& call);

/// Routes, jobs, schedules and figures of all that comes in.
void install_inbox(Server& server);

}  // namespace skein::activitypub
