// What the inbox answers, in which order it looks, and what it costs. What activities do is tested
// by the vectors (vectors_test.cpp).

#include "features/activitypub/inbox/receive_inbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/activitypub/federation_world_test.h"
#include "features/activitypub/inbox/asking.h"
#include "features/activitypub/inbox/waiting.h"
#include "features/activitypub/signatures/proofs.h"
#include "social/relations.h"

namespace skein::activitypub {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using vectors::Delivery;
using vectors::FederationWorld;

constexpr std::string_view alice = "https://mastodon.example/users/alice",
                           eve = "https://evil.example/users/eve",
                           gina = "https://gts.example/users/gina",
                           mitri = "https://mitra.example/users/mitri";

std::string like_of_101(std::string_view actor, std::string_view id = "likes/1") {
    return fmt::format(
        R"({{"id":"{0}#{1}","type":"Like","actor":"{0}","object":"https://skein.example/users/ana/statuses/101"}})",
        actor, id);
}

std::string note_of(std::string_view actor, std::string_view id, std::string_view text) {
    return fmt::format(
        R"({{"id":"{1}/activity","type":"Create","actor":"{0}","object":{{"id":"{1}","type":"Note",
            "attributedTo":"{0}","content":"{2}",
            "to":["https://www.w3.org/ns/activitystreams#Public"]}}}})",
        actor, id, text);
}

class Inbox : public ::testing::Test {
  protected:
    http::Response post(std::string_view signer, std::string body) {
        return world.post({.signer = std::string(signer), .body = std::move(body)});
    }
    int deliver(std::string_view signer, std::string body) {
        return world.deliver({.signer = std::string(signer), .body = std::move(body)});
    }
    http::Response tampered(std::function<void(http::Outgoing&)> tamper) {
        return world.post({.signer = std::string(alice),
                           .body = like_of_101(alice),
                           .tamper = std::move(tamper)});
    }
    bool likes(std::string_view who) {
        return world.fingerprint().contains(
            fmt::format("favourite {} {}", world.account(who).value, world.own(101).value));
    }

    FederationWorld world;
};

TEST_F(Inbox, a_known_actor_is_believed_without_asking_anybody) {
    EXPECT_EQ(deliver(alice, like_of_101(alice)), 202);
    EXPECT_TRUE(likes(alice));
    EXPECT_THAT(world.asked(), IsEmpty());
}

TEST_F(Inbox, an_accepted_activity_costs_two_statements) {
    EXPECT_EQ(deliver(alice, like_of_101(alice)), 202);
    auto const statements = world.test().statements(
        [&] { EXPECT_EQ(post(alice, like_of_101(alice, "likes/2")).status, 202); });
    EXPECT_EQ(statements, 2u);
    world.test().drain();
}

