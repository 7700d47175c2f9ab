#include "core/events.h"
#include "features/activitypub/serve/serving_test.h"
#include "features/activitypub/vocab/object.h"
#include "social/audience.h"
#include "social/events.h"
#include "social/polls.h"
#include "social/statuses.h"

namespace skein::activitypub {
namespace {

using social::Visibility;
using testing::Answer;

class Statuses : public Serving {};

TEST_F(Statuses, a_post_is_what_every_program_reads) {
    auto const post = test.post(ann, "Hello @bob #Skein", {.language = "en"});
    auto const id = address_of(post);
    auto const object = get(status_path(post));
    EXPECT_EQ(object.status(), 200);
    EXPECT_EQ(object.header("Content-Type"), "application/activity+json; charset=utf-8");
    EXPECT_EQ(object.at("@context.0"), "https://www.w3.org/ns/activitystreams");
    EXPECT_EQ(object.at("id"), id);
    EXPECT_EQ(object.at("type"), "Note");
    EXPECT_EQ(object.at("attributedTo"), actor_of(ann));
    EXPECT_EQ(object.at("url"), fmt::format("https://skein.example/@ann/{}", post.id.value));
    EXPECT_EQ(object.at("to.0"), everybody);
    EXPECT_EQ(object.at("cc.0"), actor_of(ann) + "/followers");
    EXPECT_EQ(object.at("cc.1"), actor_of(bob));
    EXPECT_EQ(object.at("sensitive"), "false");
    EXPECT_EQ(object.at("summary"), "absent");
    EXPECT_EQ(object.at("content"), post.content);
    EXPECT_EQ(object.at("contentMap.en"), post.content);
    EXPECT_EQ(object.at("attachment"), "[]");
    EXPECT_EQ(object.at("tag.0.type"), "Mention");
    EXPECT_EQ(object.at("tag.0.href"), actor_of(bob));
    EXPECT_EQ(object.at("tag.0.name"), "@bob@skein.example");
    EXPECT_EQ(object.at("tag.1.type"), "Hashtag");
    EXPECT_EQ(object.at("tag.1.name"), "#Skein");
    EXPECT_EQ(object.at("tag.1.href"), "https://skein.example/tags/skein");
    EXPECT_EQ(object.at("context"), id + "/context");
    EXPECT_EQ(object.at("conversation"), id + "/context");
    EXPECT_EQ(object.at("replies.id"), id + "/replies");
    EXPECT_EQ(object.at("likes.totalItems"), "0");
    EXPECT_EQ(object.at("shares.id"), id + "/shares");
    EXPECT_EQ(object.at("interactionPolicy.canQuote.automaticApproval.0"), everybody);
    EXPECT_EQ(object.at("interactionPolicy.canReply"), "absent");
    EXPECT_EQ(object.at("updated"), "absent");
    EXPECT_EQ(object.at("published").size(), std::string_view("2026-11-24T00:00:00Z").size());
}

TEST_F(Statuses, our_own_reader_takes_what_we_write) {
    auto const post = test.post(ann, "Hello @bob #Skein", {.spoiler_text = "careful"});
    auto const document = get(status_path(post));
    auto const read = read_object(document.root(), test.clock().now());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->warning, "careful");
    EXPECT_TRUE(read->audience.public_to);
    EXPECT_EQ(read->hashtags, std::vector<std::string>{"Skein"});
    EXPECT_EQ(visibility_of(read->audience, actor_of(ann) + "/followers", read->mentions),
              Visibility::public_);
}

TEST_F(Statuses, a_poll_is_a_question_with_its_numbers) {
    auto const post = test.write([&](db::Tx& tx) {
        social::StatusDraft draft;
        draft.author = ann.id();
        draft.text = draft.content = "Which?";
        auto& poll = draft.poll.emplace();
        poll.options = {{"tea"}, {"coffee"}};
        poll.expires_at = tx.now() + std::chrono::hours(1);
        return social::publish_status(tx, draft);
    });
    auto question = get(status_path(post));
    EXPECT_EQ(question.at("type"), "Question");
    EXPECT_EQ(question.at("oneOf.0.name"), "tea");
    EXPECT_EQ(question.at("oneOf.0.replies.totalItems"), "0");
    EXPECT_EQ(question.at("closed"), "absent");
    test.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const poll, social::find_poll_of(tx, post.id));
        std::array const choices{std::int64_t{1}};
        return social::vote(tx, bob.id(), *poll, choices);
    });
    EXPECT_EQ(get(status_path(post)).at("oneOf.1.replies.totalItems"), "1");
    test.clock().advance(std::chrono::hours(2));
    question = get(status_path(post));
    EXPECT_EQ(question.at("closed"), question.at("endTime"));
}

