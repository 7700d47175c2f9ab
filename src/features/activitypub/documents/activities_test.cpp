// Every activity this server sends, field by field.

#include <gtest/gtest.h>

#include "features/activitypub/addresses.h"
#include "features/activitypub/documents/documents.h"
#include "features/activitypub/feature.h"
#include "features/activitypub/keys.h"
#include "features/activitypub/signatures/multikey.h"
#include "features/activitypub/signatures/proofs.h"
#include "social/media.h"
#include "social/moves.h"
#include "social/quotes.h"
#include "testing/answer.h"
#include "testing/test_server.h"

namespace skein::activitypub {
namespace {

constexpr std::string_view everybody = "https://www.w3.org/ns/activitystreams#Public";
constexpr std::string_view alice = "https://mastodon.example/users/alice";

/// A document, read by dotted paths.
struct Read {
    explicit Read(std::string text)
        : answer(http::json_response(200, text)), bytes(std::move(text)) {}
    std::string at(std::string_view path) const { return answer.at(path); }
    testing::Answer answer;
    std::string bytes;
};

class Activities : public ::testing::Test {
  protected:
    Activities() {
        for (auto const& person : {ann, bob}) EXPECT_TRUE(load_own_keys(server, person.id()));
    }
    template <class Make, class... Args>
    Read in_read(Make make, Args const&... args) {
        return Read(test.read([&](db::Tx& tx) { return make(Desk{server, tx}, args...); }));
    }
    std::string address_of(social::Status const& post) {
        return status_address(server, post.account_id, post.id);
    }

