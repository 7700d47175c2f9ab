#include "features/web_app/shell.h"

#include <gtest/gtest.h>

#include "features/profiles/feature.h"
#include "features/public_pages/feature.h"
#include "features/timelines/feature.h"
#include "social/pages.h"
#include "testing/test_server.h"

namespace skein::web_app {
namespace {

using testing::Ask;
using testing::body_of;
using testing::Person;
using testing::TestServer;

/// A built app of three lines.
void install_stand_in(Server& server) {
    install_shell(server,
                  R"(<html><script type="application/json" id="first"></script><p>app</p></html>)",
                  R"(["/home", "/@{acct}/followers"])");
    server.error_page = social::error_page;
}

class WebApp : public ::testing::Test {
  protected:
    http::Response open(std::string_view path, std::string cookie = {}) {
        return server.request(http::Method::get, path,
                              {.cookie = std::move(cookie), .headers = {{"Accept", "text/html"}}});
    }
    /// What stands in the element that carries the first answers.
    static json::Document first_of(http::Response const& page) {
        auto const text = body_of(page);
        auto const from = text.find("id=\"first\">") + 11;
        auto document = json::Document::parse(text.substr(from, text.find("</script>") - from));
        EXPECT_TRUE(document.has_value());
        return *std::move(document);
    }
    static std::vector<std::string> paths_in(json::Document const& first) {
        std::vector<std::string> paths;
        for (auto const& answer : first.root().find("answers")->elements())
            paths.emplace_back(answer.get_text("path"));
        return paths;
    }

    TestServer server{{.features = {{"profiles", profiles::install},
                                    {"public_pages", public_pages::install},
                                    {"timelines", timelines::install},
                                    {"web_app", install_stand_in}}}};
    Person ann = server.make_account("ann");
    std::string session = server.session(ann);
};

TEST_F(WebApp, opens_for_who_is_signed_in_and_leads_others_to_the_door) {
    EXPECT_TRUE(body_of(open("/home", session)).contains("<p>app</p>"));
    auto const stranger = open("/home");
    EXPECT_EQ(stranger.status, 303);
    EXPECT_EQ(stranger.headers.get("Location"), "/auth/sign_in?next=%2Fhome");
}

TEST_F(WebApp, shares_addresses_with_the_pages_for_everybody) {
    server.post(ann, "A post anybody may read");
    auto const stranger = open("/@ann");
    EXPECT_TRUE(body_of(stranger).contains("A post anybody may read"));
    EXPECT_TRUE(stranger.headers.get("Vary").contains("Cookie"));
    auto const member = open("/@ann", session);
    EXPECT_TRUE(body_of(member).contains("<p>app</p>"));
    EXPECT_EQ(member.headers.get("Vary"), "Cookie");
    auto const feed = open("/@ann.rss", session);
    EXPECT_TRUE(body_of(feed).contains("<rss"));
    EXPECT_EQ(feed.headers.get("Vary"), "Accept, Accept-Language, Cookie");
}

TEST_F(WebApp, page_carries_the_first_answers_of_the_api) {
    server.write([&](db::Tx& tx) -> Result<void> {
        auto account = ann.account;
        account.display_name = "</script><!--<script>";
        return social::update_account(tx, account);
    });
    auto const page = open("/home", session);
    // Nothing that somebody wrote ends the element: one `<` opens it, one closes it.
    auto const text = body_of(page);
    EXPECT_EQ(text.find("</script>"), text.rfind("</script>"));
    EXPECT_FALSE(text.contains("<!--"));
    auto const first = first_of(page);
    EXPECT_EQ(paths_in(first),
              (std::vector<std::string>{"/api/v1/accounts/verify_credentials",
                                        "/api/v1/preferences", "/api/v1/timelines/home?limit=20"}));
    auto const own = first.root().find("answers")->elements().front();
    EXPECT_EQ(own.find("body")->get_text("display_name"), "</script><!--<script>");
    EXPECT_FALSE(first.root().get_text("form_token").empty());
}

TEST_F(WebApp, answers_are_what_the_api_says_with_their_links) {
    auto const token = server.token(ann);
    for (int i = 0; i < 25; ++i) server.post(ann, fmt::format("Post {}", i));
    server.drain();
    auto const asked = server.get("/api/v1/timelines/home?limit=20", token);
    auto const first = first_of(open("/home", session));
    auto const home = first.root().find("answers")->elements().back();
    EXPECT_EQ(home.get_text("link"), asked.headers.get("Link"));
    EXPECT_EQ(home.find("body")->elements().size(), 20);
    EXPECT_EQ(home.find("body")->dump(), json::Document::parse(body_of(asked))->root().dump());
}

TEST_F(WebApp, many_posts_cost_as_many_statements_as_one) {
    auto const cost = [&] {
        open("/home", session);
        return server.statements([&] { open("/home", session); });
    };
    server.post(ann, "One");
    server.drain();
    auto const one = cost();
    for (int i = 0; i < 19; ++i) server.post(ann, fmt::format("Post {}", i));
    server.drain();
    EXPECT_EQ(cost(), one);
}

TEST_F(WebApp, who_asks_too_often_gets_the_page_without_answers) {
    Ask const from_outside{.cookie = session, .client_address = "203.0.113.9"};
    http::Response page;
    for (int i = 0; i < 301; ++i)
        page = server.request(http::Method::get, "/@ann/followers", from_outside);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(body_of(page).contains("<p>app</p>"));
    EXPECT_TRUE(paths_in(first_of(page)).empty());
}

TEST_F(WebApp, page_may_run_its_own_scripts_and_nothing_else) {
    auto const page = open("/home", session);
    auto const policy = std::string(page.headers.get("Content-Security-Policy"));
    EXPECT_TRUE(policy.contains("script-src 'self';"));
    EXPECT_TRUE(policy.contains("require-trusted-types-for 'script'"));
    EXPECT_FALSE(policy.contains("unsafe"));
    EXPECT_EQ(page.headers.get("Cache-Control"), "private, no-cache");
    EXPECT_EQ(page.headers.get("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(page.headers.get("X-Content-Type-Options"), "nosniff");
}

TEST_F(WebApp, is_not_shown_to_who_is_not_let_in_yet) {
    auto const waiting = server.make_account("bob", {.approved = false});
    auto const page = open("/home", server.session(waiting));
    EXPECT_EQ(page.status, 302);
    EXPECT_EQ(page.headers.get("Location"), "/");
}

TEST(InsideScript, leaves_no_bracket_and_means_the_same) {
    EXPECT_EQ(inside_script(R"({"a":"<b"})"), R"({"a":"\u003cb"})");
    EXPECT_EQ(inside_script("<"), "\\u003c");
    EXPECT_EQ(inside_script(""), "");
}

}  // namespace
}  // namespace skein::web_app
