// How the owner writes the server's own words: `skein instance …`. They read standard input and
// replace what was there; nothing given takes it away.
#pragma once

#include "base/result.h"
#include "core/commands.h"
#include "core/server.h"

namespace skein::instance {

/// `instance rules`: one rule a line, `rule | hint`. Rules whose text stays keep their id.
Result<void> write_rules(Server& server, CommandCall& call);

/// `instance text NAME`: the title, the description, or one of the longer texts.
Result<void> write_text(Server& server, CommandCall& call);

}  // namespace skein::instance
