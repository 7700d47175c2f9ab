#include <gtest/gtest.h>

#include "base/encoding.h"
#include "core/events.h"
#include "features/push/feature.h"
#include "features/push/send_push.h"
#include "features/push/subscriptions.h"
#include "platform/crypto/web_push.h"
#include "social/access.h"
#include "social/account_states.h"
#include "social/relations.h"
#include "testing/answer.h"
#include "testing/fake_client.h"

namespace skein::push {
namespace {

using social::NotificationKind;
using testing::Answer;
using testing::Person;
using testing::TestServer;

constexpr auto path = "/api/v1/push/subscription";

db::Query<std::int64_t> const count_rows{"test.push.rows",
                                         "SELECT COUNT(*) FROM push_subscriptions"};
db::Query<std::int64_t> const count_jobs{"test.push.jobs",
                                         "SELECT COUNT(*) FROM jobs WHERE name = 'push.send'"};
db::Sql const spoil_tokens{"test.push.spoil",
                           "UPDATE push_subscriptions SET sealed_token = receiver_secret"};

class Push : public ::testing::Test {
  protected:
    Push() {
        server.outside().answer_with([this](http::Outgoing const&) {
            http::Answer answer;
            answer.status = status;
            return std::optional(Result<http::Answer>(answer));
        });
    }
    std::string body(std::string const& alerts, std::string const& more = {},
                     std::string const& endpoint = "https://push.example/abc") {
        return fmt::format(
            R"({{"subscription":{{"endpoint":"{}","keys":{{"p256dh":"{}","auth":"{}"}}{}}},)"
            R"("data":{{"alerts":{{{}}}{}}}}})",
            endpoint, point, secret, more.starts_with(",\"standard\"") ? more : "", alerts,
            more.starts_with(",\"policy\"") ? more : "");
    }
    Answer subscribe(std::string const& text, std::string const& token) {
        return Answer(server.post(path, text, token));
    }
    Answer get(std::string const& token) { return Answer(server.get(path, token)); }
    /// Bob mentions ann.
    StatusId mention(Person const& by) {
        auto const post = server.post(by, "@ann hello");
        server.write([&](db::Tx& tx) {
            return social::notify(tx, ann.id(), NotificationKind::mention, by.id(), post.id);
        });
        server.drain();
        return post.id;
    }
    std::vector<http::Outgoing> sent() { return server.outside().requests(); }
    std::int64_t rows() {
        return server.read([](db::Tx& tx) { return tx.load(count_rows); });
    }

