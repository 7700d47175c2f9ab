#include <gtest/gtest.h>

#include "features/sign_in/feature.h"
#include "features/sign_in/mails.h"
#include "features/sign_in/set_up.h"
#include "features/sign_in/tidy.h"
#include "social/access.h"
#include "social/accounts.h"
#include "social/instance.h"
#include "social/mailing.h"
#include "social/sign_ups.h"
#include "testing/answer.h"
#include "testing/browser.h"

namespace skein::sign_in {
namespace {

using testing::body_of;
using testing::Browser;
using testing::TestServer;

constexpr std::string_view password = "seven quiet geese at dawn";
constexpr std::string_view home = "https://skein.example";

struct JoiningTest : ::testing::Test {
    TestServer server{{.features = {{"sign_in", sign_in::install}}}};
    Browser browser{server};

    void set_mode(std::string_view mode) {
        server.write(
            [&](db::Tx& tx) { return social::set_instance_text(tx, "registrations", mode); });
    }
    http::Response sign_up(std::string name, std::string email, std::string secret = {}) {
        browser.open("/auth/sign_up");
        return browser.send("/auth/sign_up",
                            {{"username", std::move(name)},
                             {"email", std::move(email)},
                             {"password", secret.empty() ? std::string(password) : secret},
                             {"reason", "I like geese."},
                             {"agreement", "1"}});
    }
    std::vector<mail::Message> mails() {
        server.drain();
        return server.outside().mails();
    }
    std::optional<social::User> find(std::string_view login) {
        return server.read([&](db::Tx& tx) {
            return social::find_user_by_login(tx, server.server().keys(), login);
        });
    }
    http::Response follow_link(mail::Message const& message) {
        auto const path = testing::link_in(message, home);
        browser.open("/auth/sign_in");  // A dead link's page has no form.
        browser.open(path);
        return browser.send(path, {});
    }
};

TEST_F(JoiningTest, whoever_signs_up_at_an_open_server_confirms_the_address_and_is_in) {
    set_mode("open");
    EXPECT_EQ(sign_up("ann", "Ann@Mail.example").status, 200);
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0].to, "ann@mail.example");
    EXPECT_TRUE(sent[0].html.contains(testing::link_in(sent[0], home)));
    EXPECT_EQ(follow_link(sent[0]).status, 200);
    browser.sign_in("ann@mail.example", password);
    EXPECT_TRUE(body_of(browser.open("/")).contains("Welcome, ann"));
}

TEST_F(JoiningTest, looking_at_the_link_changes_nothing_and_using_it_works_once) {
    set_mode("open");
    sign_up("ann", "ann@mail.example");
    auto const sent = mails();
    auto const path = testing::link_in(sent[0], home);
    EXPECT_EQ(browser.open(path).status, 200);
    EXPECT_EQ(browser.open(path).status, 200);
    EXPECT_FALSE(find("ann")->confirmed_at);
    EXPECT_EQ(browser.send(path, {}).status, 200);
    EXPECT_TRUE(find("ann")->confirmed_at);
    EXPECT_EQ(browser.open(path).status, 404);
    EXPECT_EQ(browser.send(path, {}).status, 404);
}

TEST_F(JoiningTest, an_old_link_is_dead_and_another_mail_can_be_asked_for) {
    set_mode("open");
    sign_up("ann", "ann@mail.example");
    auto const first = mails();
    server.clock().advance(std::chrono::days(6));
    browser.open("/auth/confirmation");
    EXPECT_EQ(browser.send("/auth/confirmation", {{"email", "ann@mail.example"}}).status, 200);
    server.clock().advance(std::chrono::days(2));
    EXPECT_EQ(browser.open(testing::link_in(first[0], home)).status, 404);
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_EQ(follow_link(sent[1]).status, 200);
}

