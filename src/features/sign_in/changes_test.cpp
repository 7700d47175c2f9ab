#include <gtest/gtest.h>

#include "features/sign_in/feature.h"
#include "features/sign_in/mails.h"
#include "social/account_states.h"
#include "social/mailing.h"
#include "social/passwords.h"
#include "testing/browser.h"

namespace skein::sign_in {
namespace {

using testing::body_of;
using testing::Browser;
using testing::TestServer;

constexpr std::string_view password = "seven quiet geese at dawn";
constexpr std::string_view other_password = "four slow rivers going south";
constexpr std::string_view home = "https://skein.example";

struct ChangesTest : ::testing::Test {
    TestServer server{{.features = {{"sign_in", sign_in::install}}}};
    Browser browser{server};
    testing::Person ann = server.make_account("ann", {.password = std::string(password)});

    std::vector<mail::Message> mails() {
        server.drain();
        return server.outside().mails();
    }
    http::Response ask_reset(std::string email) {
        browser.open("/auth/reset");
        return browser.send("/auth/reset", {{"email", std::move(email)}});
    }
    int sign_in_with(std::string_view login, std::string_view secret) {
        Browser fresh(server);
        fresh.open("/auth/sign_in");
        return fresh
            .send("/auth/sign_in",
                  {{"login", std::string(login)}, {"password", std::string(secret)}})
            .status;
    }
    bool works(std::string const& session) {
        Browser other(server);
        other.cookies()["__Host-skein_session"] = session;
        return other.open("/settings/sessions").status == 200;
    }
    mail::Message mail_to(std::string_view address) {
        for (auto const& message : mails())
            if (message.to == address) return message;
        ADD_FAILURE() << "no mail to " << address;
        return {};
    }
    bool token_works(std::string const& token) {
        return server.get("/api/v1/emails/check_confirmation", token).status == 200;
    }
};

TEST_F(ChangesTest, an_account_is_deleted_by_its_owner_with_the_password) {
    auto const token = server.token(ann);
    auto const session = server.session(ann);
    EXPECT_EQ(browser.open("/settings/delete").status, 303) << "only for who is signed in";
    browser.open("/auth/sign_in");
    browser.send("/auth/sign_in", {{"login", "ann"}, {"password", std::string(password)}});
    auto const page = body_of(browser.open("/settings/delete"));
    EXPECT_TRUE(page.contains("cannot be undone"));
    EXPECT_TRUE(page.contains("@ann@skein.example"));
    EXPECT_FALSE(page.contains("/settings/export")) << "this server has no such page";
    EXPECT_EQ(browser.send("/settings/delete", {{"current_password", "guess"}}).status, 422);
    EXPECT_TRUE(token_works(token));
    auto const done =
        browser.send("/settings/delete", {{"current_password", std::string(password)}});
    EXPECT_EQ(done.status, 200);
    EXPECT_TRUE(done.headers.get("Set-Cookie").contains("Max-Age=0"));
    EXPECT_FALSE(works(session));
    EXPECT_FALSE(token_works(token));
    EXPECT_EQ(sign_in_with("ann", password), 422) << "as a name that nobody has";
    server.drain();
    EXPECT_TRUE(mails().empty());
}

TEST_F(ChangesTest, the_only_owner_stays) {
    auto const olga = server.make_account(
        "olga", {.role = social::Role::owner, .password = std::string(password)});
    browser.open("/auth/sign_in");
    browser.send("/auth/sign_in", {{"login", "olga"}, {"password", std::string(password)}});
    browser.open("/settings/delete");
    auto const refused =
        browser.send("/settings/delete", {{"current_password", std::string(password)}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(body_of(refused).contains("only owner"));
}

TEST_F(ChangesTest, deleting_needs_the_token_of_our_own_form) {
    auto const session = server.session(ann);
    auto const answer =
        server.request(http::Method::post, "/settings/delete",
                       {.body = "current_password=seven+quiet+geese+at+dawn",
                        .headers = {{"Origin", "https://evil.example"},
                                    {"Sec-Fetch-Site", "cross-site"},
                                    {"Cookie", "__Host-skein_session=" + session}}});
    EXPECT_GE(answer.status, 400);
    EXPECT_TRUE(works(session));
}

TEST_F(ChangesTest, nobody_signs_in_to_an_account_in_memoriam) {
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, ann.id()));
        return social::memorialize_account(tx, account);
    });
    EXPECT_EQ(sign_in_with("ann", password), 403);
    EXPECT_EQ(sign_in_with("ann", "guess"), 422) << "told to those only who know the password";
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, ann.id()));
        return social::end_memorial(tx, account);
    });
    EXPECT_EQ(sign_in_with("ann", password), 303);
}

