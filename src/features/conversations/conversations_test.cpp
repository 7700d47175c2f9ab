#include <gtest/gtest.h>

#include "features/conversations/feature.h"
#include "features/conversations/intake.h"
#include "social/conversations.h"
#include "social/events.h"
#include "social/relations.h"
#include "social/removal.h"
#include "testing/answer.h"

namespace skein::conversations {
namespace {

using social::Visibility;
using testing::Answer;
using testing::Person;
using testing::TestServer;

class Conversations : public ::testing::Test {
  protected:
    social::Status says(Person const& who, std::string_view text,
                        std::optional<StatusId> to = std::nullopt) {
        auto const status =
            server.post(who, text, {.visibility = Visibility::direct, .in_reply_to = to});
        server.drain();
        return status;
    }
    Answer list(std::string const& token, std::string const& query = "") {
        return Answer(server.get("/api/v1/conversations" + query, token));
    }
    Answer act(std::string const& id, std::string const& deed, std::string const& token) {
        return Answer(server.post("/api/v1/conversations/" + id + "/" + deed, "", token));
    }
    void remove(social::Status const& status) {
        server.write([&](db::Tx& tx) { return social::remove_status(tx, status, true); });
        server.drain();
    }

    TestServer server{{.features = {{"conversations", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           eve = server.make_account("eve"),
           far = server.make_account("far", {.domain = "far.example"});
    std::string anns = server.token(ann), bobs = server.token(bob), eves = server.token(eve);
};

TEST_F(Conversations, a_direct_post_is_in_the_lists_of_both) {
    auto const post = says(ann, "@bob psst");
    auto const his = list(bobs);
    ASSERT_EQ(his.size(), 1U);
    EXPECT_EQ(his.at("0.unread"), "true");
    EXPECT_EQ(his.at("0.accounts.0.acct"), "ann");
    EXPECT_EQ(his.at("0.accounts.1"), "absent");
    EXPECT_EQ(his.at("0.last_status.id"), to_string(post.id));
    auto const hers = list(anns);
    EXPECT_EQ(hers.at("0.unread"), "false");
    EXPECT_EQ(hers.at("0.accounts.0.acct"), "bob");
    EXPECT_EQ(list(eves).size(), 0U);
    EXPECT_EQ(list("").status(), 401);
}

TEST_F(Conversations, only_direct_posts_are_in_them) {
    server.post(ann, "@bob hello", Visibility::private_);
    server.post(ann, "@bob hello", Visibility::public_);
    EXPECT_EQ(list(bobs).size(), 0U);
}

TEST_F(Conversations, answers_go_on_with_it_and_make_it_unread) {
    auto const first = says(ann, "@bob psst");
    auto const id = list(bobs).at("0.id");
    EXPECT_EQ(act(id, "read", bobs).at("unread"), "false");
    auto const second = says(bob, "@ann yes?", first.id);
    EXPECT_EQ(list(bobs).at("0.unread"), "false");
    EXPECT_EQ(list(anns).at("0.unread"), "true");
    EXPECT_EQ(list(bobs).ids(), std::vector{id});
    EXPECT_EQ(list(bobs).at("0.last_status.id"), to_string(second.id));
    EXPECT_EQ(act(id, "unread", bobs).at("unread"), "true");
    // The same thread with others is another one.
    says(ann, "@bob @eve and you?", second.id);
    EXPECT_EQ(list(bobs).size(), 2U);
    EXPECT_EQ(list(eves).at("0.accounts.1.acct"), "bob");
}

TEST_F(Conversations, others_neither_see_nor_change_them) {
    says(ann, "@bob psst");
    auto const id = list(bobs).at("0.id");
    for (auto const& token : {anns, eves}) {
        EXPECT_EQ(act(id, "read", token).status(), 404);
        EXPECT_EQ(act(id, "unread", token).status(), 404);
        EXPECT_EQ(server.del("/api/v1/conversations/" + id, token).status, 404);
    }
    EXPECT_EQ(act(id, "read", server.token(bob, "read")).status(), 403);
}

TEST_F(Conversations, a_forgotten_one_begins_anew) {
    auto const first = says(ann, "@bob psst");
    auto const id = list(bobs).at("0.id");
    EXPECT_EQ(server.del("/api/v1/conversations/" + id, bobs).status, 200);
    EXPECT_EQ(list(bobs).size(), 0U);
    EXPECT_EQ(list(anns).size(), 1U);
    says(ann, "@bob again", first.id);
    EXPECT_EQ(list(bobs).size(), 1U);
    EXPECT_NE(list(bobs).at("0.id"), id);
}

TEST_F(Conversations, a_long_one_is_forgotten_whole) {
    says(ann, "@bob psst");
    auto const id = list(bobs).at("0.id");
    ConversationId const row{*parse_id(id)};
    static db::Sql const add{"test.conversations.add_post",
                             "INSERT INTO conversation_statuses (account_id, status_id, "
                             "conversation_id) VALUES ($1, $2, $3)"};
    static db::Query<std::int64_t> const count{
        "test.conversations.count_posts",
        "SELECT COUNT(*) FROM conversation_statuses WHERE conversation_id = $1"};
    server.write([&](db::Tx& tx) -> Result<void> {
        for (std::int64_t post = 1; post <= 900; ++post)
            TRY_OK(tx.run(add, bob.id(), StatusId{post}, row));
        return {};
    });
    EXPECT_EQ(server.del("/api/v1/conversations/" + id, bobs).status, 200);
    EXPECT_EQ(list(bobs).size(), 0U);
    EXPECT_EQ(Answer(server.get("/api/v1/timelines/direct", bobs)).size(), 0U);
    server.drain();
    EXPECT_EQ(server.write([&](db::Tx& tx) { return tx.load(count, row); }), 0);
    EXPECT_EQ(list(anns).size(), 1U);
}

TEST_F(Conversations, a_removed_post_gives_way_to_the_one_before) {
    auto const first = says(ann, "@bob one");
    auto const second = says(ann, "@bob two", first.id);
    remove(second);
    EXPECT_EQ(list(bobs).at("0.last_status.id"), to_string(first.id));
    remove(first);
    EXPECT_EQ(list(bobs).size(), 0U);
    EXPECT_EQ(list(anns).size(), 0U);
}

TEST_F(Conversations, who_is_blocked_or_muted_does_not_come_in) {
    says(ann, "@bob before");
    server.write([&](db::Tx& tx) { return social::block(tx, bob.id(), ann.id()); });
    EXPECT_EQ(list(bobs).size(), 0U);
    says(ann, "@bob let me in");
    EXPECT_EQ(list(bobs).size(), 0U);
    server.write([&](db::Tx& tx) { return social::unblock(tx, bob.id(), ann.id()); });
    // What came before is back; what was kept out stays out.
    EXPECT_EQ(list(bobs).size(), 1U);
    server.write([&](db::Tx& tx) { return social::mute(tx, bob.id(), eve.id(), true, {}); });
    says(eve, "@bob hey");
    EXPECT_EQ(list(bobs).size(), 1U);
}

TEST_F(Conversations, posts_of_other_servers_come_in_too) {
    says(far, "@bob from afar");
    EXPECT_EQ(list(bobs).at("0.accounts.0.acct"), "far@far.example");
    EXPECT_EQ(list(bobs).at("0.unread"), "true");
}

TEST_F(Conversations, a_note_to_oneself_is_with_oneself) {
    says(ann, "remember the milk");
    EXPECT_EQ(list(anns).at("0.accounts.0.acct"), "ann");
    EXPECT_EQ(list(anns).at("0.unread"), "false");
}

TEST_F(Conversations, the_list_is_paged_by_the_newest_posts) {
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) {
        says(ann, "@bob " + std::to_string(i));
        ids.insert(ids.begin(), list(bobs, "?limit=1").at("0.id"));
    }
    auto const first = list(bobs, "?limit=2");
    EXPECT_EQ(first.ids(), (std::vector{ids[0], ids[1]}));
    says(eve, "@bob between");
    Answer const second(server.get(first.next(), bobs));
    EXPECT_EQ(second.ids(), (std::vector{ids[2], ids[3]}));
    says(eve, "@bob between again");
    Answer const third(server.get(second.next(), bobs));
    EXPECT_EQ(third.ids(), std::vector{ids[4]});
    EXPECT_EQ(Answer(server.get(third.previous(), bobs)).ids(), (std::vector{ids[2], ids[3]}));
}

TEST_F(Conversations, many_cost_as_many_statements_as_one) {
    for (int i = 0; i < 12; ++i) says(i % 2 ? ann : eve, "@bob " + std::to_string(i));
    auto const cost = [&](std::string const& query) {
        return server.statements([&] { list(bobs, query); });
    };
    cost("?limit=10");
    EXPECT_EQ(cost("?limit=10"), cost("?limit=1"));
}

TEST_F(Conversations, their_posts_are_one_list_as_well) {
    auto const first = says(ann, "@bob one");
    auto const second = says(bob, "@ann two", first.id);
    says(ann, "@eve three");
    Answer const posts(server.get("/api/v1/timelines/direct", bobs));
    EXPECT_EQ(posts.ids(), (std::vector{to_string(second.id), to_string(first.id)}));
    EXPECT_EQ(server.get("/api/v1/timelines/direct", "").status, 401);
}

class OldPosts : public ::testing::Test {};

TEST_F(OldPosts, are_taken_in_once_and_are_read) {
    TestServer server{{.features = {{"conversations", install}}}};
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    auto const token = server.token(bob);
    server.post(ann, "@bob old", Visibility::direct);
    // As if the post had come before there were conversations.
    static db::Sql const forget{"test.conversations.forget",
                                "DELETE FROM conversations WHERE id > 0"};
    static db::Sql const forget_posts{"test.conversations.forget_posts",
                                      "DELETE FROM conversation_statuses WHERE status_id > 0"};
    static db::Sql const forget_intake{"test.conversations.forget_intake",
                                       "DELETE FROM conversation_intake WHERE id > 0"};
    server.write([](db::Tx& tx) -> Result<void> {
        for (auto const* sql : {&forget, &forget_posts, &forget_intake}) TRY_OK(tx.run(*sql));
        return {};
    });
    ASSERT_TRUE(begin_intake(server.server()));
    server.drain();
    Answer const list(server.get("/api/v1/conversations", token));
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list.at("0.unread"), "false");
    ASSERT_TRUE(begin_intake(server.server()));
    server.drain();
    EXPECT_EQ(Answer(server.get("/api/v1/conversations", token)).ids(), list.ids());
}

}  // namespace
}  // namespace skein::conversations
