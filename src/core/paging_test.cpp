#include "core/paging.h"

#include <gtest/gtest.h>

namespace skein {
namespace {

http::Param params(std::vector<std::pair<std::string, std::string>> pairs) {
    http::Param root;
    root.kind = http::Param::Kind::object;
    for (auto& [name, value] : pairs) {
        http::Param text;
        text.kind = http::Param::Kind::text;
        text.text = value;
        root.object.emplace_back(name, text);
    }
    return root;
}

TEST(Paging, the_limit_is_clamped) {
    EXPECT_EQ(Page::read(params({}), {20, 40})->limit, 20);
    EXPECT_EQ(Page::read(params({{"limit", "1000"}}), {20, 40})->limit, 40);
    EXPECT_EQ(Page::read(params({{"limit", "0"}}), {20, 40})->limit, 1);
    EXPECT_EQ(Page::read(params({{"limit", "many"}}), {20, 40}).error().code, Errc::bad_request);
}

TEST(Paging, min_id_takes_the_page_next_to_the_cursor) {
    auto const page = Page::read(params({{"min_id", "5"}, {"max_id", "9"}}), {20, 40}).value();
    EXPECT_TRUE(page.ascending);
    EXPECT_EQ(page.floor_id, 5);
    EXPECT_EQ(page.max_id, 9);
}

TEST(Paging, since_id_takes_the_newest_page) {
    auto const page = Page::read(params({{"since_id", "5"}}), {20, 40}).value();
    EXPECT_FALSE(page.ascending);
    EXPECT_EQ(page.floor_id, 5);
}

TEST(Paging, what_is_no_id_is_refused) {
    EXPECT_EQ(Page::read(params({{"max_id", "abc"}}), {20, 40}).error().code, Errc::bad_request);
    EXPECT_EQ(Page::read(params({{"max_id", "-1"}}), {20, 40}).error().code, Errc::bad_request);
}

TEST(Paging, links_keep_the_other_parameters) {
    http::Request request;
    request.path = "/api/v1/timelines/public";
    request.query = "local=true&max_id=7&limit=2&access_token=secret";
    http::Response response;
    add_link_header(response, "https://a.example", request, {6, 3, true});
    EXPECT_EQ(
        response.headers.get("Link"),
        "<https://a.example/api/v1/timelines/public?local=true&limit=2&max_id=3>; rel=\"next\", "
        "<https://a.example/api/v1/timelines/public?local=true&limit=2&min_id=6>; rel=\"prev\"");
}

TEST(Paging, a_short_page_has_no_next) {
    http::Request request;
    request.path = "/x";
    http::Response response;
    add_link_header(response, "https://a.example", request, {6, 3, false});
    EXPECT_EQ(response.headers.get("Link"), "<https://a.example/x?min_id=6>; rel=\"prev\"");
}

}  // namespace
}  // namespace skein