TEST_F(ChangesTest, asking_for_a_reset_says_the_same_for_every_address) {
    auto const known = body_of(ask_reset(ann.email));
    auto const unknown = body_of(ask_reset("nobody@mail.example"));
    EXPECT_EQ(known, unknown);
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].to, ann.email);
}

TEST_F(ChangesTest, asking_for_a_reset_costs_the_same_for_every_address) {
    browser.open("/auth/reset");
    auto const cost = [&](std::string const& email) {
        return server.statements([&] { browser.send("/auth/reset", {{"email", email}}); });
    };
    EXPECT_EQ(cost(ann.email), cost("nobody@mail.example"));
}

TEST_F(ChangesTest, the_link_gives_a_new_password_and_ends_everything_the_old_one_opened) {
    auto const session = server.session(ann);
    auto const token = server.token(ann);
    ask_reset(ann.email);
    auto const path = testing::link_in(mails()[0], home);
    EXPECT_TRUE(path.starts_with("/auth/reset/"));
    EXPECT_EQ(browser.open(path).status, 200);
    EXPECT_EQ(browser.send(path, {{"password", "short"}}).status, 422);
    EXPECT_EQ(browser.send(path, {{"password", std::string(other_password)}}).status, 200);
    EXPECT_EQ(sign_in_with("ann", password), 422);
    EXPECT_EQ(sign_in_with("ann", other_password), 303);
    EXPECT_FALSE(works(session));
    EXPECT_FALSE(token_works(token));
    EXPECT_EQ(browser.open(path).status, 404) << "the link worked twice";
    EXPECT_TRUE(mails().back().subject.contains("password was changed"));
}

TEST_F(ChangesTest, a_reset_link_dies_after_an_hour) {
    ask_reset(ann.email);
    auto const path = testing::link_in(mails()[0], home);
    server.clock().advance(std::chrono::minutes(61));
    EXPECT_EQ(browser.open(path).status, 404);
    EXPECT_EQ(browser.send(path, {{"password", std::string(other_password)}}).status, 404);
}

TEST_F(ChangesTest, a_reset_link_dies_with_the_password_it_was_asked_for) {
    ask_reset(ann.email);
    ask_reset(ann.email);
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 2u);
    auto const first = testing::link_in(sent[0], home);
    browser.open(first);
    EXPECT_EQ(browser.send(first, {{"password", std::string(other_password)}}).status, 200);
    EXPECT_EQ(browser.open(testing::link_in(sent[1], home)).status, 404);
}

TEST_F(ChangesTest, links_lead_to_our_own_address_whatever_the_request_claims) {
    browser.open("/auth/reset");
    server.request(
        http::Method::post, "/auth/reset",
        {.body = "email=ann%40mail.example&csrf=" + browser.csrf(),
         .headers = {{"Host", "evil.example"},
                     {"Origin", "https://skein.example"},
                     {"Cookie", "__Host-skein_form=" + browser.cookies()["__Host-skein_form"]}}});
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_FALSE(sent[0].text.contains("evil.example"));
    EXPECT_FALSE(sent[0].html.contains("evil.example"));
}

