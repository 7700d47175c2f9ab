#include "core/auth.h"

#include <gtest/gtest.h>

namespace skein {
namespace {

Scopes scopes(std::string_view text) { return Scopes::parse(text).value(); }

TEST(Scopes, a_parent_grants_its_children) {
    EXPECT_TRUE(scopes("read").grants_any("read:statuses"));
    EXPECT_TRUE(scopes("admin:read").grants_any("admin:read:accounts"));
    EXPECT_FALSE(scopes("read").grants_any("write:statuses"));
    EXPECT_FALSE(scopes("read").grants_any("admin:read"));
}

TEST(Scopes, a_child_does_not_grant_its_parent) {
    EXPECT_FALSE(scopes("read:statuses").grants_any("read"));
    EXPECT_FALSE(scopes("read:statuses").grants_any("read:accounts"));
}

TEST(Scopes, follow_stands_for_six) {
    EXPECT_TRUE(scopes("follow").grants_any("write:blocks"));
    EXPECT_TRUE(scopes("follow").grants_any("read:mutes"));
    EXPECT_FALSE(scopes("follow").grants_any("read:statuses"));
}

TEST(Scopes, any_one_of_several_is_enough) {
    EXPECT_TRUE(scopes("read:accounts").grants_any("profile read:accounts"));
    EXPECT_TRUE(scopes("profile").grants_any("profile read:accounts"));
}

TEST(Scopes, unknown_words_are_refused) {
    EXPECT_FALSE(Scopes::parse("read everything").has_value());
    EXPECT_EQ(scopes("push  read").str(), "read push");
    EXPECT_TRUE(scopes("").empty());
}

TEST(Scopes, covering_follows_the_hierarchy) {
    EXPECT_TRUE(scopes("read write").covers(scopes("read:statuses write:media")));
    EXPECT_FALSE(scopes("read").covers(scopes("read push")));
}

TEST(Credentials, bearer_is_read_without_regard_to_case) {
    http::Request request;
    request.headers.set("Authorization", "bEARER abc");
    EXPECT_EQ(bearer_token(request), "abc");
    request.headers.set("Authorization", "Basic abc");
    EXPECT_FALSE(bearer_token(request));
}

TEST(Credentials, cookies_are_found_by_their_whole_name) {
    http::Request request;
    request.headers.set("Cookie", "a=1; skein_session_x=2; skein_session=3");
    EXPECT_EQ(cookie(request, "skein_session"), "3");
    EXPECT_FALSE(cookie(request, "session"));
}

TEST(Credentials, another_site_is_not_the_same_origin) {
    http::Request request;
    EXPECT_FALSE(from_same_origin(request, "https://a.example"));
    request.headers.set("Origin", "https://b.example");
    EXPECT_FALSE(from_same_origin(request, "https://a.example"));
    request.headers.set("Origin", "https://a.example");
    EXPECT_TRUE(from_same_origin(request, "https://a.example"));
    request.headers.set("Sec-Fetch-Site", "same-site");
    EXPECT_FALSE(from_same_origin(request, "https://a.example"));
}

}  // namespace
}  // namespace skein
