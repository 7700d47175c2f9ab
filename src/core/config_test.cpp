#include "core/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Settings, a_flag_wins_over_a_variable_over_the_file_over_the_default) {
    auto settings =
        Settings::read("a.one = 1\na.two = 1\na.three = 1",
                       {{"SKEIN_A_TWO", "2"}, {"SKEIN_A_THREE", "2"}}, {{"a.three", "3"}})
            .value();
    std::int64_t one = 0, two = 0, three = 0, four = 4;
    settings.number("a.one", one, {}, "");
    settings.number("a.two", two, {}, "");
    settings.number("a.three", three, {}, "");
    settings.number("a.four", four, {}, "");
    EXPECT_THAT(std::vector({one, two, three, four}), ElementsAre(1, 2, 3, 4));
    EXPECT_THAT(settings.problems(), IsEmpty());
}

TEST(Settings, tables_and_arrays_are_read) {
    auto settings =
        Settings::read("[server]\nlisten = ['a:1', 'b:2']\nallow = true", {}, {}).value();
    std::vector<std::string> listen;
    bool allow = false;
    settings.list("server.listen", listen, "");
    settings.flag("server.allow", allow, "");
    EXPECT_THAT(listen, ElementsAre("a:1", "b:2"));
    EXPECT_TRUE(allow);
}

TEST(Settings, every_mistake_is_reported_at_once) {
    auto settings =
        Settings::read("n = 'x'\nnobody = 1", {{"SKEIN_D", "5"}}, {{"c", "purple"}}).value();
    std::int64_t n = 7;
    Duration d{};
    std::string c = "red";
    settings.number("n", n, {1, 9}, "");
    settings.duration("d", d, "");
    settings.choice("c", c, {"red", "green"}, "");
    EXPECT_THAT(settings.problems(),
                ElementsAre(HasSubstr("n (file)"), HasSubstr("d (environment)"),
                            HasSubstr("c (flag)"), HasSubstr("nobody: there is no such")));
    EXPECT_EQ(n, 7);
}

TEST(Settings, secrets_are_masked) {
    auto settings = Settings::read("", {{"SKEIN_MAIL_PASSWORD", "hunter2"}}, {}).value();
    std::string password;
    settings.secret("mail.password", password, "");
    EXPECT_EQ(password, "hunter2");
    EXPECT_EQ(settings.declared().front().value, "(set)");
}

TEST(Settings, a_broken_file_says_where) {
    auto const broken = Settings::read("a = 1\nb = = 2", {}, {});
    ASSERT_FALSE(broken);
    EXPECT_THAT(broken.error().message, HasSubstr("line 2"));
}

TEST(Settings, durations_have_units) {
    auto settings = Settings::read("a = '90s'\nb = '14d'", {}, {}).value();
    Duration a{}, b{};
    settings.duration("a", a, "");
    settings.duration("b", b, "");
    EXPECT_EQ(a, std::chrono::seconds(90));
    EXPECT_EQ(b, std::chrono::days(14));
}

}  // namespace
}  // namespace skein