TEST_F(JoiningTest, a_known_address_gets_the_same_answer_and_a_different_mail) {
    set_mode("open");
    server.make_account("ann");
    auto const known = sign_up("one", "ann@mail.example");
    auto const known_page = body_of(known);
    auto const fresh = sign_up("two", "new@mail.example");
    EXPECT_EQ(known.status, fresh.status);
    EXPECT_EQ(known_page, body_of(fresh));
    // The name is taken in both cases, so trying it again tells nothing either.
    EXPECT_EQ(body_of(sign_up("one", "x@mail.example")).contains("This username is taken"),
              body_of(sign_up("two", "x@mail.example")).contains("This username is taken"));
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_TRUE(sent[0].subject.contains("already have an account"));
    EXPECT_TRUE(testing::link_in(sent[0], home).starts_with("/auth/sign_in"));
    EXPECT_TRUE(sent[1].subject.starts_with("Confirm"));
}

TEST_F(JoiningTest, of_two_who_gave_one_address_the_first_to_prove_it_has_it) {
    set_mode("open");
    sign_up("thief", "ann@mail.example");
    sign_up("ann", "ann@mail.example");
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_TRUE(sent[1].text.contains("@ann"));
    EXPECT_EQ(follow_link(sent[1]).status, 200);
    EXPECT_EQ(follow_link(sent[0]).status, 409);
    EXPECT_TRUE(find("ann")->confirmed_at);
    EXPECT_FALSE(find("thief")->confirmed_at);
    EXPECT_EQ(find("ann@mail.example")->id, find("ann")->id);
}

TEST_F(JoiningTest, at_a_server_with_approval_a_reason_is_needed_and_a_moderator_decides) {
    browser.open("/auth/sign_up");
    auto const without = browser.send("/auth/sign_up", {{"username", "ann"},
                                                        {"email", "ann@mail.example"},
                                                        {"password", std::string(password)},
                                                        {"agreement", "1"}});
    EXPECT_EQ(without.status, 422);
    EXPECT_TRUE(body_of(without).contains("href=\"#reason\""));
    EXPECT_EQ(sign_up("ann", "ann@mail.example").status, 200);
    EXPECT_EQ(follow_link(mails()[0]).status, 200);
    EXPECT_EQ(find("ann")->reason, "I like geese.");
    browser.open("/auth/sign_in");
    EXPECT_EQ(browser.send("/auth/sign_in", {{"login", "ann"}, {"password", std::string(password)}})
                  .status,
              403);
    auto const waiting = server.read([](db::Tx& tx) { return social::list_waiting_users(tx, 10); });
    ASSERT_EQ(waiting.size(), 1u);
    server.write([&](db::Tx& tx) { return social::approve_user(tx, waiting[0].id); });
    EXPECT_TRUE(mails().back().subject.ends_with("is ready"));
    browser.sign_in("ann", password);
}

TEST_F(JoiningTest, a_closed_server_takes_nobody) {
    set_mode("closed");
    EXPECT_EQ(browser.open("/auth/sign_up").status, 403);
    EXPECT_EQ(sign_up("ann", "ann@mail.example").status, 403);
    EXPECT_FALSE(find("ann"));
    auto const answer = server.post("/api/v1/accounts", R"({"username":"ann"})",
                                    server.app_token("write:accounts"));
    EXPECT_EQ(answer.status, 403);
}

