// The one-time link of the first set-up.
#pragma once

#include <optional>
#include <string>

#include "core/server.h"

namespace skein::sign_in {

/// While there is neither an owner nor an admin: a new link, and the end of earlier ones.
Result<std::optional<std::string>> make_set_up_link(Server& server);

/// Prints it on standard output, at the start of the server.
Result<void> print_set_up_link(Server& server);

}  // namespace skein::sign_in
