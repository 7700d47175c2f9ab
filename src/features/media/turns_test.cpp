#include "features/media/turns.h"

#include <gtest/gtest.h>

namespace skein::media {
namespace {

using namespace std::chrono_literals;

constexpr AccountId ann{1}, bob{2}, cat{3};
constexpr Time start{std::chrono::hours(1)};

TEST(Turns, accounts_take_turns) {
    Turns turns;
    EXPECT_FALSE(turns.ask(ann, start));
    EXPECT_TRUE(turns.ask(bob, start));
    EXPECT_TRUE(turns.ask(ann, start)) << "one at once";
    turns.end();
    EXPECT_TRUE(turns.ask(ann, start)) << "bob asked before";
    EXPECT_TRUE(turns.ask(cat, start));
    EXPECT_FALSE(turns.ask(bob, start));
    EXPECT_TRUE(turns.ask(bob, start)) << "again, behind the others";
    turns.end();
    EXPECT_TRUE(turns.ask(bob, start));
    EXPECT_FALSE(turns.ask(ann, start));
    turns.end();
    EXPECT_FALSE(turns.ask(cat, start));
    turns.end();
    EXPECT_FALSE(turns.ask(bob, start));
}

TEST(Turns, as_many_as_may_go_at_once) {
    Turns turns(2);
    EXPECT_FALSE(turns.ask(ann, start));
    EXPECT_FALSE(turns.ask(bob, start));
    EXPECT_TRUE(turns.ask(cat, start));
    turns.end();
    EXPECT_FALSE(turns.ask(cat, start));
}

TEST(Turns, who_does_not_come_back_holds_up_nobody) {
    Turns turns;
    EXPECT_FALSE(turns.ask(ann, start));
    EXPECT_TRUE(turns.ask(bob, start));
    turns.end();
    EXPECT_TRUE(turns.ask(cat, start));
    EXPECT_FALSE(turns.ask(cat, start + Turns::kept_for + 1s));
}

TEST(Turns, who_is_further_behind_asks_less_often) {
    Turns turns;
    EXPECT_FALSE(turns.ask(ann, start));
    for (std::int64_t i = 2; i < 2000; ++i) {
        auto const pause = turns.ask(AccountId{i}, start);
        ASSERT_TRUE(pause);
        EXPECT_GE(*pause, Duration(1s));
        EXPECT_LE(*pause, Duration(5s));
    }
    EXPECT_EQ(turns.ask(bob, start), Duration(1s));
}

}  // namespace
}  // namespace skein::media
