// The generated reference: routes, settings, events, jobs, commands and the schema, as Markdown,
// from what the program registered. CI fails when the files in docs/reference/ are stale.
#pragma once

#include <string>

#include "core/server.h"

namespace skein {

/// Errc::unavailable when the directory cannot be written.
Result<void> write_reference(Server& server, std::string const& directory);

}  // namespace skein
