// How large a picture becomes. Pure functions.
#pragma once

#include <cstdint>

#include "platform/imaging/job.h"

namespace skein::imaging {

struct Size {
    unsigned width = 0;
    unsigned height = 0;

    bool operator==(Size const&) const = default;
    std::uint64_t area() const { return std::uint64_t{width} * height; }
};

struct Plan {
    Size scaled;  ///< The whole picture, before anything is cut off.
    Size kept;    ///< What is left of it; the same without cropping.
    unsigned left = 0;
    unsigned top = 0;
};

/// What a task makes of an upright picture. Never larger than it; never empty.
Plan plan(Size picture, Task const& task, Focus const& focus);

/// Scaled down until neither side is longer than `side_max`.
Size fit_side(Size picture, unsigned side_max);

}  // namespace skein::imaging