TEST_F(JoiningTest, what_is_wrong_is_said_in_a_summary_and_at_the_field) {
    set_mode("open");
    server.make_account("taken");
    struct Case {
        std::string name, email, secret, field;
    };
    for (auto const& [name, email, secret, field] :
         {Case{"", "a@mail.example", "", "username"}, Case{"a b", "a@mail.example", "", "username"},
          Case{"admin", "a@mail.example", "", "username"},
          Case{"Taken", "a@mail.example", "", "username"},
          Case{std::string(31, 'a'), "a@mail.example", "", "username"},
          Case{"ann", "no address", "", "email"}, Case{"ann", "a\"b@mail.example", "", "email"},
          Case{"ann", "a@mail.example", "short", "password"},
          Case{"ann", "a@mail.example", "password12345", "password"},
          Case{"ann", "a@mail.example", "aaaaaaaaaaaaaaaa", "password"},
          Case{"ann", "a@mail.example", "abcdefghijklmnop", "password"},
          Case{"wanderinggoose", "a@mail.example", "WanderingGoose1", "password"},
          Case{"ann", "a@mail.example", std::string(1025, 'x'), "password"}}) {
        auto const answer = sign_up(name, email, secret);
        auto const page = body_of(answer);
        EXPECT_EQ(answer.status, 422) << name << email << secret;
        EXPECT_TRUE(page.contains("href=\"#" + field + "\"")) << name << email << secret;
        EXPECT_TRUE(page.contains("id=\"" + field + "-wrong\"")) << name << email << secret;
        if (secret.size() > 4) EXPECT_FALSE(page.contains(secret)) << "the password came back";
    }
    EXPECT_TRUE(mails().empty());
}

TEST_F(JoiningTest, the_rules_must_be_agreed_to_where_they_are_shown) {
    set_mode("open");
    server.write(
        [](db::Tx& tx) { return social::set_rules(tx, {{{}, 0, "Be <kind>.", "Always."}}); });
    EXPECT_TRUE(body_of(browser.open("/auth/sign_up")).contains("Be &lt;kind&gt;."));
    auto const answer = browser.send(
        "/auth/sign_up",
        {{"username", "ann"}, {"email", "ann@mail.example"}, {"password", std::string(password)}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(body_of(answer).contains("Confirm that you agree"));
}

TEST_F(JoiningTest, sign_ups_from_one_address_are_limited) {
    set_mode("open");
    browser.client_address = "203.0.113.7";
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(sign_up("ann" + std::to_string(i), "ann@mail.example").status, 200);
    EXPECT_EQ(sign_up("ann9", "ann@mail.example").status, 429);
}

TEST_F(JoiningTest, members_do_not_multiply_what_one_address_may_sign_up) {
    set_mode("open");
    auto const post = [&](std::string const& name, std::string token) {
        return server
            .request(http::Method::post, "/api/v1/accounts",
                     {.token = std::move(token),
                      .body = fmt::format(R"({{"username":"{}","email":"{}@mail.example",
                                  "agreement":true,"password":"seven quiet geese at dawn"}})",
                                          name, name),
                      .client_address = "203.0.113.7"})
            .status;
    };
    EXPECT_EQ(post("one", server.token(server.make_account("ann"))), 403);
    for (std::string const name : {"two", "three", "four", "five"})
        EXPECT_EQ(post(name, server.app_token("write:accounts")), 200);
    EXPECT_EQ(post("six", server.token(server.make_account("bob"))), 429);
}

TEST_F(JoiningTest, one_mailbox_has_many_spellings_and_gets_few_mails) {
    set_mode("open");
    for (int i = 0; i < 6; ++i) {
        browser.client_address = "203.0.113." + std::to_string(i);
        auto const number = std::to_string(i);
        EXPECT_EQ(sign_up("bad" + number, "victim+" + number + "@mail.example").status, 200);
    }
    EXPECT_EQ(std::ssize(mails()), social::stranger_mails_per_hour_max);
}

TEST_F(JoiningTest, a_mail_that_finds_no_room_for_its_link_is_one_mail) {
    auto const user = server.make_account("ann").user->id;
    auto tries = 2 * social::stranger_mails_per_hour_max;
    server.server().part<social::MailKinds>().all["test.full"] = {
        [&](Server&, social::User const&,
            std::string const&) -> Result<std::optional<social::MailText>> {
            if (--tries > 0) return fail(Errc::storage_full, "");
            social::MailText text;
            text.subject = "At last";
            return text;
        },
        true};
    server.write([&](db::Tx& tx) { return enqueue(tx, social::SendMail{user, "test.full", {}}); });
    // How long a job waits for room varies a little.
    for (auto left = 8 * social::stranger_mails_per_hour_max; left > 0; --left) {
        server.drain();
        server.clock().advance(std::chrono::seconds(30));
    }
    EXPECT_EQ(tries, 0);
    EXPECT_EQ(std::ssize(mails()), 1);
}

