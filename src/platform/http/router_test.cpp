#include "platform/http/router.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace skein::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

class RouterTest : public testing::Test {
  protected:
    void add(Method method, std::string_view pattern, std::vector<std::string> produces = {}) {
        auto const added = router.add(method, pattern, std::move(produces), patterns.size());
        ASSERT_TRUE(added) << added.error().message;
        patterns.emplace_back(pattern);
    }
    std::string found(Method method, std::string_view path, std::string_view accept = "") {
        auto const match = router.match(method, path, accept);
        return match ? patterns[match->route] : "nothing";
    }

    Router router;
    std::vector<std::string> patterns;
};

TEST_F(RouterTest, a_literal_segment_beats_a_prefix_and_a_prefix_beats_a_parameter) {
    add(Method::get, "/{anything}");
    add(Method::get, "/@{name}");
    add(Method::get, "/about");
    EXPECT_EQ(found(Method::get, "/about"), "/about");
    EXPECT_EQ(found(Method::get, "/@ada"), "/@{name}");
    EXPECT_EQ(found(Method::get, "/other"), "/{anything}");
    EXPECT_EQ(found(Method::get, "/@"), "/{anything}");
}

TEST_F(RouterTest, parameters_come_in_the_order_of_the_pattern) {
    add(Method::get, "/@{name}/{id}");
    auto const match = router.match(Method::get, "/@ada/17", "");
    ASSERT_TRUE(match);
    EXPECT_THAT(match->params, ElementsAre(Pair("name", "ada"), Pair("id", "17")));
}

TEST_F(RouterTest, the_rest_takes_everything_that_follows_but_not_nothing) {
    add(Method::get, "/assets/{file...}");
    auto const match = router.match(Method::get, "/assets/css/site.css", "");
    ASSERT_TRUE(match);
    EXPECT_THAT(match->params, ElementsAre(Pair("file", "css/site.css")));
    EXPECT_EQ(found(Method::get, "/assets"), "nothing");
}

TEST_F(RouterTest, a_more_literal_way_without_a_route_is_left_again) {
    add(Method::get, "/a/b/c");
    add(Method::get, "/a/{x}/d");
    add(Method::get, "/{rest...}");
    EXPECT_EQ(found(Method::get, "/a/b/d"), "/a/{x}/d");
    EXPECT_EQ(found(Method::get, "/a/b/e"), "/{rest...}");
    auto const match = router.match(Method::get, "/a/b/d", "");
    EXPECT_THAT(match->params, ElementsAre(Pair("x", "b")));
}

TEST_F(RouterTest, a_literal_path_of_another_method_does_not_hide_a_parameter) {
    add(Method::get, "/accounts/search");
    add(Method::del, "/accounts/{id}");
    EXPECT_EQ(found(Method::del, "/accounts/search"), "/accounts/{id}");
}

TEST_F(RouterTest, head_is_answered_by_get) {
    add(Method::get, "/a");
    EXPECT_EQ(found(Method::head, "/a"), "/a");
}

TEST_F(RouterTest, an_unknown_method_names_the_known_ones) {
    add(Method::get, "/a");
    add(Method::post, "/a");
    auto const match = router.match(Method::put, "/a", "");
    ASSERT_FALSE(match);
    EXPECT_EQ(match.error().code, Errc::bad_request);
    EXPECT_EQ(match.error().detail, "GET, HEAD, POST");
    EXPECT_THAT(router.methods("/a"), ElementsAre(Method::get, Method::head, Method::post));
    EXPECT_TRUE(router.methods("/b").empty());
    EXPECT_EQ(router.match(Method::get, "/b", "").error().code, Errc::not_found);
}

TEST_F(RouterTest, empty_segments_match_no_parameter) {
    add(Method::get, "/a/{x}");
    add(Method::get, "/a");
    EXPECT_EQ(found(Method::get, "/a//"), "nothing");
    EXPECT_EQ(found(Method::get, "//a"), "nothing");
    EXPECT_EQ(found(Method::get, "/a/"), "nothing");
    EXPECT_EQ(found(Method::get, ""), "nothing");
    EXPECT_EQ(found(Method::get, "*"), "nothing");
}

TEST_F(RouterTest, routes_of_one_path_are_picked_by_what_the_client_accepts) {
    auto const activity = "application/activity+json, application/ld+json";
    router.add(Method::get, "/@{name}", {activity}, 0).value();
    router.add(Method::get, "/@{name}", {"text/html"}, 1).value();
    auto const pick = [&](std::string_view accept) {
        auto const match = router.match(Method::get, "/@ada", accept);
        EXPECT_TRUE(match->varies_by_accept);
        return match->route;
    };
    EXPECT_EQ(pick("application/activity+json"), 0U);
    EXPECT_EQ(pick("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""), 0U);
    EXPECT_EQ(pick("text/html,application/xhtml+xml,*/*;q=0.8"), 1U);
    EXPECT_EQ(pick("text/html;q=0.2, application/activity+json;q=0.9"), 0U);
    EXPECT_EQ(pick(""), 1U) << "whoever has no preference gets the page";
    EXPECT_EQ(pick("*/*"), 1U);
    EXPECT_EQ(pick("image/png"), 1U);
}

TEST_F(RouterTest, a_path_with_one_route_does_not_vary) {
    add(Method::get, "/a", {"text/html"});
    auto const match = router.match(Method::get, "/a", "application/json");
    ASSERT_TRUE(match);
    EXPECT_FALSE(match->varies_by_accept);
}

TEST_F(RouterTest, two_routes_for_the_same_thing_are_a_conflict) {
    add(Method::get, "/a/{x}", {"text/html"});
    auto const other = router.add(Method::get, "/a/{y}", {"text/html"}, 1);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, Errc::conflict);
    EXPECT_TRUE(router.add(Method::get, "/a/{y}", {"application/json"}, 2));
    EXPECT_TRUE(router.add(Method::post, "/a/{y}", {"text/html"}, 3));
}

TEST_F(RouterTest, malformed_patterns_are_refused) {
    for (auto const pattern :
         {"a", "/a/", "//a", "/{", "/{}", "/a}b", "/{x}y", "/{x...}/b", "/p{x...}", "/{a}{b}"}) {
        auto const added = router.add(Method::get, pattern, {}, 0);
        ASSERT_FALSE(added) << pattern;
        EXPECT_EQ(added.error().code, Errc::bad_request) << pattern;
    }
}

TEST_F(RouterTest, the_root_is_a_path) {
    add(Method::get, "/");
    EXPECT_EQ(found(Method::get, "/"), "/");
}

}  // namespace
}  // namespace skein::http
