#include "social/presence.h"

#include <gtest/gtest.h>

namespace skein::social {
namespace {

constexpr Time now{std::chrono::hours(1'000)};

TEST(Presence, whoever_was_here_is_known_from_then_on) {
    Presence presence;
    EXPECT_FALSE(presence.was_here(UserId{7}, now));
    presence.note(UserId{7}, now);
    EXPECT_TRUE(presence.was_here(UserId{7}, now));
    EXPECT_TRUE(presence.was_here(UserId{7}, now - std::chrono::minutes(5)));
    EXPECT_FALSE(presence.was_here(UserId{7}, now + std::chrono::seconds(1)));
    EXPECT_FALSE(presence.was_here(UserId{8}, now));
    presence.note(UserId{7}, now + std::chrono::minutes(1));
    EXPECT_TRUE(presence.was_here(UserId{7}, now + std::chrono::seconds(1)));
}

TEST(Presence, it_keeps_no_more_than_it_may) {
    Presence presence;
    for (std::int64_t i = 1; i <= 3 * static_cast<std::int64_t>(Presence::kept_max); ++i)
        presence.note(UserId{i << 16}, now);
    EXPECT_LE(presence.kept(), Presence::kept_max);
    EXPECT_TRUE(
        presence.was_here(UserId{3 * static_cast<std::int64_t>(Presence::kept_max) << 16}, now));
}

}  // namespace
}  // namespace skein::social