TEST_F(Statuses, an_answer_names_its_parent_and_joins_its_conversation) {
    auto const root = test.post(ann, "one");
    auto const own = test.post(ann, "two", {.in_reply_to = root.id});
    auto const other = test.post(bob, "three", {.in_reply_to = own.id});
    auto const object = get(status_path(other));
    EXPECT_EQ(object.at("inReplyTo"), address_of(own));
    EXPECT_EQ(object.at("context"), address_of(root) + "/context");
    EXPECT_EQ(get(status_path(root)).at("replies.first.items.0"), address_of(own));
    auto const context = get(status_path(root) + "/context");
    EXPECT_EQ(context.at("type"), "OrderedCollection");
    EXPECT_EQ(context.at("attributedTo"), actor_of(ann));
    EXPECT_EQ(context.at("totalItems"), "3");
    EXPECT_EQ(context.at("orderedItems.2"), address_of(other));
    auto const replies = get(status_path(own) + "/replies?page=true");
    EXPECT_EQ(replies.at("type"), "CollectionPage");
    EXPECT_EQ(replies.at("items.0"), address_of(other));
    EXPECT_EQ(replies.at("next"), "absent");
    EXPECT_EQ(get(status_path(own) + "/replies").at("first"),
              address_of(own) + "/replies?page=true");
}

TEST_F(Statuses, replies_come_in_pages_and_hidden_ones_stay_hidden) {
    auto const root = test.post(ann, "one");
    for (int i = 0; i < 25; ++i) test.post(bob, "answer", {.in_reply_to = root.id});
    test.post(bob, "@ann psst", {.visibility = Visibility::direct, .in_reply_to = root.id});
    auto const first = get(status_path(root) + "/replies?page=true");
    EXPECT_EQ(first.root().find("items")->elements().size(), 20U);
    auto const next = first.at("next").substr(std::string_view("https://skein.example").size());
    auto const second = get(next);
    EXPECT_EQ(second.root().find("items")->elements().size(), 5U);
    EXPECT_EQ(second.at("next"), "absent");
}

TEST_F(Statuses, an_edit_is_another_document_and_a_favourite_another_number) {
    auto const post = test.post(ann, "hello");
    auto const before = get(status_path(post));
    test.write([&](db::Tx& tx) -> Result<void> {
        social::StatusEdit edit;
        edit.text = "bye";
        edit.content = "<p>bye</p>";
        TRY_OK(social::edit_status(tx, post, edit));
        return {};
    });
    auto const edited = get(status_path(post));
    EXPECT_EQ(edited.at("content"), "<p>bye</p>");
    EXPECT_NE(edited.at("updated"), "absent");
    EXPECT_NE(edited.header("ETag"), before.header("ETag"));
    test.write([&](db::Tx& tx) { return social::add_favourite(tx, bob.id(), post); });
    EXPECT_EQ(get(status_path(post)).at("likes.totalItems"), "1");
    EXPECT_EQ(get(status_path(post) + "/likes").at("totalItems"), "1");
}

TEST_F(Statuses, what_was_public_and_is_gone_is_a_tombstone_and_nothing_else_is) {
    auto const post = test.post(ann, "hello");
    auto const hidden = test.post(ann, "for few", Visibility::private_);
    for (auto const* one : {&post, &hidden})
        test.write([&](db::Tx& tx) { return social::remove_status(tx, *one, true); });
    auto const gone = get(status_path(post));
    EXPECT_EQ(gone.status(), 410);
    EXPECT_EQ(gone.at("type"), "Tombstone");
    EXPECT_EQ(gone.at("id"), address_of(post));
    EXPECT_EQ(raw(status_path(hidden)).status, 404);
    EXPECT_EQ(raw(fmt::format("{}/statuses/{}", actor_path(bob), post.id.value)).status, 404)
        << "under another's name it never was";
}

TEST_F(Statuses, a_post_is_shown_under_its_author_only) {
    auto const post = test.post(ann, "hello");
    EXPECT_EQ(raw(fmt::format("{}/statuses/{}", actor_path(bob), post.id.value)).status, 404);
    EXPECT_EQ(raw(fmt::format("/@bob/{}", post.id.value)).status, 404);
    EXPECT_EQ(get(fmt::format("/@ann/{}", post.id.value)).at("id"), address_of(post));
    EXPECT_EQ(raw(status_path(post), "text/html").headers.get("Location"),
              fmt::format("https://skein.example/@ann/{}", post.id.value));
}

