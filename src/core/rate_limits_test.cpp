#include "core/rate_limits.h"

#include <gtest/gtest.h>

#include <thread>

namespace skein {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time start = Time(std::chrono::days(20000));
RateLimit const three{"three", 3, minutes(5)};

std::vector<bool> spend(RateLimits& limits, std::string_view key, int times, Time now,
                        RateLimit const& limit = three) {
    std::vector<bool> allowed;
    for (int i = 0; i < times; ++i) allowed.push_back(limits.check(limit, key, now).allowed);
    return allowed;
}

TEST(RateLimits, so_many_in_a_window_and_no_more) {
    RateLimits limits;
    EXPECT_EQ(spend(limits, "ann", 5, start), (std::vector{true, true, true, false, false}));
    EXPECT_EQ(spend(limits, "bob", 1, start), std::vector{true});
}

TEST(RateLimits, what_is_left_and_when_it_begins_anew_is_said) {
    RateLimits limits;
    auto const now = start + seconds(61);
    for (std::int64_t const left : {2, 1, 0, 0}) {
        auto const verdict = limits.check(three, "ann", now);
        EXPECT_EQ(verdict.limit, 3);
        EXPECT_EQ(verdict.remaining, left);
        EXPECT_EQ(verdict.reset, start + minutes(5));
    }
}

TEST(RateLimits, a_window_ends_at_its_edge) {
    RateLimits limits;
    auto const last = start + minutes(5) - Duration(1);
    EXPECT_EQ(spend(limits, "ann", 4, last), (std::vector{true, true, true, false}));
    EXPECT_EQ(spend(limits, "ann", 4, start + minutes(5)), (std::vector{true, true, true, false}));
    EXPECT_EQ(limits.check(three, "ann", start + minutes(5)).reset, start + minutes(10));
}

TEST(RateLimits, limits_of_other_names_count_apart) {
    RateLimits limits;
    RateLimit const other{"other", 1, minutes(5)};
    spend(limits, "ann", 4, start);
    EXPECT_EQ(spend(limits, "ann", 2, start, other), (std::vector{true, false}));
    EXPECT_EQ(limits.keys(), 2U);
}

TEST(RateLimits, being_refused_costs_nothing_of_the_next_window) {
    RateLimits limits;
    spend(limits, "ann", 1000, start);
    EXPECT_EQ(limits.check(three, "ann", start + minutes(5)).remaining, 2);
}

TEST(RateLimits, addresses_of_one_ipv6_network_are_one) {
    RateLimits limits;
    for (auto const* address : {"2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:0DB8:1:2::3"})
        EXPECT_TRUE(limits.check(three, address, start).allowed) << address;
    EXPECT_FALSE(limits.check(three, "2001:db8:1:2::4", start).allowed);
    EXPECT_TRUE(limits.check(three, "2001:db8:1:3::1", start).allowed);
    EXPECT_TRUE(limits.check(three, "2001:db8::1", start).allowed);
}

TEST(RateLimits, an_ipv4_address_is_one_however_it_is_written) {
    RateLimits limits;
    spend(limits, "192.0.2.7", 2, start);
    EXPECT_EQ(spend(limits, "::ffff:192.0.2.7", 2, start), (std::vector{true, false}));
    EXPECT_TRUE(limits.check(three, "::ffff:192.0.2.8", start).allowed);
}

TEST(RateLimits, what_looks_like_an_address_and_is_none_counts_as_it_is) {
    RateLimits limits;
    spend(limits, "not:an:address", 4, start);
    EXPECT_TRUE(limits.check(three, "not:another", start).allowed);
    EXPECT_FALSE(limits.check(three, "not:an:address", start).allowed);
}

TEST(RateLimits, memory_is_bounded_and_the_idlest_are_forgotten) {
    RateLimits limits;
    spend(limits, "faithful", 4, start);
    for (std::size_t i = 0; i < RateLimits::keys_max * 2; ++i) {
        limits.check(three, std::to_string(i), start);
        // Whoever keeps knocking is not let in by a crowd of others.
        if (i % 1000 == 0) EXPECT_FALSE(limits.check(three, "faithful", start).allowed) << i;
    }
    EXPECT_LE(limits.keys(), RateLimits::keys_max);
    EXPECT_GT(limits.keys(), RateLimits::keys_max / 2);
}

TEST(RateLimits, nobody_gains_by_asking_from_many_threads) {
    RateLimits limits;
    RateLimit const hundred{"hundred", 100, minutes(5)};
    std::atomic<int> allowed = 0;
    {
        std::vector<std::jthread> askers;
        for (int i = 0; i < 4; ++i)
            askers.emplace_back([&] {
                for (int n = 0; n < 100; ++n)
                    if (limits.check(hundred, "ann", start).allowed) ++allowed;
            });
    }
    EXPECT_EQ(allowed, 100);
}

TEST(RateLimits, of_two_verdicts_the_nearer_to_its_end_is_told) {
    RateVerdict const none{}, far{true, 300, 200, start}, near{true, 30, 2, start},
        over{false, 300, 0, start};
    EXPECT_EQ(nearer(none, far).limit, 300);
    EXPECT_EQ(nearer(far, none).limit, 300);
    EXPECT_EQ(nearer(far, near).limit, 30);
    EXPECT_EQ(nearer(near, far).limit, 30);
    EXPECT_FALSE(nearer(near, over).allowed);
    EXPECT_FALSE(nearer(over, near).allowed);
    EXPECT_EQ(nearer(none, none).limit, 0);
}

TEST(RateLimits, headers_are_mastodons) {
    http::Headers headers;
    add_headers(headers, {true, 300, 299, start + minutes(5)});
    EXPECT_EQ(headers.get("X-RateLimit-Limit"), "300");
    EXPECT_EQ(headers.get("X-RateLimit-Remaining"), "299");
    EXPECT_EQ(headers.get("X-RateLimit-Reset"), to_rfc3339(start + minutes(5)));
}

}  // namespace
}  // namespace skein
