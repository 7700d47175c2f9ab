#include "testing/seeded_scheduler.h"

#include <gtest/gtest.h>

#include <atomic>

#include "platform/threads/lane.h"
#include "platform/threads/timers.h"

namespace skein::testing {
namespace {

constexpr Time start{std::chrono::seconds(1'800'000'000)};

/// Three lanes pass a number round until it is used up; answers who did what, and the scheduler's
/// own trace.
std::vector<std::string> pass_round(std::uint64_t seed) {
    ManualClock clock(start);
    SeededScheduler scheduler(clock, seed);
    std::vector<std::string> course;
    {
        threads::Lane lanes[] = {{scheduler, {"a", 2, 64, 0}}, {scheduler, {"b", 2, 64, 0}}};
        std::function<void(int)> work = [&](int left) {
            course.push_back(std::to_string(left));
            if (left == 0) return;
            scheduler.sleep_until(clock.now() + std::chrono::milliseconds(scheduler.below(5)));
            lanes[left % 2].post([&work, left] { work(left - 1); });
        };
        for (int i = 0; i < 4; ++i) lanes[0].post([&work] { work(6); });
        scheduler.sleep_until(start + std::chrono::seconds(1));
    }
    for (auto& step : scheduler.trace()) course.push_back(step);
    return course;
}

TEST(SeededScheduler, the_same_seed_gives_the_same_trace) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) EXPECT_EQ(pass_round(seed), pass_round(seed));
}

TEST(SeededScheduler, different_seeds_give_different_traces) {
    std::set<std::vector<std::string>> traces;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) traces.insert(pass_round(seed));
    EXPECT_GT(traces.size(), 10U);
}

TEST(SeededScheduler, time_stands_still_until_nobody_can_run_and_then_jumps) {
    ManualClock clock(start);
    SeededScheduler scheduler(clock, 1);
    threads::Timers timers(scheduler);
    Time rang{};
    timers.at(start + std::chrono::hours(3), [&] { rang = clock.now(); });
    scheduler.sleep_until(start + std::chrono::hours(5));
    EXPECT_EQ(rang, start + std::chrono::hours(3));
    EXPECT_EQ(clock.now(), start + std::chrono::hours(5));
    timers.stop();
}

TEST(SeededScheduler, one_thread_runs_at_a_time) {
    ManualClock clock(start);
    SeededScheduler scheduler(clock, 7);
    std::atomic<int> running = 0, most = 0;
    {
        threads::Lane lane(scheduler, {"many", 8, 256, 0});
        for (int i = 0; i < 100; ++i)
            lane.post([&] {
                most = std::max(most.load(), ++running);
                --running;
                scheduler.sleep_until(clock.now() + std::chrono::milliseconds(1));
            });
        scheduler.sleep_until(start + std::chrono::seconds(10));
    }
    EXPECT_EQ(most.load(), 1);
}

}  // namespace
}  // namespace skein::testing