TEST_F(ChangesTest, mails_to_one_address_are_limited_alike_for_known_and_unknown) {
    for (std::string const& email : {ann.email, std::string("nobody@mail.example")}) {
        browser.client_address = email == ann.email ? "203.0.113.7" : "203.0.113.8";
        for (int i = 0; i < 10; ++i) EXPECT_EQ(ask_reset(email).status, 200);
        EXPECT_EQ(ask_reset(email).status, 429);
    }
}

TEST_F(ChangesTest, one_mailbox_gets_few_mails_from_however_many_addresses_they_are_asked) {
    browser.open("/auth/reset");
    auto const ask_from_many = [&](std::string const& path) {
        browser.open(path);
        for (int i = 0; i < 20; ++i) {
            browser.client_address = fmt::format("203.0.113.{}", i + 1);
            EXPECT_EQ(browser.send(path, {{"email", ann.email}}).status, 200);
        }
        return std::ssize(mails());
    };
    EXPECT_EQ(ask_from_many("/auth/reset"), social::stranger_mails_per_hour_max);
    auto total = social::stranger_mails_per_hour_max;
    for (int hour = 0; hour < 6; ++hour) {
        server.clock().advance(std::chrono::hours(1));
        total = ask_from_many("/auth/reset");
    }
    // The days of the count and of this test may meet in the middle.
    EXPECT_GE(total, social::stranger_mails_per_day_max);
    EXPECT_LE(total, 2 * social::stranger_mails_per_day_max);
    // What one's own deeds cause is not counted.
    browser.sign_in("ann", password);
    browser.open("/settings/password");
    browser.send("/settings/password", {{"current_password", std::string(password)},
                                        {"password", std::string(other_password)}});
    EXPECT_EQ(std::ssize(mails()), total + 1);
}

TEST_F(ChangesTest, changing_the_password_needs_the_old_one_and_ends_other_sessions) {
    auto const other = server.session(ann);
    auto const token = server.token(ann);
    browser.sign_in("ann", password);
    auto const own = browser.cookies()["__Host-skein_session"];
    browser.open("/settings/password");
    EXPECT_EQ(browser
                  .send("/settings/password",
                        {{"current_password", "wrong"}, {"password", std::string(other_password)}})
                  .status,
              422);
    EXPECT_TRUE(works(other));
    EXPECT_EQ(browser
                  .send("/settings/password", {{"current_password", std::string(password)},
                                               {"password", std::string(other_password)}})
                  .status,
              303);
    EXPECT_FALSE(works(other));
    EXPECT_FALSE(works(own)) << "the session kept its secret";
    EXPECT_EQ(browser.open("/settings/sessions").status, 200);
    EXPECT_TRUE(token_works(token));
    browser.open("/settings/password");
    browser.send("/settings/password", {{"current_password", std::string(other_password)},
                                        {"password", std::string(password)},
                                        {"sign_out_apps", "1"}});
    EXPECT_FALSE(token_works(token));
}

TEST_F(ChangesTest, a_new_address_needs_the_password_and_a_proof_and_the_old_one_is_told) {
    browser.sign_in("ann", password);
    browser.open("/settings/email");
    EXPECT_EQ(
        browser
            .send("/settings/email", {{"email", "new@mail.example"}, {"current_password", "wrong"}})
            .status,
        422);
    EXPECT_TRUE(mails().empty());
    EXPECT_EQ(browser
                  .send("/settings/email", {{"email", "new@mail.example"},
                                            {"current_password", std::string(password)}})
                  .status,
              200);
    auto sent = mails();
    ASSERT_EQ(sent.size(), 2u);
    auto const to_new = sent[0].to == "new@mail.example" ? sent[0] : sent[1];
    auto const to_old = sent[0].to == "new@mail.example" ? sent[1] : sent[0];
    EXPECT_EQ(to_old.to, ann.email);
    EXPECT_EQ(sign_in_with("new@mail.example", password), 422) << "it counts without a proof";
    auto const path = testing::link_in(to_new, home);
    browser.open(path);
    EXPECT_EQ(browser.send(path, {}).status, 200);
    EXPECT_EQ(sign_in_with("new@mail.example", password), 303);
    EXPECT_EQ(sign_in_with(ann.email, password), 422);
    sent = mails();
    ASSERT_EQ(sent.size(), 3u);
    EXPECT_EQ(sent[2].to, ann.email);
    EXPECT_EQ(browser.send(path, {}).status, 404) << "the link worked twice";
}

