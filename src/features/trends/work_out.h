// Working out which tags and posts are talked about.
#pragma once

#include "base/result.h"

namespace skein {
class Server;
}

namespace skein::trends {

/// A tag's weight of the last day, more for one that is talked about more than it was last week.
Result<void> refresh_tags(Server& server);
/// Public posts that are no answers, hide nothing and whose authors want to be found, by who likes
/// or boosts them; half as much after twelve hours, and one of each author.
Result<void> refresh_statuses(Server& server);
/// Both; a schedule.
Result<void> refresh(Server& server);

}  // namespace skein::trends
