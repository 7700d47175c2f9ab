#include "base/ids.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

namespace skein {
namespace {

constexpr Time a_moment{std::chrono::milliseconds(1'795'538'650'123)};

TEST(Ids, only_decimal_numbers_of_63_bits_are_ids) {
    EXPECT_EQ(parse_id("1"), 1);
    EXPECT_EQ(parse_id("9223372036854775807"), 9223372036854775807);
    for (auto const* text : {"", "0", "-1", "+1", " 1", "1 ", "1a", "0x1", "1.0", "1e3",
                             "9223372036854775808", "99999999999999999999", "١"})
        EXPECT_EQ(parse_id(text), std::nullopt) << text;
    EXPECT_EQ(to_string(StatusId{9223372036854775807}), "9223372036854775807");
}

TEST(Ids, an_id_knows_its_millisecond) {
    IdMaker maker(63);
    auto const id = maker.next(a_moment + std::chrono::microseconds(999));
    EXPECT_EQ(id_time(id), a_moment);
    EXPECT_GE(id, first_id_at(a_moment));
    EXPECT_LT(id, first_id_at(a_moment + std::chrono::milliseconds(1)));
    EXPECT_EQ((id >> 10) & 63, 63);
    EXPECT_GT(id, 0);
    EXPECT_EQ(first_id_at(Time(std::chrono::seconds(-5))), 0);
}

TEST(Ids, they_stay_positive_to_the_last_year_that_can_be_written) {
    IdMaker maker(63);
    EXPECT_GT(maker.next(*parse_rfc3339("2500-01-01T00:00:00Z")), 0);
}

TEST(Ids, dates_beyond_all_ids_do_not_wrap_round) {
    EXPECT_EQ(first_id_at(Time::max()), 0x7FFF'FFFF'FFFF'0000);
    EXPECT_EQ(first_id_at(Time::min()), 0);
    IdMaker maker(63);
    auto const far = maker.at(Time::max()), early = maker.at(Time::min());
    EXPECT_GT(far, first_id_at(*parse_rfc3339("2500-01-01T00:00:00Z")));
    EXPECT_GT(early, 0);
    EXPECT_LT(early, first_id_at(a_moment));
}

TEST(Ids, they_grow_when_many_fall_into_one_millisecond) {
    IdMaker maker(1);
    std::int64_t last = 0;
    for (int i = 0; i < 10'000; ++i) {
        auto const id = maker.next(a_moment);
        ASSERT_GT(id, last);
        last = id;
    }
    // The time part ran ahead, and waits until the clock has caught up.
    EXPECT_GT(id_time(last), a_moment);
    EXPECT_GT(maker.next(a_moment + std::chrono::milliseconds(1)), last);
}

TEST(Ids, they_grow_when_the_clock_steps_back) {
    IdMaker maker(1);
    auto const before = maker.next(a_moment);
    auto const after = maker.next(a_moment - std::chrono::hours(1));
    EXPECT_GT(after, before);
    EXPECT_GT(maker.next(a_moment + std::chrono::milliseconds(1)), after);
}

TEST(Ids, they_exceed_what_is_already_stored) {
    IdMaker first(1);
    std::int64_t stored = 0;
    for (int i = 0; i < 2000; ++i) stored = first.next(a_moment);
    IdMaker second(1, stored);
    EXPECT_GT(second.next(a_moment - std::chrono::seconds(9)), stored);
    EXPECT_GT(IdMaker(0, first_id_at(a_moment) | 0xFFFF).next(a_moment),
              first_id_at(a_moment) | 0xFFFF);
}

TEST(Ids, nodes_never_make_the_same) {
    std::set<std::int64_t> seen;
    for (unsigned node : {0U, 1U, 62U, 63U}) {
        IdMaker maker(node);
        for (int i = 0; i < 2000; ++i) {
            EXPECT_TRUE(seen.insert(maker.next(a_moment)).second);
            EXPECT_TRUE(seen.insert(maker.at(a_moment)).second);
        }
    }
}

TEST(IdsDeathTest, a_node_beyond_six_bits_is_our_mistake) { EXPECT_DEATH(IdMaker(64), "node"); }

TEST(Ids, those_of_the_past_lie_in_the_past_and_disturb_nothing) {
    IdMaker maker(5);
    auto const before = maker.next(a_moment);
    auto const past = a_moment - std::chrono::years(3);
    auto const id = maker.at(past);
    EXPECT_EQ(id_time(id), std::chrono::floor<std::chrono::milliseconds>(past));
    EXPECT_EQ((id >> 10) & 63, 5);
    EXPECT_EQ(maker.next(a_moment), before + 1);
    EXPECT_GT(maker.at(Time(std::chrono::seconds(-100))), 0);
}

TEST(Ids, those_of_one_past_moment_differ_in_whatever_order_it_is_visited) {
    IdMaker maker(5);
    std::set<std::int64_t> seen;
    // More than one millisecond holds, with others in between, and with new ones of that very time.
    for (int i = 0; i < 3000; ++i) {
        EXPECT_TRUE(seen.insert(maker.at(a_moment)).second);
        EXPECT_TRUE(seen.insert(maker.at(a_moment + std::chrono::seconds(1 + i % 7))).second);
        EXPECT_TRUE(seen.insert(maker.next(a_moment)).second);
    }
}

TEST(Ids, the_past_is_forgotten_before_it_fills_the_memory) {
    IdMaker maker(5);
    for (std::size_t i = 0; i < 3 * IdMaker::moments_kept; ++i)
        EXPECT_EQ(id_time(maker.at(a_moment - std::chrono::seconds(i))),
                  a_moment - std::chrono::seconds(i));
}

TEST(Ids, threads_get_different_ones_each_in_growing_order) {
    IdMaker maker(2);
    constexpr int each = 5000;
    std::vector<std::vector<std::int64_t>> made(4);
    std::vector<std::thread> threads;
    for (auto& mine : made)
        threads.emplace_back([&] {
            for (int i = 0; i < each; ++i) mine.push_back(maker.next(a_moment));
        });
    for (auto& thread : threads) thread.join();
    std::set<std::int64_t> all;
    for (auto const& mine : made) {
        EXPECT_TRUE(std::ranges::is_sorted(mine));
        all.insert(mine.begin(), mine.end());
    }
    EXPECT_EQ(all.size(), made.size() * each);
}

}  // namespace
}  // namespace skein