TEST_F(ChangesTest, a_change_of_address_whose_mail_waited_is_void_after_a_change_of_password) {
    // In one transaction, so that no mail can be written between the two.
    server.write([&](db::Tx& tx) -> Result<void> {
        auto user = *ann.user;
        TRY_OK(ask_email_change(tx, server.server(), user, "new@mail.example"));
        user.password_hash = "another";
        return social::update_user(tx, user);
    });
    for (auto const& message : mails()) EXPECT_NE(message.to, "new@mail.example");
}

TEST_F(ChangesTest, a_change_of_address_is_void_after_a_newer_one) {
    auto const ask = [&](std::vector<std::string> addresses) {
        server.write([&](db::Tx& tx) -> Result<void> {
            for (auto const& address : addresses)
                TRY_OK(ask_email_change(tx, server.server(), *ann.user, address));
            return {};
        });
    };
    ask({"first@mail.example"});
    auto const first = mail_to("first@mail.example");
    ask({"second@mail.example", "third@mail.example"});
    auto const third = mail_to("third@mail.example");
    for (auto const& message : mails()) EXPECT_NE(message.to, "second@mail.example");
    EXPECT_EQ(browser.open(testing::link_in(first, home)).status, 404);
    auto const path = testing::link_in(third, home);
    browser.open(path);
    EXPECT_EQ(browser.send(path, {}).status, 200);
    EXPECT_EQ(sign_in_with("third@mail.example", password), 303);
}

TEST_F(ChangesTest, an_address_of_somebody_else_is_not_given_away) {
    auto const bob = server.make_account("bob", {.password = std::string(password)});
    browser.sign_in("ann", password);
    browser.open("/settings/email");
    auto const ask = [&](std::string const& email) {
        return body_of(browser.send(
            "/settings/email", {{"email", email}, {"current_password", std::string(password)}}));
    };
    EXPECT_EQ(ask(bob.email), ask("new@mail.example"));
    for (auto const& message : mails())
        if (message.to == bob.email) EXPECT_FALSE(message.text.contains("/auth/email/"));
    EXPECT_EQ(sign_in_with(bob.email, password), 303);
}

TEST(Passwords, simple_ones_are_found_and_plain_phrases_are_not) {
    std::vector<std::string> const own{"wanderinggoose", "skein.example"};
    for (auto const* simple :
         {"password1234", "aaaaaaaaaaaa", "123456789012", "qwertyuiop12", "zyxwvutsrqpo",
          "Correct Horse Battery Staple", "WanderingGoose12", "skein.example1", "passwordpassword",
          "goose goose goose", "ฝูงห่านฝูงห่านฝูงห่าน"})
        EXPECT_EQ(social::find_password_fault(simple, own), social::PasswordFault::too_simple)
            << simple;
    for (auto const* good : {"seven quiet geese at dawn", "tmuRqk!92xLp", "ฝูงห่านบินลงใต้ตอนเช้า"})
        EXPECT_EQ(social::find_password_fault(good, own), std::nullopt) << good;
    EXPECT_EQ(social::find_password_fault("short", own), social::PasswordFault::too_short);
    EXPECT_EQ(social::find_password_fault(std::string(1025, 'x'), own),
              social::PasswordFault::too_long);
}

}  // namespace
}  // namespace skein::sign_in