TEST_F(Inbox, what_is_no_activity_is_refused_by_its_form) {
    auto const type = [&](std::string_view value) {
        return world
            .post({.signer = std::string(alice),
                   .body = like_of_101(alice),
                   .content_type = std::string(value)})
            .status;
    };
    EXPECT_EQ(type("text/html"), 415);
    EXPECT_EQ(type("application/activity+xml"), 415);
    EXPECT_EQ(type("Application/Activity+JSON ; charset=utf-8"), 202);
    EXPECT_EQ(type("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""), 202);
    EXPECT_EQ(tampered([](http::Outgoing& request) {
                  request.headers.set("Content-Encoding", "gzip");
              }).status,
              415);
    EXPECT_EQ(post(alice, std::string((1 << 20) + 1, ' ')).status, 413);
    world.test().drain();
}

TEST_F(Inbox, every_wrong_signature_gets_the_same_answer) {
    auto const refused = [&](std::function<void(http::Outgoing&)> tamper) {
        auto const answer = tampered(std::move(tamper));
        EXPECT_EQ(answer.status, 401);
        EXPECT_TRUE(answer.headers.find("Accept-Signature"));
        return testing::body_of(answer);
    };
    auto const unsigned_ =
        refused([](http::Outgoing& request) { request.headers.remove("Signature"); });
    EXPECT_EQ(refused([](http::Outgoing& request) { request.body += ' '; }), unsigned_);
    EXPECT_EQ(refused([](http::Outgoing& request) { request.headers.remove("Digest"); }),
              unsigned_);
    EXPECT_EQ(refused([](http::Outgoing& request) {
                  request.headers.set("Date", "Tue, 24 Nov 2020 12:00:00 GMT");
              }),
              unsigned_);
    EXPECT_EQ(
        refused([](http::Outgoing& request) { request.headers.set("Host", "elsewhere.example"); }),
        unsigned_);
    auto const by_eve = world.post({.signer = std::string(alice),
                                    .body = like_of_101(alice),
                                    .key_file = "keys/evil.example.rsa.pem"});
    EXPECT_EQ(by_eve.status, 401);
    EXPECT_EQ(testing::body_of(by_eve), unsigned_);
    world.test().drain();
    EXPECT_FALSE(likes(alice));
}

// security.md 2.3.
TEST_F(Inbox, what_was_signed_long_ago_is_not_believed) {
    std::optional<http::Outgoing> recorded;
    auto const answer = tampered([&](http::Outgoing& request) { recorded = request; });
    EXPECT_EQ(answer.status, 202);
    world.test().clock().advance(std::chrono::hours(13));
    auto const replayed = tampered([&](http::Outgoing& request) { request = *recorded; });
    EXPECT_EQ(replayed.status, 401);
    world.test().drain();
}

TEST_F(Inbox, a_refused_domain_is_refused_before_anybody_is_asked) {
    constexpr std::string_view bob = "https://sub.blocked.example/users/bob";
    EXPECT_EQ(deliver(bob, like_of_101(bob)), 403);
    // By a clean signer, of a refused actor.
    EXPECT_EQ(deliver(alice, like_of_101(bob)), 403);
    EXPECT_THAT(world.asked(), IsEmpty());
}

TEST_F(Inbox, an_unknown_actor_is_asked_for_once) {
    EXPECT_EQ(deliver(eve, like_of_101(eve)), 202);
    EXPECT_TRUE(likes(eve));
    // The actor, what proves the handle, and in a job how many follow whom.
    EXPECT_LE(world.asked().size(), 5u);
    auto const before = world.asked().size();
    EXPECT_EQ(deliver(eve, like_of_101(eve, "likes/2")), 202);
    EXPECT_EQ(world.asked().size(), before);
}

// security.md 2.7.
TEST_F(Inbox, a_key_that_is_nowhere_is_not_asked_for_again_at_once) {
    constexpr std::string_view nobody = "https://nowhere.example/users/nobody";
    EXPECT_EQ(deliver(nobody, like_of_101(nobody)), 401);
    auto const before = world.asked().size();
    EXPECT_LE(before, 2u);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(deliver(nobody, like_of_101(nobody)), 401);
    EXPECT_EQ(world.asked().size(), before);
}

TEST_F(Inbox, a_key_that_was_replaced_is_read_anew) {
    world.test().clock().advance(std::chrono::hours(1));
    auto document = world.internet().body(std::string(alice));
    auto const other =
        crypto::PrivateKey::from_pem(vectors::read_fixture("keys/mastodon.example.2.rsa.pem"))
            .value();
    json::Writer pem;
    pem.value(other.public_key().to_pem());
    auto const begin = document.find("\"-----BEGIN");
    document.replace(begin, document.find("\\n\"", begin) + 3 - begin, pem.text());
    world.internet().set(std::string(alice), testing::make_answer(200, document));
    EXPECT_EQ(world.deliver({.signer = std::string(alice),
                             .body = like_of_101(alice),
                             .key_file = "keys/mastodon.example.2.rsa.pem"}),
              202);
    EXPECT_TRUE(likes(alice));
    EXPECT_EQ(deliver(alice, like_of_101(alice, "likes/2")), 401);
}

TEST_F(Inbox, who_repeats_themselves_is_heard_once) {
    auto const before = world.fingerprint();
    EXPECT_EQ(deliver(alice, like_of_101(alice)), 202);
    auto const after = world.fingerprint();
    EXPECT_NE(before, after);
    EXPECT_EQ(deliver(alice, like_of_101(alice)), 202);
    EXPECT_EQ(
        world.deliver({.signer = std::string(alice), .inbox = "ana", .body = like_of_101(alice)}),
        202);
    EXPECT_EQ(world.fingerprint(), after);
}

// security.md 1.13.
TEST_F(Inbox, nobody_uses_up_the_id_of_somebody_elses_activity) {
    auto const forged = fmt::format(
        R"({{"id":"{}#likes/1","type":"Like","actor":"{}","object":"https://skein.example/users/ana/statuses/101"}})",
        alice, eve);
    EXPECT_EQ(deliver(eve, forged), 403);
    EXPECT_EQ(deliver(alice, like_of_101(alice)), 202);
    EXPECT_TRUE(likes(alice));
}

TEST_F(Inbox, a_full_house_says_when_to_come_again) {
    world.server().part<Waiting>().set_limits(
        {.activities_max = 0, .bytes_max = 1 << 20, .of_a_host_max = 10});
    auto const answer = post(eve, like_of_101(eve));
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(answer.headers.find("Retry-After"));
    EXPECT_THAT(world.asked(), IsEmpty());
}

TEST_F(Inbox, few_wait_for_the_key_of_one_server) {
    auto& asking = world.server().part<Asking>();
    std::vector<std::shared_ptr<Asking::Place>> places;
    for (std::size_t i = 0; i < Asking::of_a_host_max; ++i)
        places.push_back(asking.enter("evil.example"));
    EXPECT_FALSE(asking.enter("evil.example"));
    auto const answer = post(eve, like_of_101(eve));
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(answer.headers.find("Retry-After"));
    EXPECT_THAT(world.asked(), IsEmpty());
    // Others are asked for meanwhile, and what is known is believed.
    constexpr std::string_view zoe = "https://beehaw.example/u/zoe";
    EXPECT_EQ(world
                  .post({.signer = std::string(zoe),
                         .body = like_of_101(zoe),
                         .key_file = "keys/beehaw.example.rsa.pem"})
                  .status,
              202);
    EXPECT_EQ(post(alice, like_of_101(alice)).status, 202);
    places.clear();
    EXPECT_EQ(deliver(eve, like_of_101(eve)), 202);
}

TEST_F(Inbox, what_was_processed_waits_no_more) {
    EXPECT_EQ(deliver(alice, like_of_101(alice)), 202);
    EXPECT_EQ(deliver(alice, R"({"type":"Travel","actor":"https://mastodon.example/users/alice"})"),
              202);
    // Not hers to say: dropped.
    EXPECT_EQ(deliver(eve, R"({"type":"Delete","actor":"https://evil.example/users/eve",
                               "object":"https://mastodon.example/users/alice/statuses/1"})"),
              202);
    EXPECT_EQ(world.server().part<Waiting>().activities(), 0);
    EXPECT_EQ(world.server().part<Waiting>().bytes(), 0);
}

TEST_F(Inbox, a_proof_by_the_actor_is_as_good_as_a_signature) {
    auto const key =
        crypto::PrivateKey::from_pem(vectors::read_fixture("keys/mitra.example.ed25519.pem"))
            .value();
    auto const prove = [&](std::string const& body) {
        return add_proof(world.rewrite(body), "https://mitra.example/users/mitri#ed25519-key", key,
                         world.test().clock().now());
    };
    EXPECT_EQ(deliver(eve, prove(like_of_101(mitri))), 202);
    EXPECT_TRUE(likes(mitri));
    EXPECT_FALSE(likes(eve));
    // Of somebody else, or of another text.
    EXPECT_EQ(deliver(eve, prove(like_of_101(alice))), 401);
    auto changed = prove(like_of_101(mitri, "likes/2"));
    changed.replace(changed.find("likes/2"), 7, "likes/3");
    EXPECT_EQ(deliver(eve, changed), 401);
    EXPECT_FALSE(likes(alice));
}

/// alice's Delete of her first post, as somebody passes it on.
std::string passed_on_delete() {
    return fmt::format(
        R"({{"id":"{0}/statuses/1#delete","type":"Delete","actor":"{0}","object":"{0}/statuses/1",
            "signature":{{"type":"RsaSignature2017","creator":"{0}#main-key",
            "signatureValue":"eA=="}}}})",
        alice);
}

