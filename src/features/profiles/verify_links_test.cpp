#include "features/profiles/verify_links.h"

#include <gtest/gtest.h>

#include "features/profiles/feature.h"
#include "testing/answer.h"

namespace skein::profiles {
namespace {

using testing::Answer;
using testing::TestServer;

constexpr std::string_view mine = "https://skein.example/@ann";

bool finds(std::string_view html) { return links_back(html, {std::string(mine)}); }

TEST(LinksBack, only_a_link_with_rel_me_to_this_profile_counts) {
    EXPECT_TRUE(finds(R"(<a rel="me" href="https://skein.example/@ann">x</a>)"));
    EXPECT_TRUE(finds(R"(<LINK REL='nofollow Me' HREF='https://SKEIN.example/@ann'>)"));
    EXPECT_FALSE(finds(R"(<a href="https://skein.example/@ann">x</a>)"));
    EXPECT_FALSE(finds(R"(<a rel="home" href="https://skein.example/@ann">x</a>)"));
    EXPECT_FALSE(finds(R"(<a rel="me" href="https://skein.example/@bob">x</a>)"));
    EXPECT_FALSE(finds(R"(<!-- <a rel="me" href="https://skein.example/@ann">x</a> -->)"));
    EXPECT_FALSE(finds(R"(<script>"<a rel='me' href='https://skein.example/@ann'>"</script>)"));
    EXPECT_FALSE(finds(R"(<p title='<a rel="me" href="https://skein.example/@ann">'>)"));
}

class VerifiedLinks : public ::testing::Test {
  protected:
    std::string verified_at() {
        return Answer(server.get("/api/v1/accounts/verify_credentials", token))
            .at("fields.0.verified_at");
    }
    void set_field(std::string_view value) {
        auto const answer = Answer(server.request(
            http::Method::patch, "/api/v1/accounts/update_credentials",
            {.token = token,
             .body = fmt::format(R"({{"fields_attributes":[{{"name":"site","value":"{}"}}]}})",
                                 value)}));
        ASSERT_EQ(answer.status(), 200);
        server.drain();
    }

    TestServer server{{.features = {{"profiles", install}}}};
    testing::Person ann = server.make_account("ann");
    std::string token = server.token(ann);
};

TEST_F(VerifiedLinks, a_page_that_links_back_is_marked_until_the_field_changes) {
    server.outside().answer("https://ann.example/", 200,
                            R"(<a rel=me href="https://skein.example/@ann">me</a>)", "text/html");
    set_field("https://ann.example/");
    EXPECT_NE(verified_at(), "null");
    set_field("https://other.example/");
    EXPECT_EQ(verified_at(), "null");
}

TEST_F(VerifiedLinks, a_page_that_no_longer_links_back_loses_its_mark_and_a_silent_one_keeps_it) {
    server.outside().answer("https://ann.example/", 200,
                            R"(<a rel=me href="https://skein.example/@ann">me</a>)", "text/html");
    set_field("https://ann.example/");
    server.outside().answer("https://ann.example/", 503, "", "text/html");
    ASSERT_TRUE(verify_again(server.server()));
    server.drain();
    EXPECT_NE(verified_at(), "null");
    server.outside().answer("https://ann.example/", 200, "nothing", "text/html");
    ASSERT_TRUE(verify_again(server.server()));
    server.drain();
    EXPECT_EQ(verified_at(), "null");
}

TEST_F(VerifiedLinks, a_page_that_sends_its_visitors_elsewhere_proves_nothing) {
    auto const end_at = [&](std::string_view url) {
        server.outside().answer_with([url = std::string(url)](http::Outgoing const&) {
            http::Answer answer;
            answer.status = 200;
            answer.body = R"(<a rel=me href="https://skein.example/@ann">me</a>)";
            answer.final_url = url;
            return std::optional<Result<http::Answer>>(std::move(answer));
        });
    };
    end_at("https://ann.example/home");
    set_field("https://bank.example/go?to=ann.example");
    EXPECT_EQ(verified_at(), "null");
    end_at("https://www.ann.example/");
    set_field("https://ann.example/");
    EXPECT_NE(verified_at(), "null");
}

TEST_F(VerifiedLinks, what_is_no_https_address_is_not_asked) {
    set_field("http://ann.example/");
    set_field("just words");
    EXPECT_TRUE(server.outside().requests().empty());
}

}  // namespace
}  // namespace skein::profiles