    int status = 201;
    TestServer server{{.features = {{"push", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
    std::string point = to_base64url(crypto::p256_from(std::string(32, '\x07')).value().point);
    std::string secret = to_base64url(std::string(16, '\x05'));
};

TEST_F(Push, a_subscription_is_answered_as_it_stands) {
    EXPECT_EQ(get(anns).status(), 404);
    auto const made =
        subscribe(body(R"("mention":true,"admin.report":true)", R"(,"policy":"followed")"), anns);
    EXPECT_EQ(made.status(), 200);
    EXPECT_EQ(made.at("endpoint"), "https://push.example/abc");
    EXPECT_EQ(made.at("alerts.mention"), "true");
    EXPECT_EQ(made.at("alerts.reblog"), "false");
    EXPECT_EQ(made.at("policy"), "followed");
    EXPECT_EQ(made.at("standard"), "false");
    EXPECT_EQ(made.at("server_key"), crypto::vapid_public_key(server.server().keys()));
    EXPECT_EQ(get(anns).at("id"), made.at("id"));
    EXPECT_EQ(get(bobs).status(), 404);
    Answer const changed(server.put(path, R"({"data":{"alerts":{"poll":true}}})", anns));
    EXPECT_EQ(changed.at("id"), made.at("id"));
    EXPECT_EQ(changed.at("alerts.mention"), "false");
    EXPECT_EQ(changed.at("alerts.poll"), "true");
    EXPECT_EQ(changed.at("policy"), "all");
    EXPECT_EQ(server.put(path, "{}", bobs).status, 404);
    EXPECT_EQ(server.del(path, anns).status, 200);
    EXPECT_EQ(get(anns).status(), 404);
    EXPECT_EQ(server.del(path, anns).status, 200);
}

TEST_F(Push, there_is_one_for_each_token) {
    auto const first = subscribe(body(R"("mention":true)"), anns);
    auto const second = subscribe(body("", "", "https://push.example/other"), anns);
    EXPECT_NE(first.at("id"), second.at("id"));
    EXPECT_EQ(get(anns).at("endpoint"), "https://push.example/other");
    EXPECT_EQ(rows(), 1);
    subscribe(body(""), server.token(ann));
    EXPECT_EQ(rows(), 2);
}

TEST_F(Push, what_breaks_a_rule_is_refused) {
    for (auto const* endpoint : {"", "http://push.example/a", "ftp://push.example", "push.example",
                                 "https://user:word@push.example/", "https://push.example/#a"})
        EXPECT_EQ(subscribe(body("", "", endpoint), anns).status(), 422) << endpoint;
    EXPECT_EQ(subscribe(body("", R"(,"policy":"friends")"), anns).status(), 422);
    point = to_base64url(std::string(65, '\x04'));
    EXPECT_EQ(subscribe(body(""), anns).status(), 422);
    EXPECT_EQ(subscribe("{}", anns).status(), 422);
    EXPECT_EQ(rows(), 0);
}

TEST_F(Push, who_may_not_is_refused) {
    EXPECT_EQ(subscribe(body(""), "").status(), 401);
    EXPECT_EQ(subscribe(body(""), server.token(ann, "read write follow")).status(), 403);
    EXPECT_EQ(get(server.token(ann, "read")).status(), 403);
}

TEST_F(Push, a_notification_goes_to_those_who_ask_for_its_kind) {
    subscribe(body(R"("mention":true)", R"(,"standard":true)"), anns);
    subscribe(body(R"("follow":true)"), server.token(ann));
    mention(bob);
    auto const requests = sent();
    ASSERT_EQ(requests.size(), 1U);
    auto const& headers = requests.front().headers;
    EXPECT_EQ(requests.front().url, "https://push.example/abc");
    EXPECT_EQ(requests.front().redirects_max, 0);
    EXPECT_EQ(headers.get("Content-Encoding"), "aes128gcm");
    EXPECT_EQ(headers.get("TTL"), "172800");
    EXPECT_EQ(headers.get("Urgency"), "normal");
    EXPECT_TRUE(headers.get("Authorization").starts_with("vapid t="));
    EXPECT_LE(headers.get("Topic").size(), 32U);
    EXPECT_EQ(requests.front().body.find("hello"), std::string::npos);
}

TEST_F(Push, the_older_form_names_its_keys_in_headers) {
    subscribe(body(R"("mention":true)"), anns);
    mention(bob);
    auto const requests = sent();
    ASSERT_EQ(requests.size(), 1U);
    auto const& headers = requests.front().headers;
    EXPECT_EQ(headers.get("Content-Encoding"), "aesgcm");
    EXPECT_TRUE(headers.get("Authorization").starts_with("WebPush "));
    EXPECT_TRUE(headers.get("Encryption").starts_with("salt="));
    EXPECT_NE(headers.get("Crypto-Key").find(";p256ecdsa="), std::string::npos);
}

TEST_F(Push, a_policy_says_whose_doings_are_pushed) {
    subscribe(body(R"("mention":true)", R"(,"policy":"followed")"), anns);
    mention(bob);
    EXPECT_EQ(sent().size(), 0U);
    server.write([&](db::Tx& tx) { return social::follow(tx, ann.id(), bob.id(), {}); });
    mention(bob);
    EXPECT_EQ(sent().size(), 1U);
    subscribe(body(R"("mention":true)", R"(,"policy":"follower")"), anns);
    mention(bob);
    EXPECT_EQ(sent().size(), 1U);
    server.write([&](db::Tx& tx) { return social::follow(tx, bob.id(), ann.id(), {}); });
    mention(bob);
    EXPECT_EQ(sent().size(), 2U);
    subscribe(body(R"("mention":true)", R"(,"policy":"none")"), anns);
    mention(bob);
    EXPECT_EQ(sent().size(), 2U);
}

TEST_F(Push, a_subscriber_who_is_gone_is_forgotten) {
    for (auto const gone : {400, 401, 403, 404, 410}) {
        subscribe(body(R"("mention":true)"), anns);
        status = gone;
        mention(bob);
        EXPECT_EQ(rows(), 0) << gone;
    }
}

TEST_F(Push, a_service_that_fails_is_asked_again) {
    subscribe(body(R"("mention":true)"), anns);
    status = 500;
    mention(bob);
    EXPECT_EQ(sent().size(), 1U);
    status = 201;
    server.clock().advance(std::chrono::minutes(3));
    server.drain();
    EXPECT_EQ(sent().size(), 2U);
    server.clock().advance(std::chrono::hours(3));
    server.drain();
    EXPECT_EQ(sent().size(), 2U);
    EXPECT_EQ(rows(), 1);
}

TEST_F(Push, what_it_refuses_is_not_sent_again) {
    subscribe(body(R"("mention":true)"), anns);
    status = 413;
    mention(bob);
    server.clock().advance(std::chrono::hours(3));
    server.drain();
    EXPECT_EQ(sent().size(), 1U);
    EXPECT_EQ(rows(), 1);
}

TEST_F(Push, it_is_tried_until_it_is_old_and_then_forgotten) {
    EXPECT_EQ(push_retry(1), std::chrono::minutes(1));
    EXPECT_EQ(push_retry(5), std::chrono::minutes(480));
    EXPECT_EQ(push_retry(50), std::chrono::minutes(480));
    subscribe(body(R"("mention":true)"), anns);
    status = 500;
    mention(bob);
    EXPECT_EQ(sent().size(), 1U);
    server.clock().advance(std::chrono::hours(49));
    server.drain();
    EXPECT_EQ(sent().size(), 1U);
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_jobs); }), 0);
    EXPECT_EQ(rows(), 1);
}

TEST_F(Push, a_token_sealed_with_another_key_leaves_no_job) {
    subscribe(body(R"("mention":true)"), anns);
    server.write([](db::Tx& tx) { return tx.run(spoil_tokens); });
    mention(bob);
    EXPECT_EQ(sent().size(), 0U);
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_jobs); }), 0);
}