TEST_F(JoiningTest, one_mailbox_gets_few_mails_whoever_signs_up_with_it_and_its_owner_gets_in) {
    set_mode("open");
    for (int i = 0; i < 12; ++i) {
        browser.client_address = "203.0.113." + std::to_string(i);
        EXPECT_EQ(sign_up("bad" + std::to_string(i), "victim@mail.example").status, 200);
    }
    EXPECT_EQ(std::ssize(mails()), social::stranger_mails_per_hour_max);
    browser.client_address = "198.51.100.9";
    EXPECT_EQ(sign_up("ann", "victim@mail.example").status, 200);
    EXPECT_EQ(std::ssize(mails()), social::stranger_mails_per_hour_max);
    server.clock().advance(std::chrono::hours(1));
    browser.open("/auth/confirmation");
    EXPECT_EQ(browser.send("/auth/confirmation", {{"email", "victim@mail.example"}}).status, 200);
    auto const sent = mails();
    ASSERT_EQ(std::ssize(sent), social::stranger_mails_per_hour_max + 1);
    EXPECT_TRUE(sent.back().text.contains("@ann"));
    EXPECT_EQ(follow_link(sent.back()).status, 200);
    EXPECT_TRUE(find("ann")->confirmed_at);
}

TEST_F(JoiningTest, one_network_address_asks_for_ten_mails_to_one_address) {
    set_mode("open");
    browser.client_address = "198.51.100.9";
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(sign_up("bob" + std::to_string(i), "somebody@mail.example").status, 200);
    auto const resend = [&] {
        browser.open("/auth/confirmation");
        return browser.send("/auth/confirmation", {{"email", "somebody@mail.example"}}).status;
    };
    for (int i = 0; i < 6; ++i) EXPECT_EQ(resend(), 200);
    EXPECT_EQ(resend(), 429);
}

TEST_F(JoiningTest, an_address_that_nobody_has_proven_is_no_login) {
    set_mode("open");
    server.make_account("ann", {.password = std::string("another person's words")});
    std::vector<std::string> pages;
    for (std::string const address : {"ann@mail.example", "free@mail.example"}) {
        sign_up(address == "ann@mail.example" ? "one" : "two", address);
        browser.open("/auth/sign_in");
        auto const answer = browser.send("/auth/sign_in",
                                         {{"login", address}, {"password", std::string(password)}});
        EXPECT_EQ(answer.status, 422);
        auto page = body_of(answer);
        page.replace(page.find(address), address.size(), "");
        pages.push_back(page);
    }
    EXPECT_EQ(pages[0], pages[1]) << "one sees which address has an account";
}

TEST_F(JoiningTest, nobody_waits_for_ever_for_a_proof_that_does_not_come) {
    set_mode("open");
    sign_up("ann", "ann@mail.example");
    server.drain();
    server.clock().advance(std::chrono::days(15));
    ASSERT_TRUE(tidy(server.server()).has_value());
    EXPECT_FALSE(find("ann"));
    EXPECT_EQ(sign_up("ann", "ann@mail.example").status, 200) << "the name is not free again";
}

TEST_F(JoiningTest, an_app_signs_up_and_its_token_works_once_the_address_is_confirmed) {
    set_mode("open");
    auto const answer = server.post(
        "/api/v1/accounts",
        R"({"username":"ann","email":"ann@mail.example","password":"seven quiet geese at dawn",
            "agreement":true,"locale":"en"})",
        server.app_token("read write"));
    ASSERT_EQ(answer.status, 200) << body_of(answer);
    auto const document = testing::json_of(answer);
    std::string const token(document.root().get_text("access_token"));
    EXPECT_EQ(document.root().get_text("token_type"), "Bearer");
    EXPECT_EQ(document.root().get_text("scope"), "read write");
    EXPECT_EQ(body_of(server.get("/api/v1/emails/check_confirmation", token)), "false");
    EXPECT_EQ(body_of(server.post("/api/v1/emails/confirmations", "", token)), "{}");
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_EQ(follow_link(sent[1]).status, 200);
    EXPECT_EQ(body_of(server.get("/api/v1/emails/check_confirmation", token)), "true");
    EXPECT_EQ(server.post("/api/v1/emails/confirmations", "", token).status, 403);
}

