// The passphrase of a backup.
#pragma once

#include <string>

#include "base/result.h"
#include "core/commands.h"

namespace skein::backup {

/// The first line of standard input; Errc::bad_request says how to give one, or that it is too
/// short.
Result<std::string> passphrase_of(CommandCall const& call);

}  // namespace skein::backup
