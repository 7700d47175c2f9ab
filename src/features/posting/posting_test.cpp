#include <gtest/gtest.h>

#include <latch>

#include "features/posting/feature.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::posting {
namespace {

using testing::Answer;
using testing::TestServer;

class Posting : public ::testing::Test {
  protected:
    Answer post(std::string body, std::string const& token) {
        return Answer(server.post("/api/v1/statuses", std::move(body), token));
    }
    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }
    void follow(testing::Person const& who, testing::Person const& whom) {
        server.write([&](db::Tx& tx) { return social::follow(tx, who.id(), whom.id(), {}); });
    }

    TestServer server{{.features = {{"posting", install}}}};
    testing::Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(Posting, a_post_is_answered_as_it_is_shown) {
    auto const made = post("status=Hello+%40bob+%23Tea&visibility=unlisted&language=en", anns);
    EXPECT_EQ(made.status(), 200);
    EXPECT_EQ(made.at("account.acct"), "ann");
    EXPECT_EQ(made.at("visibility"), "unlisted");
    EXPECT_EQ(made.at("language"), "en");
    EXPECT_EQ(made.at("mentions.0.acct"), "bob");
    EXPECT_EQ(made.at("tags.0.name"), "tea");
    EXPECT_NE(made.at("content").find("class=\"h-card\""), std::string::npos);
    EXPECT_EQ(made.at("application.name"), "Test app");
    EXPECT_EQ(get("/api/v1/statuses/" + made.at("id")).at("content"), made.at("content"));
}

TEST_F(Posting, a_name_that_is_not_in_yet_stays_text) {
    server.make_account("early", {.confirmed = false});
    auto const made = post("status=Hello+%40early", anns);
    EXPECT_EQ(made.at("mentions"), "[]");
    EXPECT_EQ(made.at("content").find("<a "), std::string::npos);
}

TEST_F(Posting, defaults_come_from_the_author) {
    server.write([&](db::Tx& tx) -> Result<void> {
        auto user = *ann.user;
        user.posting_visibility = social::Visibility::private_;
        user.posting_sensitive = true;
        user.posting_language = "fr";
        return social::update_user(tx, user);
    });
    auto const made = post("status=Bonjour", anns);
    EXPECT_EQ(made.at("visibility"), "private");
    EXPECT_EQ(made.at("sensitive"), "true");
    EXPECT_EQ(made.at("language"), "fr");
    auto const other = post("status=Hi&sensitive=0&visibility=public&language=EN", anns);
    EXPECT_EQ(other.at("visibility"), "public");
    EXPECT_EQ(other.at("sensitive"), "false");
    EXPECT_EQ(other.at("language"), "en");
}

TEST_F(Posting, a_warning_makes_a_post_sensitive) {
    auto const made = post("status=Spoilers&spoiler_text=Film", anns);
    EXPECT_EQ(made.at("spoiler_text"), "Film");
    EXPECT_EQ(made.at("sensitive"), "true");
}

TEST_F(Posting, what_breaks_a_rule_is_refused_with_words) {
    EXPECT_EQ(post("status=+%0A+", anns).status(), 422);
    EXPECT_EQ(post("status=", anns).error(), "Validation failed: Text can't be blank");
    EXPECT_EQ(post("status=" + std::string(501, 'x'), anns).error(),
              "Validation failed: Text character limit of 500 exceeded");
    EXPECT_EQ(post("status=x&visibility=friends", anns).status(), 422);
    EXPECT_EQ(post("status=x&in_reply_to_id=12345", anns).status(), 404);
    EXPECT_EQ(post("status=x&media_ids[]=12345", anns).status(), 422);
    EXPECT_EQ(
        post("status=x&media_ids[]=1&media_ids[]=2&media_ids[]=3&media_ids[]=4&media_ids[]=5", anns)
            .error(),
        "Validation failed: Cannot attach more than 4 files");
}

TEST_F(Posting, what_this_server_has_no_room_for_is_refused) {
    EXPECT_EQ(post(R"({"status":"x","scheduled_at":"some day"})", anns).status(), 422);
    EXPECT_EQ(post(R"({"status":"x","scheduled_at":null,"poll":null,"quoted_status_id":null,
                       "in_reply_to_id":null})",
                   anns)
                  .status(),
              200);
}

