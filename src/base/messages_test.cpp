#include "base/messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein {
namespace {

using ::testing::ElementsAre;

Message read(std::string_view pattern, std::string_view language = "en") {
    auto message = Message::parse(pattern, language);
    EXPECT_TRUE(message) << pattern;
    return message ? *std::move(message) : Message();
}

TEST(Messages, without_values_are_there_as_they_are) {
    EXPECT_EQ(read("Sign in").plain(), "Sign in");
    EXPECT_EQ(read("Sign in").fill({}), "Sign in");
    EXPECT_EQ(read("Don't, it's {0}").plain(), "");
    EXPECT_EQ(read("Don't").plain(), "Don't");
    EXPECT_EQ(read("It''s '{'so'}'").plain(), "It's {so}");
    EXPECT_EQ(read("ลงชื่อเข้าใช้").plain(), "ลงชื่อเข้าใช้");
    EXPECT_EQ(read("").fill({}), "");
}

TEST(Messages, put_values_in_their_places) {
    auto const message = read("{who} asks {whom}: '{'{who}'}'");
    EXPECT_EQ(message.fill({{"whom", "{who}"}, {"who", "Bob"}}), "Bob asks {who}: {Bob}");
    EXPECT_THAT(message.names(), ElementsAre("who", "whom"));
    EXPECT_EQ(read("{n} of {m}").fill({{"n", 12}, {"m", std::string("40")}}), "12 of 40");
    EXPECT_EQ(read("Hello {who}").fill({}), "Hello who");
}

TEST(Messages, choose_as_the_language_wants) {
    constexpr auto english =
        "{count, plural, =0 {Nobody} one {# person} other {# people}} of {all}";
    auto const message = read(english);
    EXPECT_EQ(message.fill({{"count", 0}, {"all", 9}}), "Nobody of 9");
    EXPECT_EQ(message.fill({{"count", 1}, {"all", 9}}), "1 person of 9");
    EXPECT_EQ(message.fill({{"count", 5}, {"all", 9}}), "5 people of 9");
    EXPECT_THAT(message.names(), ElementsAre("count", "all"));
    auto const arabic =
        read("{n, plural, zero {z} one {o} two {t} few {f} many {m} other {x}}", "ar");
    std::string forms;
    for (auto const n : {0, 1, 2, 3, 11, 100}) forms += arabic.fill({{"n", n}});
    EXPECT_EQ(forms, "zotfmx");
    EXPECT_EQ(message.fill({{"count", 1234}, {"all", 1234}}), "1,234 people of 1234");
    EXPECT_EQ(message.fill({{"all", 9}}), "Nobody of 9");
    EXPECT_EQ(read("{n, plural, one {# '#' {who}} other {{n} # Don't}}").fill({{"n", 2}}),
              "2 2 Don't");
    EXPECT_EQ(read("{n, plural, other {#}}", "ar").fill({{"n", 12}}), "12");
    EXPECT_EQ(read("{of, select, a {A {who}} other {B}}").fill({{"of", "a"}, {"who", "x"}}), "A x");
}

TEST(Messages, that_are_broken_are_refused) {
    for (auto const* broken : {"{", "{a", "{a, plural, one {x}}", "{a, plural}", "}{",
                               "{a, number}", "{a, plural, offset:1 other {#}}"})
        EXPECT_FALSE(Message::parse(broken, "en")) << broken;
}

}  // namespace
}  // namespace skein