// federation.md 2.3.
TEST_F(Inbox, what_is_passed_on_by_somebody_followed_is_asked_for_at_its_origin) {
    auto const post_of_alice = fmt::format("{}/statuses/1", alice);
    EXPECT_EQ(deliver(gina, passed_on_delete()), 202);
    EXPECT_TRUE(world.status(post_of_alice)) << "it is still there at its origin";
    world.internet().set(post_of_alice, testing::make_answer(404, "", "text/plain"));
    world.test().clock().advance(std::chrono::minutes(10));
    EXPECT_EQ(deliver(eve, passed_on_delete()), 401);
    EXPECT_TRUE(world.status(post_of_alice));
    EXPECT_EQ(deliver(gina, passed_on_delete()), 202);
    EXPECT_FALSE(world.status(post_of_alice));
}

TEST_F(Inbox, an_edit_that_comes_right_behind_is_not_lost) {
    constexpr std::string_view id = "https://mastodon.example/users/alice/statuses/77";
    auto create = note_of(alice, id, "first");
    // Somebody who must be asked for is named: the Create starts anew where it may wait.
    create.replace(create.find("\"content\""), 0,
                   R"("tag":[{"type":"Mention","href":"https://sharkey.example/users/a1sharky"},
                   {"type":"Mention","href":"https://beehaw.example/u/zoe"}],)");
    auto update = note_of(alice, id, "second");
    update.replace(update.find("\"Create\""), 8, "\"Update\"");
    update.replace(update.find("/activity"), 9, "/update");
    EXPECT_EQ(post(alice, create).status, 202);
    EXPECT_EQ(post(alice, update).status, 202);
    world.test().drain();
    auto const status = world.status(id);
    ASSERT_TRUE(status);
    EXPECT_THAT(status->content, HasSubstr("second"));
    EXPECT_TRUE(world.account("https://beehaw.example/u/zoe"));
}

TEST_F(Inbox, an_inbox_of_nobody_is_not_there) {
    auto const missing = world.test().request(
        http::Method::post, "/ap/users/123/inbox",
        {.body = like_of_101(alice), .content_type = "application/activity+json"});
    EXPECT_EQ(missing.status, 404);
}

TEST_F(Inbox, a_suspended_actor_may_only_take_things_back) {
    EXPECT_EQ(deliver(alice, like_of_101(alice)), 202);
    auto const id = world.account(alice);
    world.test().write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, id));
        account.state = social::AccountState::suspended;
        return social::update_account(tx, account);
    });
    EXPECT_EQ(deliver(alice, note_of(alice, "https://mastodon.example/n/78", "hello")), 202);
    EXPECT_FALSE(world.status("https://mastodon.example/n/78"));
    EXPECT_EQ(world.deliver_file("mastodon-undo-like"), 202);
    EXPECT_FALSE(likes(alice));
}

}  // namespace
}  // namespace skein::activitypub
