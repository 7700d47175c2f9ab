// The two commands and the proofs that `skein check` asks for.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "core/commands.h"
#include "core/server.h"

namespace skein::backup {

/// `backup FILE --passphrase-stdin`: consistent while the server goes on.
Result<void> back_up(Server& server, CommandCall& call);

/// `restore FILE --passphrase-stdin`: into a data directory without a server in it; nothing is left
/// behind when it fails.
Result<void> restore(Server& server, CommandCall& call);

/// Every local file that the database names is there and whole; else what is wrong.
std::optional<std::string> inspect_files(Server& server);
/// The secret key is the one that this database's e-mail addresses were encrypted with; else what
/// is wrong.
std::optional<std::string> inspect_key(Server& server);

}  // namespace skein::backup
