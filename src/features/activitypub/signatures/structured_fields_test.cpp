#include "features/activitypub/signatures/structured_fields.h"

#include <gtest/gtest.h>

namespace skein::activitypub::structured {
namespace {

std::string again(std::string_view text) {
    auto const parsed = parse_dictionary(text);
    return parsed ? to_string(*parsed) : "refused";
}

TEST(StructuredFields, come_out_in_the_standards_own_form) {
    EXPECT_EQ(again(""), "");
    EXPECT_EQ(again("a=1"), "a=1");
    EXPECT_EQ(again("  a=1 ,\t b=-2  "), "a=1, b=-2");
    EXPECT_EQ(again("a, b=?1, c=?0"), "a, b, c=?0");
    EXPECT_EQ(again("a;x;y=?0"), "a;x;y=?0");
    EXPECT_EQ(again("a=1.50, b=-0.001, c=2.0"), "a=1.5, b=-0.001, c=2.0");
    EXPECT_EQ(again("a=\"x \\\"y\\\" \\\\\""), "a=\"x \\\"y\\\" \\\\\"");
    EXPECT_EQ(again("a=token/x:y, b=*t"), "a=token/x:y, b=*t");
    EXPECT_EQ(again("a=:aGVsbG8=:, b=::"), "a=:aGVsbG8=:, b=::");
    EXPECT_EQ(again("sig=(  \"@method\"   \"x\";key=\"a\" );created=1; keyid=\"k\""),
              "sig=(\"@method\" \"x\";key=\"a\");created=1;keyid=\"k\"");
    EXPECT_EQ(again("a=()"), "a=()");
}

TEST(StructuredFields, what_breaks_the_rules_is_refused) {
    for (auto const* text : {"A=1",
                             "1=1",
                             "=1",
                             "a=",
                             "a=1,",
                             "a=1,,b",
                             "a=1 b=2",
                             ",",
                             "a=\"x",
                             "a=\"\\x\"",
                             "a=\"\x7f\"",
                             "a=\"\xc3\xa4\"",
                             "a=:aGVsbG8:",
                             "a=:a-b_:",
                             "a=:aGVsbG8=",
                             "a=?2",
                             "a=?",
                             "a=1.",
                             "a=1.2345",
                             "a=1234567890123.1",
                             "a=1234567890123456",
                             "a=--1",
                             "a=-",
                             "a=(",
                             "a=(1",
                             "a=(1 2",
                             "a=(1,2)",
                             "a=(1\t2)",
                             "a=(\"x\"\"y\")",
                             "a=((1))",
                             "a;",
                             "a;X=1",
                             "a;x=(1)",
                             "a=@1",
                             "a=%\"x\"",
                             "\ta=1"})
        EXPECT_EQ(again(text), "refused") << text;
}

TEST(StructuredFields, a_name_that_comes_twice_is_refused) {
    for (auto const* text : {"a=1, a=2", "a;x=1;x=2", "a=(1 2);x;x", "a=(1;y;y)"})
        EXPECT_EQ(again(text), "refused") << text;
}

TEST(StructuredFields, limits_hold) {
    std::string many;
    for (int i = 0; i < 17; ++i) many += (i ? ", a" : "a") + std::to_string(i);
    EXPECT_EQ(again(many), "refused");
    EXPECT_NE(again(many.substr(0, many.rfind(','))), "refused");
    EXPECT_EQ(again("a=\"" + std::string(9000, 'x') + "\""), "refused");
    std::string items = "a=(";
    for (int i = 0; i < 65; ++i) items += " 1";
    EXPECT_EQ(again(items + ")"), "refused");
}

}  // namespace
}  // namespace skein::activitypub::structured
