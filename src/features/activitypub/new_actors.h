// How many accounts unknown so far one host may make this server store: a host can invent them
// without end, and each costs rows here and questions to it.
#pragma once

#include <string_view>

#include "core/server.h"

namespace skein::activitypub {

/// Errc::unavailable when the host has had its share of this minute. Hosts below one registrable
/// name share it.
Result<void> admit_new_actor(Server& server, std::string_view host);

void install_new_actors(Server& server);

}  // namespace skein::activitypub
