// When people may have a report of their year made: known to whoever makes them, and to the
// document that describes this server.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace skein::social {

/// A part of the board. Without whoever makes reports it is closed for good.
struct AnnualCampaign {
    std::int64_t days = 0;  ///< How many, the last of them the 31st of December.

    /// The year that may be reported on now.
    std::optional<std::int64_t> year_at(Time now) const {
        std::chrono::year_month_day const today(std::chrono::floor<std::chrono::days>(now));
        auto const next = std::chrono::sys_days((today.year() + std::chrono::years(1)) / 1 / 1);
        if (now < next - std::chrono::days(days)) return std::nullopt;
        return static_cast<int>(today.year());
    }
};

}  // namespace skein::social