TEST_F(JoiningTest, an_app_may_correct_the_address_and_the_old_link_proves_nothing) {
    set_mode("open");
    auto const answer = server.post(
        "/api/v1/accounts",
        R"({"username":"ann","email":"wrong@mail.example","password":"seven quiet geese at dawn",
            "agreement":true})",
        server.app_token("write:accounts"));
    std::string const token(testing::json_of(answer).root().get_text("access_token"));
    auto const first = mails();
    server.post("/api/v1/emails/confirmations", R"({"email":"right@mail.example"})", token);
    auto const sent = mails();
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_EQ(sent[1].to, "right@mail.example");
    EXPECT_EQ(follow_link(first[0]).status, 404);
    EXPECT_FALSE(find("ann")->confirmed_at);
    EXPECT_EQ(follow_link(sent[1]).status, 200);
}

TEST_F(JoiningTest, an_app_is_told_every_detail_of_what_is_wrong) {
    auto const answer =
        server.post("/api/v1/accounts", R"({"username":"admin","email":"x","password":"short"})",
                    server.app_token("write:accounts"));
    EXPECT_EQ(answer.status, 422);
    auto const document = testing::json_of(answer);
    auto const details = document.root().find("details");
    ASSERT_TRUE(details);
    for (auto const& [field, code] :
         {std::pair{"username", "ERR_RESERVED"}, std::pair{"email", "ERR_INVALID"},
          std::pair{"password", "ERR_TOO_SHORT"}, std::pair{"agreement", "ERR_ACCEPTED"},
          std::pair{"reason", "ERR_BLANK"}}) {
        auto const list = details->find(field);
        ASSERT_TRUE(list) << field;
        EXPECT_EQ(list->elements().at(0).get_text("error"), code);
        EXPECT_FALSE(list->elements().at(0).get_text("description").empty());
    }
    EXPECT_TRUE(document.root().get_text("error").starts_with("Validation failed: "));
}

TEST_F(JoiningTest, a_known_address_looks_the_same_to_an_app) {
    set_mode("open");
    server.make_account("ann");
    auto const post = [&](std::string_view name, std::string_view email) {
        return server.post("/api/v1/accounts",
                           fmt::format(R"({{"username":"{}","email":"{}","agreement":true,
                                           "password":"seven quiet geese at dawn"}})",
                                       name, email),
                           server.app_token("write:accounts"));
    };
    auto const known = post("one", "ann@mail.example");
    auto const fresh = post("two", "new@mail.example");
    EXPECT_EQ(known.status, 200);
    EXPECT_EQ(fresh.status, 200);
    EXPECT_EQ(body_of(known).size(), body_of(fresh).size());
}

TEST_F(JoiningTest, signing_up_needs_an_app_with_the_scope) {
    EXPECT_EQ(server.post("/api/v1/accounts", "{}").status, 401);
    EXPECT_EQ(server.post("/api/v1/accounts", "{}", server.app_token("read")).status, 403);
}

TEST_F(JoiningTest, no_address_stands_readable_in_what_is_stored) {
    set_mode("open");
    sign_up("ann", "marker@mail.example");
    browser.open("/auth/reset");
    browser.send("/auth/reset", {{"email", "marker@mail.example"}});
    server.read([&](db::Tx& tx) -> Result<void> {
        TRY(auto const jobs, list_jobs(tx, false, "", 100));
        for (auto const& job : jobs) EXPECT_FALSE(job.payload.contains("marker")) << job.name;
        return {};
    });
}