TEST_F(Posting, who_may_not_write_is_refused) {
    EXPECT_EQ(post("status=x", "").status(), 401);
    EXPECT_EQ(post("status=x", server.token(ann, "read")).status(), 403);
    EXPECT_EQ(post("status=x", server.app_token()).status(), 422);
}

TEST_F(Posting, one_key_makes_one_post) {
    auto const send = [&](std::string key, std::string const& token) {
        return Answer(server.request(http::Method::post, "/api/v1/statuses",
                                     {.token = token,
                                      .body = "status=Once",
                                      .headers = {{"Idempotency-Key", key}}}))
            .at("id");
    };
    auto const first = send("k1", anns);
    EXPECT_EQ(send("k1", anns), first);
    EXPECT_NE(send("k2", anns), first);
    EXPECT_NE(send("k1", bobs), first);
    server.clock().advance(std::chrono::hours(2));
    EXPECT_NE(send("k1", anns), first);
}

TEST_F(Posting, one_key_makes_one_post_also_at_the_same_moment) {
    constexpr int senders = 8;
    std::latch start(senders);
    std::mutex mutex;
    std::set<std::string> ids;
    std::vector<std::thread> threads;
    for (int i = 0; i < senders; ++i)
        threads.emplace_back([&] {
            start.arrive_and_wait();
            auto const answer = server.request(
                http::Method::post, "/api/v1/statuses",
                {.token = anns, .body = "status=Once", .headers = {{"Idempotency-Key", "same"}}});
            std::lock_guard const lock(mutex);
            ids.insert(Answer(answer).at("id"));
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(ids.size(), 1U);
}

TEST_F(Posting, a_private_post_is_found_only_by_its_audience) {
    auto const carol = server.make_account("carol");
    auto const carols = server.token(carol);
    follow(bob, ann);
    auto const kept = post("status=Secret&visibility=private", anns).at("id");
    auto const letter = post("status=%40bob+psst&visibility=direct", anns).at("id");
    for (auto const& id : {kept, letter}) {
        for (auto const* part : {"", "/context", "/history"}) {
            auto const target = "/api/v1/statuses/" + id + part;
            EXPECT_EQ(get(target, anns).status(), 200) << target;
            EXPECT_EQ(get(target, bobs).status(), 200) << target;
            EXPECT_EQ(get(target, carols).status(), 404) << target;
            EXPECT_EQ(get(target).status(), 404) << target;
        }
        EXPECT_EQ(get("/api/v1/statuses/" + id + "/source", carols).status(), 404);
        EXPECT_EQ(get("/api/v1/statuses?id[]=" + id, carols).size(), 0U);
        EXPECT_EQ(get("/api/v1/statuses?id[]=" + id, bobs).size(), 1U);
        EXPECT_EQ(post("status=x&in_reply_to_id=" + id, carols).status(), 404);
    }
}

TEST_F(Posting, several_posts_cost_as_many_statements_as_one) {
    std::string many, one;
    for (int i = 0; i < 20; ++i) {
        one = "id[]=" + to_string(server.post(ann, "Post").id);
        many += one + "&";
    }
    auto const ask = [&](std::string const& ids) {
        return server.statements([&] { get("/api/v1/statuses?" + ids, bobs); });
    };
    ask(many);
    EXPECT_EQ(ask(many), ask(one));
    EXPECT_EQ(get("/api/v1/statuses?" + many, bobs).size(), 20U);
    many.clear();
    for (int i = 1; i < 42; ++i) many += "id[]=" + std::to_string(i) + "&";
    EXPECT_EQ(get("/api/v1/statuses?" + many, bobs).status(), 422);
}

TEST_F(Posting, the_context_shows_what_is_above_and_below) {
    auto const root = post("status=Root", anns).at("id");
    auto const middle = post("status=Middle&in_reply_to_id=" + root, bobs).at("id");
    auto const leaf = post("status=Leaf&in_reply_to_id=" + middle, anns).at("id");
    auto const hidden =
        post("status=Hidden&visibility=direct&in_reply_to_id=" + middle, anns).at("id");
    auto const context = get("/api/v1/statuses/" + middle + "/context");
    EXPECT_EQ(context.at("ancestors.0.id"), root);
    EXPECT_EQ(context.at("descendants.0.id"), leaf);
    EXPECT_EQ(context.at("descendants.1"), "absent");
    EXPECT_EQ(get("/api/v1/statuses/" + middle + "/context", anns).at("descendants.1.id"), hidden);
}

TEST_F(Posting, an_edit_is_kept_with_what_was_before) {
    auto const id = post("status=First&spoiler_text=", anns).at("id");
    server.clock().advance(std::chrono::minutes(1));
    Answer const edited(
        server.put("/api/v1/statuses/" + id, "status=Second&spoiler_text=Careful", anns));
    EXPECT_EQ(edited.status(), 200);
    EXPECT_NE(edited.at("edited_at"), "null");
    EXPECT_EQ(edited.at("content"), "<p>Second</p>");
    EXPECT_EQ(edited.at("sensitive"), "true");
    auto const history = get("/api/v1/statuses/" + id + "/history");
    EXPECT_EQ(history.size(), 2U);
    EXPECT_EQ(history.at("0.content"), "<p>First</p>");
    EXPECT_EQ(history.at("1.content"), "<p>Second</p>");
    EXPECT_EQ(history.at("1.spoiler_text"), "Careful");
    auto const source = get("/api/v1/statuses/" + id + "/source", anns);
    EXPECT_EQ(source.at("text"), "Second");
    EXPECT_EQ(source.at("spoiler_text"), "Careful");
}

TEST_F(Posting, an_edit_that_changes_nothing_is_none) {
    auto const id = post("status=Same", anns).at("id");
    EXPECT_EQ(Answer(server.put("/api/v1/statuses/" + id, "status=Same", anns)).at("edited_at"),
              "null");
    EXPECT_EQ(get("/api/v1/statuses/" + id + "/history").size(), 1U);
}

TEST_F(Posting, nobody_changes_the_posts_of_others) {
    auto const id = post("status=Mine", anns).at("id");
    EXPECT_EQ(server.put("/api/v1/statuses/" + id, "status=Yours", bobs).status, 404);
    EXPECT_EQ(server.del("/api/v1/statuses/" + id, bobs).status, 404);
    EXPECT_EQ(server.put("/api/v1/statuses/" + id, "status=", anns).status, 422);
    EXPECT_EQ(get("/api/v1/statuses/" + id).at("content"), "<p>Mine</p>");
}

TEST_F(Posting, a_removed_post_is_answered_with_its_text) {
    auto const id = post("status=Take+%22two%22", anns).at("id");
    Answer const removed(server.del("/api/v1/statuses/" + id, anns));
    EXPECT_EQ(removed.status(), 200);
    EXPECT_EQ(removed.at("text"), "Take \"two\"");
    EXPECT_EQ(removed.at("id"), id);
    EXPECT_EQ(get("/api/v1/statuses/" + id, anns).status(), 404);
    EXPECT_EQ(server.del("/api/v1/statuses/" + id, anns).status, 404);
}

TEST_F(Posting, line_breaks_of_every_kind_are_the_same) {
    EXPECT_EQ(post("status=a%0D%0Ab%0D%0A%0D%0Ac", anns).at("content"), "<p>a<br />b</p><p>c</p>");
}

TEST_F(Posting, a_post_can_be_edited_so_often_and_no_more) {
    auto const id = post("status=0", anns).at("id");
    auto const path = "/api/v1/statuses/" + id;
    auto const edit = [&](std::int64_t number) {
        return Answer(server.put(path, fmt::format("status={}", number), anns));
    };
    for (std::int64_t i = 1; i <= social::edits_per_status_max; ++i)
        ASSERT_EQ(edit(i).status(), 200) << i;
    auto const refused = edit(social::edits_per_status_max + 1);
    EXPECT_EQ(refused.status(), 422);
    EXPECT_NE(refused.error().find("edited 100 times"), std::string::npos);
    // What changes nothing makes no version.
    EXPECT_EQ(edit(social::edits_per_status_max).status(), 200);
    EXPECT_EQ(std::ssize(get(path + "/history", anns).root().elements()),
              social::edits_per_status_max + 1);
}

}  // namespace
}  // namespace skein::posting
