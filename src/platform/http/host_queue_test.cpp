#include "platform/http/host_queue.h"

#include <gtest/gtest.h>

namespace skein::http {
namespace {

TEST(HostQueue, hosts_take_turns) {
    HostQueue<int> queue({.active_max = 10, .per_host_max = 2});
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(queue.push("slow", 100 + i));
    EXPECT_TRUE(queue.push("quick", 1));
    EXPECT_EQ(queue.take(), 100);
    EXPECT_EQ(queue.take(), 1);
    EXPECT_EQ(queue.take(), 101);
    EXPECT_EQ(queue.take(), std::nullopt);  // Both places of `slow` are taken.
    queue.done("slow");
    EXPECT_EQ(queue.take(), 102);
    EXPECT_EQ(queue.take(), std::nullopt);
}

TEST(HostQueue, no_more_than_the_limit_is_active) {
    HostQueue<int> queue({.active_max = 2, .per_host_max = 2});
    for (auto const* host : {"a", "b", "c"}) EXPECT_TRUE(queue.push(host, 1));
    EXPECT_TRUE(queue.take() && queue.take());
    EXPECT_EQ(queue.take(), std::nullopt);
    EXPECT_EQ(queue.active(), 2U);
    queue.done("a");
    EXPECT_TRUE(queue.take());
}

TEST(HostQueue, a_full_queue_takes_nothing) {
    HostQueue<int> queue({.waiting_max = 3, .waiting_per_host_max = 2});
    EXPECT_TRUE(queue.push("a", 1));
    EXPECT_TRUE(queue.push("a", 2));
    EXPECT_FALSE(queue.push("a", 3));
    EXPECT_TRUE(queue.push("b", 1));
    EXPECT_FALSE(queue.push("c", 1));
    EXPECT_EQ(queue.waiting(), 3U);
    EXPECT_EQ(queue.hosts(), 2U);
}

TEST(HostQueue, hosts_are_forgotten_when_nothing_of_theirs_is_left) {
    HostQueue<int> queue({});
    for (int i = 0; i < 1000; ++i) {
        auto const host = std::to_string(i);
        EXPECT_TRUE(queue.push(host, int{i}));
        EXPECT_EQ(queue.take(), i);
        queue.done(host);
    }
    EXPECT_EQ(queue.hosts(), 0U);
}

TEST(HostQueue, what_waits_can_be_taken_out) {
    HostQueue<int> queue({.active_max = 10, .per_host_max = 1});
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(queue.push("a", int{i}));
    EXPECT_TRUE(queue.push("b", 7));
    EXPECT_EQ(queue.take(), 0);
    auto const odd = queue.remove_waiting_if([](int i) { return i % 2 == 1; });
    EXPECT_EQ(odd.size(), 3U);
    EXPECT_EQ(queue.hosts(), 1U);
    EXPECT_EQ(queue.take(), std::nullopt);  // The turn of `b` went with what it waited for.
    queue.done("a");
    EXPECT_EQ(queue.take(), 2);
    queue.done("a");
    EXPECT_EQ(queue.waiting() + queue.active() + queue.hosts(), 0U);
}

}  // namespace
}  // namespace skein::http