TEST_F(JoiningTest, the_owner_comes_in_by_the_one_time_link) {
    auto const link = make_set_up_link(server.server());
    ASSERT_TRUE(link.has_value() && *link);
    auto const path = (*link)->substr(home.size());
    EXPECT_EQ(browser.open(path).status, 200);
    Browser::FormFields const fields{
        {"title", "Goose Pond"},         {"description", "A quiet place."},
        {"registrations", "closed"},     {"username", "owner1"},
        {"email", "owner@mail.example"}, {"password", std::string(password)}};
    EXPECT_EQ(browser.send(path, fields).status, 303);
    EXPECT_TRUE(browser.signed_in());
    auto const owner = find("owner1");
    ASSERT_TRUE(owner);
    EXPECT_EQ(owner->role, social::Role::owner);
    EXPECT_TRUE(owner->confirmed_at && owner->approved_at);
    EXPECT_TRUE(body_of(browser.open("/")).contains("Goose Pond"));
    EXPECT_EQ(browser.open("/auth/sign_up").status, 403);
    // Neither it nor a new one makes a second owner.
    Browser other(server);
    EXPECT_EQ(other.open(path).status, 404);
    other.open("/auth/sign_in");
    EXPECT_EQ(other.send(path, fields).status, 404);
    EXPECT_FALSE(*make_set_up_link(server.server()));
}

TEST_F(JoiningTest, a_stranger_who_signs_up_first_does_not_shut_the_owner_out) {
    set_mode("open");
    sign_up("stranger", "stranger@mail.example");
    auto const link = make_set_up_link(server.server());
    ASSERT_TRUE(link.has_value() && *link);
    auto const path = (*link)->substr(home.size());
    browser.open(path);
    EXPECT_EQ(browser
                  .send(path, {{"title", "Goose Pond"},
                               {"registrations", "closed"},
                               {"username", "keeper"},
                               {"email", "keeper@mail.example"},
                               {"password", std::string(password)}})
                  .status,
              303);
    EXPECT_EQ(find("keeper")->role, social::Role::owner);
}

TEST_F(JoiningTest, a_new_set_up_link_ends_the_old_one_and_a_wrong_one_opens_nothing) {
    auto const first = make_set_up_link(server.server());
    auto const second = make_set_up_link(server.server());
    EXPECT_EQ(browser.open((*first)->substr(home.size())).status, 404);
    EXPECT_EQ(browser.open("/setup/guess").status, 404);
    auto const path = (*second)->substr(home.size());
    EXPECT_EQ(browser.open(path).status, 200);
    EXPECT_EQ(browser.send(path, {{"title", ""}}).status, 422);
    EXPECT_EQ(browser.open(path).status, 200) << "a mistake used the link up";
}

TEST(JoiningAge, who_is_too_young_is_told_so_in_detail) {
    testing::TestServer server(
        {.features = {{"sign_in", sign_in::install}},
         .settings = {{"sign_up.age_min", "16"}, {"instance.registrations", "open"}}});
    auto const ask = [&](std::string born) {
        return testing::Answer(
            server.post("/api/v1/accounts",
                        R"({"username":"ann","email":"ann@mail.example","agreement":true,)"
                        R"("password":"seven quiet geese at dawn","date_of_birth":")" +
                            born + "\"}",
                        server.app_token("write:accounts")));
    };
    EXPECT_EQ(ask("").at("details.date_of_birth.0.error"), "ERR_BLANK");
    EXPECT_EQ(ask("1990-02-30").at("details.date_of_birth.0.error"), "ERR_INVALID");
    auto const today = server.clock().now();
    EXPECT_EQ(
        ask(to_iso_date(today - std::chrono::days(15 * 366))).at("details.date_of_birth.0.error"),
        "ERR_BELOW_LIMIT");
    EXPECT_EQ(ask("1990-02-28").status(), 200);
}

}  // namespace
}  // namespace skein::sign_in
