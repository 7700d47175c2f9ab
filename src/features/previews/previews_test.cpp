#include <gtest/gtest.h>

#include "features/previews/feature.h"
#include "features/previews/page_head.h"
#include "features/previews/showing_test.h"
#include "testing/answer.h"

namespace skein::previews {
namespace {

using testing::Answer;
using testing::TestServer;

constexpr std::string_view page = R"(<!doctype html><html lang="en"><head>
<title>Fallback</title><!-- <meta property="og:title" content="hidden"> -->
<meta property="og:title" content="Tea &amp; &lt;b&gt;cake&lt;/b&gt;">
<meta name=description content='All about tea'>
<meta property="og:site_name" content="The Tea House">
<script>document.write('<meta property="og:title" content="script">')</script>
</head><body><meta property="og:title" content="body"></body></html>)";

class Previews : public ::testing::Test {
  protected:
    std::size_t asked(std::string_view url) {
        auto const requests = server.outside().requests();
        return static_cast<std::size_t>(std::ranges::count(requests, url, &http::Outgoing::url));
    }
    Answer show(social::Status const& status) {
        return Answer(server.get("/api/v1/statuses/" + to_string(status.id), token));
    }

    TestServer server{{.features = {{"previews", install}, {"showing", install_showing}}}};
    testing::Person ann = server.make_account("ann");
    std::string token = server.token(ann);
};

TEST(PageHeads, what_a_page_says_of_itself_is_plain_text_from_its_head) {
    auto const head = read_page_head(page);
    EXPECT_EQ(head.title, "Tea & <b>cake</b>");
    EXPECT_EQ(head.description, "All about tea");
    EXPECT_EQ(head.site_name, "The Tea House");
    EXPECT_EQ(head.language, "en");
}

TEST(PageHeads, authors_are_names_or_addresses_and_an_account) {
    auto const head = read_page_head(R"(<meta name="author" content="Ann Author">
<meta property="article:author" content="https://blog.example/ann">
<meta name="fediverse:creator" content=" @ann@social.example ">
<meta name="fediverse:creator" content="@eve@social.example">)");
    EXPECT_EQ(head.author, "Ann Author");
    EXPECT_EQ(head.author_url, "https://blog.example/ann");
    EXPECT_EQ(head.creator, "@ann@social.example") << "of several, the first";
    auto const property =
        read_page_head(R"(<meta property="fediverse:creator" content="@ann@social.example">)");
    EXPECT_EQ(property.creator, "@ann@social.example");
    EXPECT_EQ(read_page_head("<meta name=\"fediverse:creator\" content=\"@" +
                             std::string(500, 'a') + "@b.example\">")
                  .creator,
              "");
    EXPECT_EQ(read_page_head(R"x(<meta name="author" content="javascript:alert(1)">)x").author_url,
              "");
}

TEST(PageHeads, pictures_have_words_and_a_shape) {
    auto const head = read_page_head(R"(<meta property="og:image" content="/a.png">
<meta property="og:image:alt" content="A &lt;cup&gt;"><meta property="og:image:width" content="800">
<meta property="og:image:height" content=" 600 ">)");
    EXPECT_EQ(head.image, "/a.png");
    EXPECT_EQ(head.image_description, "A <cup>");
    EXPECT_EQ(head.width, 800);
    EXPECT_EQ(head.height, 600);
    for (std::string_view const width : {"", "-1", "0", "9e9", "1000001", "99999999999999999999"}) {
        auto const odd = read_page_head(fmt::format(
            R"(<meta property="og:image:width" content="{}"><meta property="og:image:height" )"
            R"(content="5">)",
            width));
        EXPECT_EQ(odd.width, 0) << width;
        EXPECT_EQ(odd.height, 0) << width;
    }
}

TEST(PageHeads, broken_pages_end) {
    for (std::string_view const broken :
         {"", "<", "<meta", "<meta property", "<meta property=", "<meta content=\"x", "<!--",
          "<script", "<script>", "<title>", "<a <b <c", "</", "<meta/////", "<x =y =z>"})
        EXPECT_NO_FATAL_FAILURE(read_page_head(broken)) << broken;
}

TEST_F(Previews, a_page_is_fetched_once_however_many_posts_link_to_it) {
    server.outside().answer("https://tea.example/", 200, std::string(page), "text/html");
    auto const first = server.post(ann, "read https://tea.example/ today");
    auto const second = server.post(ann, "again https://tea.example/");
    server.drain();
    EXPECT_EQ(asked("https://tea.example/"), 1U);
    for (auto const& status : {first, second}) {
        EXPECT_EQ(show(status).at("card.title"), "Tea & <b>cake</b>");
    }
}

TEST_F(Previews, what_is_no_page_is_no_card_and_is_not_asked_for_again) {
    server.outside().answer("https://tea.example/a.png", 200, "PNG", "image/png");
    for (int i = 0; i < 3; ++i) server.post(ann, "look https://tea.example/a.png");
    server.drain();
    server.post(ann, "look https://tea.example/a.png");
    server.drain();
    EXPECT_EQ(asked("https://tea.example/a.png"), 1U);
}

TEST_F(Previews, mentions_hashtags_and_own_pages_are_no_links) {
    server.make_account("bob");
    server.post(ann, "hello @bob #tea https://skein.example/@bob");
    server.drain();
    EXPECT_TRUE(server.outside().requests().empty());
}

}  // namespace
}  // namespace skein::previews