    testing::TestServer test{{.features = {{"activitypub", install}}}};
    Server& server = test.server();
    testing::Person ann = test.make_account("ann"), bob = test.make_account("bob");
    std::string anns = actor_address(server, ann.id()), bobs = actor_address(server, bob.id());
};

TEST_F(Activities, a_public_create_carries_a_proof_that_holds) {
    auto const post = test.post(ann, "hello");
    auto const create = in_read(create_activity, post.id);
    EXPECT_EQ(create.at("id"), address_of(post) + "/activity");
    EXPECT_EQ(create.at("to.0"), everybody);
    EXPECT_EQ(create.at("cc.0"), anns + "/followers");
    EXPECT_EQ(create.bytes, in_read(create_activity, post.id).bytes) << "deterministic";
    auto const claim = read_proof(create.answer.root(), test.clock().now());
    ASSERT_TRUE(claim) << claim.error().detail;
    EXPECT_EQ(claim->verification_method, anns + "#ed25519-key");
    auto const keys = load_own_keys(server, ann.id()).value();
    auto const key = read_multikey(keys->ed25519_multibase).value();
    EXPECT_TRUE(verify_proof(*claim, key, anns));
}

TEST_F(Activities, what_is_for_few_carries_no_proof) {
    auto const post = test.post(ann, "@bob hello", social::Visibility::private_);
    auto const create = in_read(create_activity, post.id);
    EXPECT_EQ(create.at("to"), fmt::format("[\"{}/followers\"]", anns));
    EXPECT_EQ(create.at("cc.0"), bobs);
    EXPECT_EQ(create.at("proof"), "absent");
    auto const direct = test.post(ann, "@bob hello", social::Visibility::direct);
    auto const secret = in_read(create_activity, direct.id);
    EXPECT_EQ(secret.at("to.0"), bobs);
    EXPECT_EQ(secret.at("cc"), "[]");
    EXPECT_FALSE(secret.bytes.contains(everybody));
}

TEST_F(Activities, an_unlisted_post_is_for_followers_first) {
    auto const post = test.post(ann, "hello", social::Visibility::unlisted);
    auto const create = in_read(create_activity, post.id);
    EXPECT_EQ(create.at("to.0"), anns + "/followers");
    EXPECT_EQ(create.at("cc.0"), everybody);
}

TEST_F(Activities, each_update_has_an_id_of_its_own) {
    auto const post = test.post(ann, "hello");
    auto const first = in_read(update_status_activity, post.id);
    test.clock().advance(std::chrono::seconds(1));
    auto const second = in_read(update_status_activity, post.id);
    EXPECT_EQ(first.at("type"), "Update");
    EXPECT_TRUE(first.at("id").starts_with(address_of(post) + "#updates/"));
    EXPECT_NE(first.at("id"), second.at("id"));
    EXPECT_EQ(first.at("object.id"), address_of(post));
    auto const actor = in_read(update_actor_activity, ann.id());
    EXPECT_EQ(actor.at("object.id"), anns);
    EXPECT_EQ(actor.at("object.publicKey.owner"), anns);
    EXPECT_EQ(actor.at("object.@context"), "absent");
}

TEST_F(Activities, a_delete_leaves_a_tombstone) {
    auto const post = test.post(ann, "hello");
    Read const removed(
        delete_status_activity(server, ann.id(), post.id, social::Visibility::public_));
    EXPECT_EQ(removed.at("type"), "Delete");
    EXPECT_EQ(removed.at("object.type"), "Tombstone");
    EXPECT_EQ(removed.at("object.id"), address_of(post));
    EXPECT_EQ(removed.at("to.0"), everybody);
    Read const hidden(
        delete_status_activity(server, ann.id(), post.id, social::Visibility::direct));
    EXPECT_EQ(hidden.at("to"), "[]");
    Read const account(delete_actor_activity(server, ann.id()));
    EXPECT_EQ(account.at("object"), anns);
}

TEST_F(Activities, a_boost_and_its_undo_name_the_same) {
    auto const post = test.post(bob, "hello");
    auto const boost = test.write(
        [&](db::Tx& tx) { return social::boost_status(tx, {.account = ann.id()}, post); });
    auto const announce = in_read(announce_activity, boost.id);
    EXPECT_EQ(announce.at("object"), address_of(post));
    EXPECT_EQ(announce.at("to.0"), everybody);
    EXPECT_EQ(announce.at("cc.1"), bobs);
    Read const undo(
        undo_announce_activity(server, ann.id(), boost.id, boost.visibility, address_of(post)));
    EXPECT_EQ(undo.at("type"), "Undo");
    EXPECT_EQ(undo.at("object.id"), announce.at("id"));
    EXPECT_EQ(undo.at("object.object"), address_of(post));
    EXPECT_EQ(undo.at("object.@context"), "absent");
    EXPECT_EQ(undo.at("to.0"), everybody);
    Read const narrow(undo_announce_activity(server, ann.id(), boost.id,
                                             social::Visibility::private_, address_of(post)));
    EXPECT_FALSE(narrow.bytes.contains(everybody)) << "no wider than the boost was";
}

TEST_F(Activities, what_is_done_again_is_not_taken_for_a_repetition) {
    auto const post = test.post(bob, "hello");
    auto const like = [&] { return like_activity(server, ann.id(), post.id, "https://a.example"); };
    Read const first(like());
    Read const undo(undo_activity(server, ann.id(), first.bytes));
    test.clock().advance(std::chrono::milliseconds(5));
    Read const second(like());
    EXPECT_EQ(first.at("id"), second.at("id")) << "so that an Undo finds it";
    EXPECT_NE(first.bytes, second.bytes);
    EXPECT_EQ(undo.at("object.id"), first.at("id"));
    EXPECT_EQ(undo.at("object.object"), "https://a.example");
    EXPECT_NE(undo.at("id"), Read(undo_activity(server, ann.id(), second.bytes)).at("id"));
}

TEST_F(Activities, follows_and_their_answers) {
    AccountId const target{77};
    Read const follow(follow_activity(server, ann.id(), target, alice));
    EXPECT_EQ(follow.at("id"), anns + "/follows/77");
    EXPECT_EQ(follow.at("actor"), anns);
    EXPECT_EQ(follow.at("object"), alice);
    Read const accept(
        answer_follow_activity(server, "Accept", ann.id(), "https://mastodon.example/1#f", alice));
    EXPECT_EQ(accept.at("type"), "Accept");
    EXPECT_EQ(accept.at("actor"), anns);
    EXPECT_EQ(accept.at("object.id"), "https://mastodon.example/1#f");
    EXPECT_EQ(accept.at("object.type"), "Follow");
    EXPECT_EQ(accept.at("object.actor"), alice);
    EXPECT_EQ(accept.at("object.object"), anns);
    Read const reject(answer_follow_activity(server, "Reject", ann.id(), "", alice));
    EXPECT_EQ(reject.at("object.id"), "absent");
    Read const block(block_activity(server, ann.id(), target, alice));
    EXPECT_EQ(block.at("type"), "Block");
    EXPECT_EQ(block.at("object"), alice);
}

TEST_F(Activities, each_vote_is_a_note_with_a_name_and_nothing_else) {
    auto const votes = vote_activities(
        server, ann.id(),
        {StatusId{5}, "https://a.example/q", std::string(alice), {"tea", "coffee"}});
    ASSERT_EQ(votes.size(), 2U);
    Read const first(votes[0]), second(votes[1]);
    EXPECT_EQ(first.at("type"), "Create");
    EXPECT_EQ(first.at("object.type"), "Note");
    EXPECT_EQ(first.at("object.name"), "tea");
    EXPECT_EQ(first.at("object.content"), "absent");
    EXPECT_EQ(first.at("object.inReplyTo"), "https://a.example/q");
    EXPECT_EQ(first.at("object.to.0"), alice);
    EXPECT_NE(first.at("object.id"), second.at("object.id"));
    EXPECT_NE(first.at("id"), second.at("id"));
}

TEST_F(Activities, a_report_comes_from_the_server_and_does_not_say_whose_it_is) {
    social::Report report;
    report.id = ReportId{9};
    report.account_id = ann.id();
    report.comment = "spam";
    Read const flag(flag_activity(server, report, {std::string(alice), "https://a.example/1"}));
    EXPECT_EQ(flag.at("actor"), "https://skein.example/ap/actor");
    EXPECT_EQ(flag.at("object.1"), "https://a.example/1");
    EXPECT_EQ(flag.at("content"), "spam");
    EXPECT_FALSE(flag.bytes.contains(anns));
}

TEST_F(Activities, moves_and_pins_name_their_targets) {
    Read const move(move_activity(server, ann.id(), alice));
    EXPECT_EQ(move.at("object"), anns);
    EXPECT_EQ(move.at("target"), alice);
    EXPECT_EQ(move.at("to.0"), anns + "/followers");
    auto const post = test.post(ann, "hello");
    for (auto const add : {true, false}) {
        Read const pin(pin_activity(server, ann.id(), post.id, add));
        EXPECT_EQ(pin.at("type"), add ? "Add" : "Remove");
        EXPECT_EQ(pin.at("target"), anns + "/collections/featured");
        EXPECT_EQ(pin.at("object"), address_of(post));
    }
}

TEST_F(Activities, answers_to_quotes) {
    QuoteAnswer answer{"https://a.example/r", std::string(alice), "https://skein.example/q",
                       "https://a.example/n", "https://skein.example/s"};
    Read const accept(answer_quote_activity(server, ann.id(), answer));
    EXPECT_EQ(accept.at("type"), "Accept");
    EXPECT_EQ(accept.at("object.type"), "QuoteRequest");
    EXPECT_EQ(accept.at("object.instrument"), "https://a.example/n");
    EXPECT_EQ(accept.at("result"), "https://skein.example/s");
    answer.stamp.clear();
    Read const reject(answer_quote_activity(server, ann.id(), answer));
    EXPECT_EQ(reject.at("type"), "Reject");
    EXPECT_EQ(reject.at("result"), "absent");
    Read const taken(delete_stamp_activity(server, ann.id(), StatusId{3}));
    EXPECT_EQ(taken.at("object"), stamp_address(server, ann.id(), StatusId{3}));
}

TEST_F(Activities, a_policy_says_what_is_enforced) {
    auto const post = test.post(ann, "hello");
    social::InteractionPolicy policy;
    policy.quote.manual = social::policy_groups::followers;
    policy.reply = {social::policy_groups::followers | social::policy_groups::following, 0};
    policy.boost = {0, 0};
    test.write([&](db::Tx& tx) { return social::set_policy(tx, post.id, policy); });
    auto const object = in_read(object_document, post.id);
    EXPECT_EQ(object.at("interactionPolicy.canQuote.automaticApproval"), "[]");
    EXPECT_EQ(object.at("interactionPolicy.canQuote.manualApproval.0"), anns + "/followers");
    EXPECT_EQ(object.at("interactionPolicy.canReply.automaticApproval.1"), anns + "/following");
    EXPECT_EQ(object.at("interactionPolicy.canAnnounce.automaticApproval.0"), anns)
        << "nobody else";
    EXPECT_EQ(object.at("interactionPolicy.canLike"), "absent");
}

TEST_F(Activities, attachments_and_warnings_are_as_others_read_them) {
    auto const media = test.write([&](db::Tx& tx) {
        social::Media picture;
        picture.account_id = ann.id();
        picture.kind = social::MediaKind::image;
        picture.state = social::MediaState::ready;
        picture.original_key = "Xy.jpg";
        picture.description = "A cat";
        picture.blurhash = "L";
        picture.width = 4;
        picture.height = 3;
        picture.focus_x = 0.5;
        picture.focus_y = -0.25;
        return social::insert_media(tx, picture);
    });
    auto const post = test.post(ann, "look", {.spoiler_text = "cats", .media = {media.id}});
    auto const object = in_read(object_document, post.id);
    EXPECT_EQ(object.at("summary"), "cats");
    EXPECT_EQ(object.at("sensitive"), "true");
    EXPECT_EQ(object.at("attachment.0.type"), "Image");
    EXPECT_EQ(object.at("attachment.0.mediaType"), "image/jpeg");
    EXPECT_EQ(object.at("attachment.0.url"), "https://skein.example/media/Xy.jpg");
    EXPECT_EQ(object.at("attachment.0.name"), "A cat");
    EXPECT_EQ(object.at("attachment.0.focalPoint.1"), "-0.25");
    EXPECT_EQ(object.at("attachment.0.width"), "4");
}

TEST_F(Activities, aliases_and_a_move_stand_in_the_profile) {
    test.write([&](db::Tx& tx) { return social::add_alias(tx, ann.id(), alice); });
    test.write([&](db::Tx& tx) { return social::move_account(tx, ann.id(), bob.id()); });
    auto const actor = in_read(actor_document, ann.id());
    EXPECT_EQ(actor.at("alsoKnownAs.0"), alice);
    EXPECT_EQ(actor.at("movedTo"), bobs);
}

TEST_F(Activities, nobody_else_s_post_is_ours_to_show) {
    auto const gina = test.make_account("gina", {.domain = "gts.example"});
    auto const written = [&](db::Tx& tx) { return object_document({server, tx}, StatusId{1}); };
    EXPECT_FALSE(server.db().read(written));
    auto const account = [&](db::Tx& tx) { return actor_document({server, tx}, gina.id()); };
    EXPECT_FALSE(server.db().read(account));
}

}  // namespace
}  // namespace skein::activitypub
