// Dates as the fediverse writes them: RFC 3339, and what comes near it (`+0000`, a dozen fraction
// digits, a comma before them, no zone).
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace skein::activitypub {

/// Nothing for what is no moment between the years 1 and 9999. Without a zone it is UTC.
std::optional<Time> parse_date(std::string_view text);

}  // namespace skein::activitypub
