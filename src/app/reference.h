// The generated reference: routes, settings, events, jobs, schema and the table of the whole
// Mastodon API, as Markdown, from what the program registered. CI fails when the files in
// docs/reference/ are stale.
#pragma once

#include <string>

#include "core/server.h"

namespace skein {

Result<void> write_reference(Server& server, std::string const& directory);

}  // namespace skein
