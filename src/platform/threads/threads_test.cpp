#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "platform/threads/lane.h"
#include "platform/threads/scheduler.h"
#include "platform/threads/timers.h"

namespace skein::threads {
namespace {

class Threads : public ::testing::Test {
  protected:
    SystemClock clock;
    std::unique_ptr<Scheduler> scheduler = make_real_scheduler(clock);
};

TEST_F(Threads, a_lane_runs_everything_that_was_queued_before_it_stops) {
    std::atomic<int> done = 0;
    Lane lane(*scheduler, {"test", 4, 1000, 0});
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(lane.post([&] { ++done; }));
    lane.stop();
    EXPECT_EQ(done, 500);
    EXPECT_FALSE(lane.post([] {}));
}

TEST_F(Threads, a_full_lane_refuses_and_leaves_the_work_with_its_owner) {
    std::promise<void> started, release;
    auto gate = release.get_future().share();
    Lane lane(*scheduler, {"test", 1, 1, 0});
    ASSERT_TRUE(lane.post([&] {
        started.set_value();
        gate.wait();
    }));
    started.get_future().wait();
    ASSERT_TRUE(lane.post([] {}));
    bool ran = false;
    Lane::Work work = [&] { ran = true; };
    EXPECT_FALSE(lane.post(std::move(work)));
    release.set_value();
    ASSERT_TRUE(work != nullptr);
    work();
    EXPECT_TRUE(ran);
}

TEST_F(Threads, work_posted_for_later_runs_with_the_wake) {
    std::atomic<int> done = 0;
    Lane lane(*scheduler, {"test", 1, 10, 0});
    // The lane's thread is made for the first work, and then waits.
    ASSERT_TRUE(lane.post([&] { ++done; }));
    while (done == 0 || lane.running() > 0) std::this_thread::yield();
    std::promise<void> ran;
    ASSERT_TRUE(lane.post([&] { ran.set_value(); }, Wake::later));
    lane.wake();
    ran.get_future().wait();
}

class ShortWork : public Threads {
  protected:
    ShortWork() : lane(*scheduler, {"test", 2, 100'000, 0, 4}) {}

    /// Makes the lane believe that its work is short.
    void run_short_pieces() {
        for (int i = 0; i < 2000; ++i) ASSERT_TRUE(lane.post([&] { ++done; }));
        while (done < 2000 || lane.running() > 0) std::this_thread::yield();
    }

    std::atomic<int> done = 0;
    Lane lane;
};

TEST_F(ShortWork, all_of_it_runs_however_it_was_posted) {
    std::vector<std::thread> posters;
    for (int p = 0; p < 3; ++p)
        posters.emplace_back([&, p] {
            for (int i = 0; i < 5000; ++i) {
                EXPECT_TRUE(lane.post([&] { ++done; }, p == 0 ? Wake::now : Wake::later));
                if (i % 7 == 0) lane.wake();
            }
            lane.wake();
        });
    for (auto& poster : posters) poster.join();
    while (done < 15'000) std::this_thread::yield();
    EXPECT_EQ(lane.queued(), 0u);
}

TEST_F(ShortWork, what_turns_out_long_holds_up_nobody) {
    run_short_pieces();
    std::promise<void> begun, other;
    ASSERT_TRUE(lane.post([&] {
        auto const start = clock.now();
        while (clock.now() - start < std::chrono::milliseconds(1)) std::this_thread::yield();
        begun.set_value();
        other.get_future().wait();
    }));
    begun.get_future().wait();
    ASSERT_TRUE(lane.post([&] { other.set_value(); }));
    lane.stop();
}

TEST_F(ShortWork, many_pieces_are_worth_a_second_thread) {
    run_short_pieces();
    std::promise<void> other;
    ASSERT_TRUE(lane.post([&] { other.get_future().wait(); }));
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(lane.post([&] { ++done; }));
    ASSERT_TRUE(lane.post([&] { other.set_value(); }));
    lane.stop();
    EXPECT_EQ(done, 2004);
}

TEST_F(Threads, work_that_throws_does_not_end_the_lane) {
    std::atomic<int> done = 0;
    Lane lane(*scheduler, {"test", 1, 10, 0});
    lane.post([] { throw std::runtime_error("a bug"); });
    lane.post([&] { ++done; });
    lane.stop();
    EXPECT_EQ(done, 1);
}

TEST_F(Threads, timers_run_in_the_order_of_their_deadlines_and_can_be_cancelled) {
    Timers timers(*scheduler);
    std::promise<void> finished;
    std::string order;
    auto const now = clock.now();
    timers.at(now + std::chrono::milliseconds(30), [&] {
        order += 'b';
        finished.set_value();
    });
    timers.at(now + std::chrono::milliseconds(5), [&] { order += 'a'; });
    auto const cancelled = timers.at(now + std::chrono::milliseconds(10), [&] { order += 'x'; });
    EXPECT_TRUE(timers.cancel(cancelled));
    EXPECT_FALSE(timers.cancel(cancelled));
    finished.get_future().wait();
    EXPECT_EQ(order, "ab");
}

TEST_F(Threads, a_repeated_timer_runs_until_it_is_cancelled_even_by_itself) {
    Timers timers(*scheduler);
    std::promise<void> finished;
    std::atomic<int> runs = 0;
    std::atomic<Timers::Handle> self = 0;
    self = timers.every(std::chrono::milliseconds(1), [&] {
        if (self == 0 || ++runs < 3) return;
        EXPECT_FALSE(timers.cancel(self));
        finished.set_value();  // Throws when it runs once more.
    });
    finished.get_future().wait();
    std::promise<void> later;
    timers.at(clock.now() + std::chrono::milliseconds(10), [&] { later.set_value(); });
    later.get_future().wait();
    EXPECT_EQ(runs, 3);
}

TEST_F(Threads, what_a_cancelled_timer_holds_may_use_the_timers_as_it_goes) {
    Timers timers(*scheduler);
    auto const far = clock.now() + std::chrono::hours(1);
    std::shared_ptr<int> holder(new int(0), [&](int* number) {
        delete number;
        timers.at(far, [] {});
    });
    auto const handle = timers.at(far, [held = holder] { (void)held; });
    std::weak_ptr<int> const watched = holder;
    holder.reset();
    EXPECT_TRUE(timers.cancel(handle));
    EXPECT_TRUE(watched.expired());
}

TEST_F(Threads, a_signal_wakes_at_its_deadline) {
    std::mutex mutex;
    Signal signal(*scheduler);
    std::unique_lock lock(mutex);
    EXPECT_FALSE(
        signal.wait_until(lock, clock.now() + std::chrono::milliseconds(2), [] { return false; }));
}

}  // namespace
}  // namespace skein::threads
