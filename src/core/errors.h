// The one table that says what a kind of failure means: to a client, to a job, and to the log.
#pragma once

#include "base/log.h"
#include "base/result.h"

namespace skein {

struct ErrorKind {
    int status;        ///< HTTP.
    bool again;        ///< A job that failed so is tried again later; else never.
    log::Level level;  ///< What the line in the log weighs.
};

ErrorKind const& kind_of(Errc code);

}  // namespace skein
