#include "platform/imaging/geometry.h"

#include <gtest/gtest.h>

namespace skein::imaging {
namespace {

TEST(Geometry, an_area_limit_keeps_the_proportions) {
    Task const small = {.area_max = 230'400};
    EXPECT_EQ(plan({1920, 1080}, small, {}).kept, (Size{640, 360}));
    EXPECT_EQ(plan({1080, 1920}, small, {}).kept, (Size{360, 640}));
    EXPECT_EQ(plan({4000, 4000}, small, {}).kept, (Size{480, 480}));
    EXPECT_EQ(plan({640, 360}, small, {}).kept, (Size{640, 360}));
}

TEST(Geometry, nothing_is_enlarged_and_nothing_vanishes) {
    EXPECT_EQ(plan({10, 10}, {.width_max = 400, .height_max = 400}, {}).kept, (Size{10, 10}));
    EXPECT_EQ(plan({65535, 1}, {.area_max = 100}, {}).kept, (Size{2560, 1}));
    EXPECT_EQ(plan({65535, 1}, {.width_max = 100}, {}).kept, (Size{100, 1}));
    EXPECT_EQ(fit_side({1, 50'000}, 32), (Size{1, 32}));
    EXPECT_EQ(fit_side({5, 7}, 32), (Size{5, 7}));
}

TEST(Geometry, cropping_fills_the_window_around_the_focus) {
    Task const avatar = {.width_max = 400, .height_max = 400, .crop = true};
    auto const middle = plan({1600, 800}, avatar, {});
    EXPECT_EQ(middle.scaled, (Size{800, 400}));
    EXPECT_EQ(middle.kept, (Size{400, 400}));
    EXPECT_EQ(middle.left, 200u);
    EXPECT_EQ(middle.top, 0u);
    EXPECT_EQ(plan({1600, 800}, avatar, {-1, 0}).left, 0u);
    EXPECT_EQ(plan({1600, 800}, avatar, {1, 0}).left, 400u);
    EXPECT_EQ(plan({800, 1600}, avatar, {0, 1}).top, 0u);
    EXPECT_EQ(plan({800, 1600}, avatar, {0, -1}).top, 400u);
}

TEST(Geometry, a_window_larger_than_the_picture_shrinks_in_proportion) {
    Task const header = {.width_max = 1500, .height_max = 500, .crop = true};
    auto const small = plan({300, 300}, header, {});
    EXPECT_EQ(small.scaled, (Size{300, 300}));
    EXPECT_EQ(small.kept, (Size{300, 100}));
    EXPECT_EQ(small.top, 100u);
}

TEST(Geometry, the_window_always_lies_inside_whatever_the_numbers) {
    for (unsigned width : {1u, 2u, 3u, 399u, 400u, 401u, 7680u, 65535u}) {
        for (unsigned height : {1u, 2u, 5u, 400u, 4320u}) {
            for (double focus : {-1.0, -0.37, 0.0, 0.99, 1.0}) {
                for (Task const& task :
                     {Task{.width_max = 400, .height_max = 400, .crop = true},
                      Task{.width_max = 1500, .height_max = 500, .crop = true},
                      Task{.area_max = 230'400}, Task{.width_max = 256, .height_max = 256}}) {
                    auto const made = plan({width, height}, task, {focus, focus});
                    EXPECT_GE(made.kept.width, 1u);
                    EXPECT_GE(made.kept.height, 1u);
                    EXPECT_LE(made.scaled.width, width);
                    EXPECT_LE(made.scaled.height, height);
                    EXPECT_LE(made.left + made.kept.width, made.scaled.width);
                    EXPECT_LE(made.top + made.kept.height, made.scaled.height);
                }
            }
        }
    }
}

}  // namespace
}  // namespace skein::imaging
