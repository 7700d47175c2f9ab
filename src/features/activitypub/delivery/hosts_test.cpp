#include "features/activitypub/delivery/hosts.h"

#include <gtest/gtest.h>

namespace skein::activitypub {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr auto peer = "peer.example";

class HostsTest : public ::testing::Test {
  protected:
    void fail_times(int times) {
        for (int i = 0; i < times; ++i) hosts.failed(peer, now, "no answer in time");
    }
    HostState state() { return hosts.find(peer).value_or(HostHealth{}).state; }

    Hosts hosts;
    Time now{std::chrono::sys_days{std::chrono::year(2026) / 11 / 28}};
};

TEST_F(HostsTest, five_failures_in_ten_minutes_leave_a_host_in_peace) {
    fail_times(4);
    EXPECT_FALSE(hosts.admit(peer, now));
    fail_times(1);
    EXPECT_EQ(state(), HostState::resting);
    EXPECT_GT(*hosts.admit(peer, now), now + minutes(29));
    EXPECT_GT(*hosts.held_until(peer, now), now + days(20));
    EXPECT_FALSE(hosts.admit("other.example", now));
}

TEST_F(HostsTest, failures_that_lie_apart_do_not) {
    for (int i = 0; i < 6; ++i) {
        fail_times(1);
        now += minutes(11);
    }
    EXPECT_EQ(state(), HostState::well);
}

TEST_F(HostsTest, after_half_an_hour_one_request_sees_whether_it_is_back) {
    fail_times(5);
    now += minutes(31);
    EXPECT_EQ(hosts.list_to_probe(now), std::vector<std::string>{peer});
    EXPECT_TRUE(hosts.list_to_probe(now).empty());
    EXPECT_FALSE(hosts.held_until(peer, now));
    EXPECT_FALSE(hosts.admit(peer, now));
    EXPECT_TRUE(hosts.admit(peer, now));
    fail_times(1);
    EXPECT_EQ(state(), HostState::resting);
    now += minutes(31);
    EXPECT_FALSE(hosts.list_to_probe(now).empty());
}

TEST_F(HostsTest, an_answer_makes_it_well) {
    fail_times(5);
    hosts.answered(peer);
    EXPECT_TRUE(hosts.is_well(peer));
    EXPECT_FALSE(hosts.admit(peer, now));
    EXPECT_EQ(hosts.kept(), 0u);
}

TEST_F(HostsTest, failures_on_seven_days_make_it_dead_and_an_answer_brings_it_back) {
    for (int day = 0; day < 7; ++day) {
        EXPECT_FALSE(hosts.is_dead(peer, now));
        fail_times(2);
        now += days(2);
    }
    now -= days(2);
    EXPECT_TRUE(hosts.is_dead(peer, now));
    EXPECT_TRUE(hosts.admit(peer, now + days(6)));
    EXPECT_FALSE(hosts.is_dead(peer, now + days(7)));
    EXPECT_FALSE(hosts.admit(peer, now + days(7)));
    EXPECT_TRUE(hosts.is_dead(peer, now + days(8)));
    hosts.answered(peer);
    EXPECT_FALSE(hosts.is_dead(peer, now));
}

TEST_F(HostsTest, an_answer_in_between_begins_the_days_anew) {
    for (int day = 0; day < 20; ++day) {
        fail_times(2);
        if (day % 5 == 4) hosts.answered(peer);
        now += days(1);
    }
    EXPECT_FALSE(hosts.is_dead(peer, now));
}

TEST_F(HostsTest, a_pause_ends_by_itself_and_is_a_day_at_most) {
    hosts.pause(peer, now + hours(1), now);
    EXPECT_EQ(hosts.admit(peer, now), now + hours(1));
    EXPECT_EQ(hosts.held_until(peer, now), now + hours(1));
    EXPECT_FALSE(hosts.admit(peer, now + hours(1)));
    EXPECT_TRUE(hosts.is_well(peer));
    hosts.pause(peer, now + days(300), now);
    EXPECT_EQ(hosts.admit(peer, now), now + hours(24));
}

TEST_F(HostsTest, no_more_hosts_are_remembered_than_there_is_room_for) {
    for (std::size_t i = 0; i < unwell_hosts_max + 100; ++i)
        hosts.failed("h" + std::to_string(i) + ".example", now, "gone");
    EXPECT_EQ(hosts.kept(), unwell_hosts_max);
    // What failed once, days ago, makes room.
    hosts.failed(peer, now + days(2), "gone");
    EXPECT_EQ(hosts.kept(), 1u);
}

}  // namespace
}  // namespace skein::activitypub