TEST_F(Statuses, a_boost_is_an_activity_and_no_post) {
    auto const post = test.post(ann, "hello");
    auto const boost = test.write(
        [&](db::Tx& tx) { return social::boost_status(tx, {.account = bob.id()}, post); });
    EXPECT_EQ(raw(status_path(boost)).status, 404);
    auto const announce = get(status_path(boost) + "/activity");
    EXPECT_EQ(announce.at("type"), "Announce");
    EXPECT_EQ(announce.at("id"), address_of(boost) + "/activity");
    EXPECT_EQ(announce.at("object"), address_of(post));
    EXPECT_EQ(announce.at("cc.1"), actor_of(ann));
    auto const create = get(status_path(post) + "/activity");
    EXPECT_EQ(create.at("type"), "Create");
    EXPECT_EQ(create.at("object.id"), address_of(post));
    EXPECT_EQ(create.at("object.@context"), "absent");
    EXPECT_EQ(create.at("proof.cryptosuite"), "eddsa-jcs-2022");
    EXPECT_EQ(get(status_path(post) + "/shares").at("totalItems"), "1");
}

/// Who may see what, asked for over signed requests: nobody, a stranger, a follower, whoever is
/// mentioned; and each of them blocked.
class Matrix : public Serving {
  protected:
    void expect(social::Status const& post, std::optional<AccountId> viewer,
                std::string_view signer) {
        auto const visible = test.read(
            [&](db::Tx& tx) { return social::may_see(tx, viewer.value_or(AccountId{}), post); });
        // What everybody may see is shown to whoever asks without saying who they are, so that it
        // cannot be kept from anybody who says so.
        auto const open = social::counts_for_all(post.visibility);
        for (auto const* part : {"", "/activity", "/replies", "/likes", "/shares", "/context"}) {
            auto const answer = viewer ? signed_raw(status_path(post) + part, signer)
                                       : raw(status_path(post) + part);
            auto const shown = visible || (open && std::string_view(part).empty());
            EXPECT_EQ(answer.status, shown ? 200 : 404)
                << signer << " " << to_string(post.visibility) << part;
            if (!open && shown)
                EXPECT_EQ(answer.headers.get("Cache-Control"), "private, no-store") << part;
            EXPECT_TRUE(answer.status != 200 || answer.headers.get("Vary").contains("Signature"));
        }
    }
};

TEST_F(Matrix, every_visibility_for_every_signer) {
    auto const alices = known(alice), ginas = known(gina);
    ASSERT_TRUE(alices && ginas);
    follow(alices, ann.id());
    std::vector<social::Status> posts;
    for (auto const visibility :
         {Visibility::public_, Visibility::unlisted, Visibility::private_, Visibility::direct})
        for (auto const* text : {"hello", "hello @gina@gts.example"})
            posts.push_back(test.post(ann, text, visibility));
    auto const all = [&] {
        for (auto const& post : posts) {
            expect(post, std::nullopt, "nobody");
            expect(post, alices, alice);
            expect(post, ginas, gina);
        }
    };
    all();
    test.write([&](db::Tx& tx) { return social::block(tx, ann.id(), alices); });
    test.write([&](db::Tx& tx) { return social::block(tx, ann.id(), ginas); });
    all();
}

TEST_F(Matrix, a_follower_who_is_not_accepted_yet_is_none) {
    auto const locked = test.make_account("locked", {.locked = true});
    auto const alices = known(alice);
    follow(alices, locked.id());
    auto const post = test.post(locked, "for followers", Visibility::private_);
    EXPECT_EQ(signed_raw(status_path(post)).status, 404);
    test.write([&](db::Tx& tx) { return social::accept_follow_request(tx, locked.id(), alices); });
    EXPECT_EQ(signed_get(status_path(post)).at("to.0"), actor_of(locked) + "/followers");
}

TEST_F(Matrix, a_wrong_signature_shows_no_more_than_none) {
    auto const alices = known(alice);
    follow(alices, ann.id());
    auto const post = test.post(ann, "for followers", Visibility::private_);
    testing::Ask const ask{.headers = {{"Accept", "application/activity+json"},
                                       {"Signature",
                                        "keyId=\"https://mastodon.example/users/"
                                        "alice#main-key\",signature=\"AAAA\""}}};
    for (auto const& target : {status_path(post), actor_path(ann) + "/statuses/1"})
        EXPECT_EQ(test.request(http::Method::get, target, ask).status, 401) << target;
}

}  // namespace
}  // namespace skein::activitypub
