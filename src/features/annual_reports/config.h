// The settings of `annual_reports`.
#pragma once

#include <cstdint>

#include "core/config.h"

namespace skein::annual_reports {

struct AnnualReportsConfig {
    bool enabled = true;
    std::int64_t days = 22;

    void declare(Settings& s) {
        s.flag("annual_reports.enabled", enabled,
               "Whether people may have a report of their year made; those that are made stay.");
        s.number("annual_reports.days", days, {1, 366},
                 "For how many days, the last of them the 31st of December, the report of a year "
                 "may be asked for.");
    }
};

}  // namespace skein::annual_reports
