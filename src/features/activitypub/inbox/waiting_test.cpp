#include "features/activitypub/inbox/waiting.h"

#include <gtest/gtest.h>

namespace skein::activitypub {
namespace {

constexpr Time now{std::chrono::hours(1)};

Waiting::Guest guest(std::string_view host, bool is_urgent = false, std::int64_t bytes = 100) {
    return {host, bytes, is_urgent};
}

TEST(InboxWaiting, what_is_taken_in_counts_until_it_is_given_back) {
    Waiting waiting;
    auto const place = waiting.take(guest("a.example"), now);
    EXPECT_GT(place.ticket, 0);
    EXPECT_EQ(waiting.activities(), 1);
    EXPECT_EQ(waiting.bytes(), 100);
    waiting.give_back(place.ticket);
    waiting.give_back(place.ticket);
    waiting.give_back(12345);
    EXPECT_EQ(waiting.activities(), 0);
    EXPECT_EQ(waiting.bytes(), 0);
}

TEST(InboxWaiting, one_host_fills_its_share_and_leaves_room_for_others) {
    Waiting waiting;
    waiting.set_limits({.activities_max = 100, .bytes_max = 1 << 20, .of_a_host_max = 10});
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(waiting.take(guest("loud.example"), now).ticket);
    EXPECT_FALSE(waiting.take(guest("loud.example"), now).ticket);
    EXPECT_TRUE(waiting.take(guest("quiet.example"), now).ticket);
    EXPECT_EQ(waiting.activities(), 11);
}

TEST(InboxWaiting, what_ends_things_finds_room_when_nothing_else_does) {
    Waiting waiting;
    waiting.set_limits({.activities_max = 10, .bytes_max = 1 << 20, .of_a_host_max = 100});
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(waiting.take(guest("a.example"), now).ticket);
    EXPECT_FALSE(waiting.take(guest("b.example"), now).ticket);
    EXPECT_TRUE(waiting.has_room("b.example", now));
    EXPECT_TRUE(waiting.take(guest("b.example", true), now).ticket);
    EXPECT_FALSE(waiting.take(guest("b.example", true), now).ticket);
    EXPECT_FALSE(waiting.has_room("b.example", now));
}

TEST(InboxWaiting, bytes_are_limited_as_well) {
    Waiting waiting;
    waiting.set_limits({.activities_max = 100, .bytes_max = 1000, .of_a_host_max = 100});
    EXPECT_TRUE(waiting.take(guest("a.example", false, 900), now).ticket);
    EXPECT_FALSE(waiting.take(guest("a.example", false, 200), now).ticket);
    EXPECT_TRUE(waiting.take(guest("a.example", false, 50), now).ticket);
}

TEST(InboxWaiting, a_host_of_which_much_waits_goes_behind_the_others) {
    Waiting waiting;
    for (auto i = 0; i < Waiting::patient_from; ++i)
        EXPECT_EQ(waiting.take(guest("loud.example"), now).priority, Priority::normal);
    EXPECT_EQ(waiting.take(guest("loud.example"), now).priority, Priority::mass);
    EXPECT_EQ(waiting.take(guest("loud.example", true), now).priority, Priority::normal);
    EXPECT_EQ(waiting.take(guest("quiet.example"), now).priority, Priority::normal);
}

TEST(InboxWaiting, one_that_stays_keeps_no_memory_of_those_that_went) {
    Waiting waiting;
    EXPECT_TRUE(waiting.take(guest("slow.example"), now).ticket);
    for (int i = 0; i < 10'000; ++i)
        waiting.give_back(waiting.take(guest("a.example"), now).ticket);
    EXPECT_EQ(waiting.activities(), 1);
    EXPECT_LE(waiting.remembered(), Waiting::order_slack_max + 4);
}

// Another process may have run it: then nobody gives it back here.
TEST(InboxWaiting, what_is_never_given_back_is_forgotten_in_time) {
    Waiting waiting;
    waiting.set_limits({.activities_max = 10, .bytes_max = 1 << 20, .of_a_host_max = 10});
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(waiting.take(guest("a.example"), now).ticket);
    auto const later = now + Waiting::counted_for;
    EXPECT_FALSE(waiting.take(guest("a.example"), later - std::chrono::seconds(1)).ticket);
    EXPECT_TRUE(waiting.take(guest("a.example"), later).ticket);
    EXPECT_EQ(waiting.activities(), 1);
}

}  // namespace
}  // namespace skein::activitypub
