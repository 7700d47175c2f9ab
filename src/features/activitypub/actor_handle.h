// Under which handle an actor of another server is known here.
#pragma once

#include "base/url.h"
#include "features/activitypub/fetch.h"
#include "features/activitypub/vocab/actor.h"

namespace skein::activitypub {

/// The actor's canonical handle, proved: the host of the handle says itself that this actor is
/// behind it (federation.md section 1). Errc::unprocessable when no host does;
/// Errc::forbidden when it would be a handle of this server or of a refused domain; otherwise as
/// `ask_webfinger`.
Result<Handle> verify_handle(Server& server, ActorDocument const& actor, FetchBudget& budget);

}  // namespace skein::activitypub
