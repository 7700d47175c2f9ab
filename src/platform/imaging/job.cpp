#include "platform/imaging/job.h"

namespace skein::imaging {

namespace {

/// The picture as it is, and one that stands still.
std::vector<Task> moving_and_still(Task task) {
    auto still = task;
    still.name += "_static";
    still.still = true;
    return {std::move(task), std::move(still)};
}

}  // namespace

std::vector<Task> attachment_tasks() {
    return {{.name = "original", .area_max = 8'294'400},
            {.name = "small", .area_max = 230'400, .still = true}};
}

std::vector<Task> avatar_tasks() {
    return moving_and_still({.name = "avatar", .width_max = 400, .height_max = 400, .crop = true});
}

std::vector<Task> header_tasks() {
    return moving_and_still({.name = "header", .width_max = 1500, .height_max = 500, .crop = true});
}

std::vector<Task> emoji_tasks() {
    return moving_and_still({.name = "emoji", .width_max = 256, .height_max = 256});
}

}  // namespace skein::imaging
