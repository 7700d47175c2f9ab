#include "platform/imaging/geometry.h"

#include <algorithm>
#include <cmath>

namespace skein::imaging {

namespace {

unsigned rounded(double side, unsigned most) {
    return std::clamp(static_cast<unsigned>(std::lround(side)), 1u, most);
}

Size scaled_by(Size picture, double scale) {
    if (scale >= 1) return picture;
    return {rounded(picture.width * scale, picture.width),
            rounded(picture.height * scale, picture.height)};
}

/// Where a window of `kept` begins on a side of `whole`, centred on `share` (0 … 1) as far as it
/// fits.
unsigned window_start(unsigned whole, unsigned kept, double share) {
    double const start = share * whole - kept / 2.0;
    return static_cast<unsigned>(std::lround(std::clamp(start, 0.0, double(whole - kept))));
}

Plan cropped(Size picture, Task const& task, Focus const& focus) {
    // A picture smaller than the window keeps its size: the window shrinks to its own proportions.
    double const shrink = std::min(
        {1.0, double(picture.width) / task.width_max, double(picture.height) / task.height_max});
    Size const window = {rounded(task.width_max * shrink, picture.width),
                         rounded(task.height_max * shrink, picture.height)};
    Plan plan;
    plan.scaled = scaled_by(picture, std::max(double(window.width) / picture.width,
                                              double(window.height) / picture.height));
    plan.kept = {std::min(window.width, plan.scaled.width),
                 std::min(window.height, plan.scaled.height)};
    plan.left = window_start(plan.scaled.width, plan.kept.width, (focus.x + 1) / 2);
    plan.top = window_start(plan.scaled.height, plan.kept.height, (1 - focus.y) / 2);
    return plan;
}

}  // namespace

Plan plan(Size picture, Task const& task, Focus const& focus) {
    if (task.crop && task.width_max > 0 && task.height_max > 0) {
        return cropped(picture, task, focus);
    }
    double scale = 1;
    if (task.width_max > 0) scale = std::min(scale, double(task.width_max) / picture.width);
    if (task.height_max > 0) scale = std::min(scale, double(task.height_max) / picture.height);
    if (task.area_max > 0) {
        scale = std::min(scale, std::sqrt(double(task.area_max) / double(picture.area())));
    }
    auto const size = scaled_by(picture, scale);
    return {size, size};
}

Size fit_side(Size picture, unsigned side_max) {
    auto const longest = std::max(picture.width, picture.height);
    return scaled_by(picture, double(side_max) / longest);
}

}  // namespace skein::imaging
