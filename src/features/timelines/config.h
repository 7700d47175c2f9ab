// Settings of the timelines.
#pragma once

#include <chrono>
#include <cstdint>

#include "core/config.h"

namespace skein::timelines {

struct TimelinesConfig {
    std::int64_t fan_out_max = 2000;
    std::int64_t gather_milliseconds = 250;
    Duration idle_after = std::chrono::days(14);

    void declare(Settings& s) {
        s.number("timelines.fan_out_max", fan_out_max, {1, 1'000'000},
                 "Local readers up to whom a post is copied into every home; homes ask for the "
                 "posts of authors with more.");
        s.number("timelines.gather_milliseconds", gather_milliseconds, {0, 10'000},
                 "New posts are gathered for so long before they go to their readers' homes "
                 "together, which costs less than one by one.");
        s.duration("timelines.idle_after", idle_after,
                   "Homes that were not read for so long are emptied, and rebuilt on return.");
    }
};

}  // namespace skein::timelines