TEST_F(Push, who_is_shut_out_reads_nothing_on_their_device_either) {
    subscribe(body(R"("mention":true)"), anns);
    auto const decide = [&](auto const& change) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, ann.id()));
            return change(tx, std::move(account));
        });
    };
    decide(social::suspend_account);
    mention(bob);
    EXPECT_EQ(sent().size(), 0U);
    decide(social::unsuspend_account);
    decide(social::memorialize_account);
    mention(bob);
    EXPECT_EQ(sent().size(), 0U);
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_jobs); }), 0);
    decide(social::end_memorial);
    mention(bob);
    EXPECT_EQ(sent().size(), 1U) << "the subscription is still there";
}

TEST_F(Push, nothing_is_pushed_without_its_token) {
    auto const made = subscribe(body(R"("mention":true)"), anns);
    EXPECT_EQ(made.status(), 200);
    server.write([&](db::Tx& tx) { return social::remove_tokens_of_user(tx, ann.user->id); });
    mention(bob);
    EXPECT_EQ(sent().size(), 0U);
    EXPECT_EQ(server.write([](db::Tx& tx) { return sweep_subscriptions(tx, 10); }), 1);
    EXPECT_EQ(rows(), 0);
}

TEST_F(Push, the_web_app_has_one_for_its_session) {
    testing::Ask ask{.cookie = server.session(ann), .body = body(R"("mention":true)")};
    Answer const made(server.request(http::Method::post, path, ask));
    EXPECT_EQ(made.status(), 200);
    subscribe(body(R"("mention":true)", "", "https://push.example/app"), anns);
    mention(bob);
    EXPECT_EQ(sent().size(), 2U);
    ask.body.clear();
    EXPECT_EQ(Answer(server.request(http::Method::get, path, ask)).at("id"), made.at("id"));
    server.write([&](db::Tx& tx) { return social::remove_sessions_of_user(tx, ann.user->id); });
    mention(bob);
    EXPECT_EQ(sent().size(), 3U) << "the token's alone";
    EXPECT_EQ(server.write([](db::Tx& tx) { return sweep_subscriptions(tx, 10); }), 1);
    EXPECT_EQ(rows(), 1);
}

}  // namespace
}  // namespace skein::push
