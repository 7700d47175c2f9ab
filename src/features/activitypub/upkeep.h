// What is let go: posts of other servers that nobody here has touched, and the memory of deletions.
#pragma once

#include <cstdint>

#include "core/config.h"

namespace skein {
class Server;
}

namespace skein::activitypub {

struct RetentionConfig {
    std::int64_t keep_untouched_days = 180;

    void declare(Settings& s) {
        s.number("federation.keep_untouched_days", keep_untouched_days, {0, 36'500},
                 "Other servers' posts that nobody here has followed, answered, marked or been "
                 "named in are let go after so many days; 0 keeps them for good.");
    }
};

void install_upkeep(Server& server);

}  // namespace skein::activitypub
