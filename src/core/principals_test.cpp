#include "core/principals.h"

#include <gtest/gtest.h>

namespace skein {
namespace {

constexpr Time now = Time(std::chrono::days(20000));
constexpr Time later = now + std::chrono::minutes(10);

Principal user(std::int64_t id) {
    Principal who;
    who.user = UserId{id};
    who.token = TokenId{id};
    return who;
}

TEST(Principals, who_was_kept_is_found_until_the_time_is_over) {
    Principals principals;
    principals.keep(principals.present(), "digest", user(1), later);
    EXPECT_EQ(principals.find("digest", now)->user, UserId{1});
    EXPECT_FALSE(principals.find("other", now));
    EXPECT_FALSE(principals.find("digest", later));
}

TEST(Principals, whoever_it_is_about_is_forgotten_and_nobody_else) {
    Principals principals;
    principals.keep(principals.present(), "a", user(1), later);
    principals.keep(principals.present(), "b", user(1), later);
    principals.keep(principals.present(), "c", user(2), later);
    principals.forget([](Principal const& who) { return who.user == UserId{1}; });
    EXPECT_FALSE(principals.find("a", now));
    EXPECT_FALSE(principals.find("b", now));
    EXPECT_TRUE(principals.find("c", now));
}

TEST(Principals, what_was_read_before_something_was_forgotten_is_not_kept) {
    Principals principals;
    auto const present = principals.present();
    principals.forget([](Principal const&) { return false; });
    principals.keep(present, "a", user(1), later);
    EXPECT_FALSE(principals.find("a", now));
}

TEST(Principals, whoever_holds_on_to_principals_hears_who_was_forgotten) {
    Principals principals;
    std::vector<std::int64_t> heard;
    principals.on_forget([&](Principals::About const& about) {
        for (std::int64_t const id : {1, 2})
            if (about(user(id))) heard.push_back(id);
    });
    principals.forget([](Principal const& who) { return who.user == UserId{2}; });
    EXPECT_EQ(heard, std::vector<std::int64_t>{2});
}

TEST(Principals, there_are_never_more_than_the_limit) {
    Principals principals;
    for (std::size_t i = 0; i < Principals::kept_max * 2; ++i)
        principals.keep(principals.present(), std::to_string(i), user(1), later);
    EXPECT_LE(principals.kept(), Principals::kept_max);
    EXPECT_GT(principals.kept(), Principals::kept_max / 2);
    // The newest is always among them.
    EXPECT_TRUE(principals.find(std::to_string(Principals::kept_max * 2 - 1), now));
}

}  // namespace
}  // namespace skein
