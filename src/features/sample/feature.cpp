#include "features/sample/feature.h"

#include "features/sample/fill.h"

namespace skein::sample {

void install(Server& server) {
    server.command({"sample",
                    "Fill a new server with made-up people and posts.",
                    {},
                    {{"accounts", "How many people.", true, true},
                     {"follows", "How many each follows on average.", true, false, "20"},
                     {"statuses", "How many posts in all.", true, true},
                     {"remote-share", "The part of the people who live on other servers, 0 to 1.",
                      true, false, "0.8"}},
                    false,
                    run});
}

}  // namespace skein::sample
