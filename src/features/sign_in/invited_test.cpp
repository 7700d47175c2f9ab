#include <gtest/gtest.h>

#include "features/sign_in/feature.h"
#include "social/accounts.h"
#include "social/instance.h"
#include "social/invites.h"
#include "social/sign_ups.h"
#include "testing/answer.h"
#include "testing/browser.h"

namespace skein::sign_in {
namespace {

using testing::Answer;
using testing::body_of;
using testing::Browser;
using testing::Person;
using testing::TestServer;

constexpr std::string_view password = "seven quiet geese at dawn";
constexpr std::string_view home = "https://skein.example";

struct InvitedTest : ::testing::Test {
    TestServer server{
        {.features = {{"sign_in", sign_in::install}}, .settings = {{"invites.from", "everybody"}}}};
    Browser browser{server};
    Person ann = server.make_account("ann", {.display_name = "Ann & Co"});

    void set_mode(std::string_view mode) {
        server.write(
            [&](db::Tx& tx) { return social::set_instance_text(tx, "registrations", mode); });
    }
    std::string make(std::optional<std::int64_t> uses_max = {}) {
        return server
            .write([&](db::Tx& tx) {
                return social::insert_invite(server.server(), tx,
                                             {.account_id = ann.id(), .uses_max = uses_max});
            })
            .code;
    }
    http::Response send(std::string name, std::string const& code) {
        return browser.send("/auth/sign_up", {{"username", name},
                                              {"email", name + "@mail.example"},
                                              {"password", std::string(password)},
                                              {"invite_code", code},
                                              {"agreement", "1"}});
    }
    Answer send_by_app(std::string const& name, std::string const& code) {
        return Answer(server.post("/api/v1/accounts",
                                  fmt::format("username={0}&email={0}@mail.example&password={1}&"
                                              "agreement=1&invite_code={2}",
                                              name, password, code),
                                  server.app_token("write:accounts")));
    }
    std::optional<social::User> find(std::string_view name) {
        return server.read([&](db::Tx& tx) {
            return social::find_user_by_login(tx, server.server().keys(), name);
        });
    }
};

TEST_F(InvitedTest, the_link_opens_the_form_of_a_closed_server_and_the_proof_is_still_needed) {
    set_mode("closed");
    auto const code = make();
    auto const page = browser.open("/invite/" + code);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(body_of(page).contains("Ann &amp; Co</strong> (@ann@skein.example) invites you"));
    EXPECT_TRUE(body_of(page).contains("noindex"));
    EXPECT_EQ(testing::hidden_field(body_of(page), "invite_code"), code);
    EXPECT_EQ(send("bob", code).status, 200);
    ASSERT_TRUE(find("bob"));
    EXPECT_TRUE(find("bob")->approved_at);
    EXPECT_FALSE(find("bob")->confirmed_at);
    server.drain();
    auto const link = testing::link_in(server.outside().mails().at(0), home);
    browser.open(link);
    EXPECT_EQ(browser.send(link, {}).status, 200);
    browser.sign_in("bob", password);
}

TEST_F(InvitedTest, where_somebody_approves_the_invited_need_no_reason_and_wait_for_nobody) {
    set_mode("approval");
    auto const code = make();
    EXPECT_FALSE(body_of(browser.open("/invite/" + code)).contains("name=\"reason\""));
    EXPECT_EQ(send("bob", code).status, 200);
    EXPECT_TRUE(find("bob")->approved_at);
    EXPECT_EQ(send_by_app("cat", code).status(), 200);
    EXPECT_TRUE(find("cat")->approved_at);
    EXPECT_EQ(send_by_app("dan", "wrong").at("details.reason.0.error"), "ERR_BLANK");
    EXPECT_EQ(send("dan", "wrong").status, 422) << "as without an invite";
}

TEST_F(InvitedTest, what_is_wrong_is_corrected_without_losing_the_invite) {
    set_mode("closed");
    auto const code = make(1);
    browser.open("/invite/" + code);
    auto const wrong = send("no spaces please", code);
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(testing::hidden_field(body_of(wrong), "invite_code"), code);
    EXPECT_EQ(send("ann", code).status, 422) << "taken, and no use is counted";
    EXPECT_EQ(send("admin", code).status, 422) << "reserved";
    EXPECT_EQ(send("bob", code).status, 200);
}

TEST_F(InvitedTest, a_code_that_is_worth_nothing_opens_nothing) {
    set_mode("closed");
    auto const code = make(1);
    browser.open("/invite/" + code);
    EXPECT_EQ(send("bob", code).status, 200);
    for (auto const& dead : {code, std::string("wrong"), std::string(2000, 'x')}) {
        auto const answer = send("eve", dead);
        EXPECT_EQ(answer.status, 410);
        EXPECT_TRUE(body_of(answer).contains("This invite is not valid"));
        auto const to_app = send_by_app("eve", dead);
        EXPECT_EQ(to_app.status(), 403);
        EXPECT_EQ(to_app.error(), "This invite is not valid");
    }
    EXPECT_EQ(send("eve", "").status, 403);
    EXPECT_EQ(browser.open("/invite/" + code).status, 410);
    EXPECT_EQ(browser.open("/invite/wrong").status, 404);
    EXPECT_EQ(browser.open("/auth/sign_up").status, 403);
    EXPECT_FALSE(find("eve"));
    set_mode("open");
    EXPECT_EQ(send("eve", code).status, 200) << "whoever may come without may come";
    auto const guests = [](db::Tx& tx) { return social::list_invited_users(tx, {}, 9); };
    EXPECT_EQ(server.read(guests).size(), 1U);
}

TEST_F(InvitedTest, an_app_asks_first_at_either_address) {
    auto const code = make(1);
    auto const check = [&](std::string const& path) {
        return Answer(
            server.request(http::Method::get, path, {.headers = {{"Accept", "application/json"}}}));
    };
    for (auto const* place : {"/invite/", "/api/v1/invites/"}) {
        auto const answer = check(place + code);
        EXPECT_EQ(answer.status(), 200);
        EXPECT_EQ(answer.at("invite_code"), code);
        EXPECT_EQ(answer.at("instance_api_url"), "https://skein.example/api/v2/instance");
        EXPECT_EQ(check(std::string(place) + "wrong").status(), 404);
    }
    EXPECT_EQ(send_by_app("bob", code).status(), 200);
    EXPECT_EQ(check("/invite/" + code).status(), 401);
    EXPECT_EQ(check("/api/v1/invites/" + code).error(), "This invite is not valid");
}

}  // namespace
}  // namespace skein::sign_in
