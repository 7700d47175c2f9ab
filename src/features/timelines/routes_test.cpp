#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/timelines/feature.h"
#include "social/relations.h"
#include "testing/reference.h"
#include "testing/test_server.h"

namespace skein::timelines {
namespace {

using social::Visibility;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::PostOptions;
using testing::TestOptions;
using testing::TestServer;

TestOptions with_timelines() {
    TestOptions options;
    options.features = {{"timelines", install}};
    options.settings = {{"timelines.gather_milliseconds", "0"}};
    return options;
}

class Routes : public ::testing::Test {
  protected:
    std::vector<std::string> ids(std::string_view target, std::string by = {}) {
        auto const answer = server.get(target, std::move(by));
        EXPECT_EQ(answer.status, 200) << target << testing::body_of(answer);
        std::vector<std::string> found;
        auto const document = testing::json_of(answer);
        for (auto const& post : document.root().elements()) found.emplace_back(post.get_text("id"));
        return found;
    }
    std::string id(social::Status const& status) { return to_string(status.id); }

    TestServer server{with_timelines()};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string token = server.token(ann);
    std::string statuses_of_bob = fmt::format("/api/v1/accounts/{}/statuses", bob.id().value);
};

TEST_F(Routes, home_is_for_users_with_the_scope) {
    EXPECT_EQ(server.get("/api/v1/timelines/home").status, 401);
    EXPECT_EQ(server.get("/api/v1/timelines/home", "nonsense").status, 401);
    EXPECT_EQ(server.get("/api/v1/timelines/home", server.app_token()).status, 422);
    EXPECT_EQ(server.get("/api/v1/timelines/home", server.token(ann, "write")).status, 403);
    EXPECT_THAT(ids("/api/v1/timelines/home", token), IsEmpty());
}

TEST_F(Routes, lists_are_what_the_reference_says) {
    testing::Reference const reference(SKEIN_SOURCE_DIR);
    server.write([&](db::Tx& tx) { return social::follow(tx, ann.id(), bob.id(), {}); });
    server.post(bob, "#tag @ann");
    server.drain();
    for (auto const& target :
         {std::string("/api/v1/timelines/home"), std::string("/api/v1/timelines/public"),
          std::string("/api/v1/timelines/tag/tag"), statuses_of_bob}) {
        auto const document = testing::json_of(server.get(target, token));
        auto const posts = document.root().elements();
        ASSERT_EQ(posts.size(), 1u) << target;
        EXPECT_THAT(reference.complaints(posts[0], "Status"), IsEmpty());
    }
}

TEST_F(Routes, pages_are_linked_and_keep_their_filters) {
    std::vector<std::string> posts;
    for (int i = 0; i < 5; ++i) posts.insert(posts.begin(), id(server.post(bob, "x")));
    auto const answer = server.get("/api/v1/timelines/public?local=true&limit=2");
    EXPECT_EQ(
        answer.headers.get("Link"),
        fmt::format("<https://skein.example/api/v1/timelines/public?local=true&limit=2&max_id="
                    "{}>; rel=\"next\", <https://skein.example/api/v1/timelines/public?"
                    "local=true&limit=2&min_id={}>; rel=\"prev\"",
                    posts[1], posts[0]));
    EXPECT_THAT(ids("/api/v1/timelines/public?limit=2&max_id=" + posts[1]),
                ElementsAre(posts[2], posts[3]));
    EXPECT_THAT(ids("/api/v1/timelines/public?limit=2&min_id=" + posts[4]),
                ElementsAre(posts[2], posts[3]));
    EXPECT_THAT(ids("/api/v1/timelines/public?limit=2&since_id=" + posts[4]),
                ElementsAre(posts[0], posts[1]));
    auto const last = server.get("/api/v1/timelines/public?limit=4&max_id=" + posts[1]);
    EXPECT_EQ(last.headers.get("Link").find("rel=\"next\""), std::string_view::npos);
    EXPECT_FALSE(server.get("/api/v1/timelines/public?max_id=1").headers.find("Link"));
    EXPECT_EQ(server.get("/api/v1/timelines/public?max_id=abc").status, 400);
}

TEST_F(Routes, limits_are_clamped) {
    for (int i = 0; i < 45; ++i) server.post(bob, "x");
    EXPECT_EQ(ids("/api/v1/timelines/public").size(), 20u);
    EXPECT_EQ(ids("/api/v1/timelines/public?limit=1000").size(), 40u);
    EXPECT_EQ(ids("/api/v1/timelines/public?limit=0").size(), 1u);
}

TEST_F(Routes, tags_are_found_however_they_are_written) {
    auto const both = server.post(bob, "#Katze #Hund"), one = server.post(bob, "#katze");
    EXPECT_THAT(ids("/api/v1/timelines/tag/KATZE"), ElementsAre(id(one), id(both)));
    EXPECT_THAT(ids("/api/v1/timelines/tag/katze?all[]=%23HUND"), ElementsAre(id(both)));
    EXPECT_THAT(ids("/api/v1/timelines/tag/katze?none[]=hund"), ElementsAre(id(one)));
    EXPECT_THAT(ids("/api/v1/timelines/tag/hund?any[]=katze"), ElementsAre(id(one), id(both)));
    EXPECT_THAT(ids("/api/v1/timelines/tag/nobody"), IsEmpty());
    std::string many = "/api/v1/timelines/tag/katze?";
    for (int i = 0; i < 200; ++i) many += fmt::format("any[]=t{}&none[]=n{}&", i, i);
    EXPECT_THAT(ids(many), ElementsAre(id(one), id(both))) << "more than a few are not read";
}

TEST_F(Routes, an_account_has_its_posts_or_is_not_found) {
    EXPECT_THAT(ids(statuses_of_bob), IsEmpty());
    EXPECT_EQ(server.get("/api/v1/accounts/12345/statuses").status, 404);
    EXPECT_EQ(server.get("/api/v1/accounts/nobody/statuses").status, 404);
    auto const open = server.post(bob, "open #t");
    server.post(bob, "narrow", Visibility::private_);
    auto const direct = server.post(bob, "@ann hello", Visibility::direct);
    auto const reply = server.post(bob, "reply", PostOptions{.in_reply_to = open.id});
    EXPECT_THAT(ids(statuses_of_bob), ElementsAre(id(reply), id(open)));
    EXPECT_THAT(ids(statuses_of_bob, token), ElementsAre(id(reply), id(direct), id(open)));
    EXPECT_THAT(ids(statuses_of_bob + "?tagged=T"), ElementsAre(id(open)));
    server.write([&](db::Tx& tx) { return social::pin_status(tx, bob.id(), open); });
    EXPECT_THAT(ids(statuses_of_bob + "?pinned=true"), ElementsAre(id(open)));
    EXPECT_FALSE(server.get(statuses_of_bob + "?pinned=true").headers.find("Link"));
}

}  // namespace
}  // namespace skein::timelines
