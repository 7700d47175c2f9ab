#include "platform/http/tokens.h"

#include <gtest/gtest.h>

namespace skein::http {
namespace {

TEST(Tokens, the_most_specific_media_range_decides) {
    EXPECT_EQ(media_quality("", "text/html"), 1000);
    EXPECT_EQ(media_quality("text/*;q=0.3, text/html;q=0.7, */*;q=0.1", "text/html"), 700);
    EXPECT_EQ(media_quality("text/*;q=0.3, text/html;q=0.7, */*;q=0.1", "text/plain"), 300);
    EXPECT_EQ(media_quality("text/*;q=0.3, */*;q=0.1", "image/png"), 100);
    EXPECT_EQ(media_quality("text/html, text/html;q=0", "text/plain"), 0);
    EXPECT_EQ(media_quality("*/*, text/html;q=0", "text/html"), 0);
}

TEST(Tokens, a_parameter_of_a_media_range_must_fit) {
    auto const profile = "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
    EXPECT_EQ(media_quality(profile, profile), 1000);
    EXPECT_EQ(media_quality("application/ld+json; profile=\"a,b\"", profile), 0);
    EXPECT_EQ(media_quality("application/ld+json", profile), 1000);
    EXPECT_EQ(media_quality(profile, "application/ld+json"), 1000);
}

TEST(Tokens, a_quality_that_is_no_number_counts_as_refusal) {
    EXPECT_EQ(media_quality("text/html;q=abc", "text/html"), 0);
    EXPECT_EQ(media_quality("text/html;q=2", "text/html"), 0);
    EXPECT_EQ(media_quality("text/html;q=1.000", "text/html"), 1000);
    EXPECT_EQ(media_quality("text/html;q=0.12345", "text/html"), 0);
}

TEST(Tokens, codings_follow_name_then_star) {
    EXPECT_EQ(coding_quality("gzip, br;q=0.5", "br"), 500);
    EXPECT_EQ(coding_quality("gzip", "zstd"), 0);
    EXPECT_EQ(coding_quality("*;q=0.2", "zstd"), 200);
    EXPECT_EQ(coding_quality("", "gzip"), 0);
    EXPECT_GT(coding_quality("gzip", "identity"), 0);
    EXPECT_EQ(coding_quality("identity;q=0", "identity"), 0);
}

TEST(Tokens, quotes_hold_separators_together) {
    auto const parsed = parse_parameterised("form-data; name=\"a;b=\\\"c\\\"\"; x=y");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->value, "form-data");
    EXPECT_EQ(parsed->find("name"), "a;b=\"c\"");
    EXPECT_EQ(parsed->find("X"), "y");
    EXPECT_FALSE(parse_parameterised("form-data; name=\"open"));
    EXPECT_FALSE(parse_parameterised("form-data; name=\"a\"b"));
}

TEST(Tokens, a_list_is_searched_by_whole_elements) {
    EXPECT_TRUE(list_has("keep-alive, Upgrade", "upgrade"));
    EXPECT_FALSE(list_has("upgraded", "upgrade"));
    EXPECT_FALSE(list_has("", "upgrade"));
}

}  // namespace
}  // namespace skein::http
