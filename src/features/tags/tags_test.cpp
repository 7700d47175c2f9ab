#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/tags/feature.h"
#include "social/removal.h"
#include "social/tag_follows.h"
#include "social/tag_uses.h"
#include "social/tags.h"
#include "testing/answer.h"
#include "testing/reference.h"

namespace skein::tags {
namespace {

using testing::Answer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::TestServer;

class Hashtags : public ::testing::Test {
  protected:
    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }
    Answer post(std::string const& target, std::string const& token, std::string body = "{}") {
        return Answer(server.post(target, std::move(body), token));
    }
    std::vector<std::string> names(Answer const& answer) {
        std::vector<std::string> found;
        for (auto const& tag : answer.root().elements()) found.emplace_back(tag.get_text("name"));
        return found;
    }

    TestServer server{{.features = {{"tags", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(Hashtags, are_shown_with_their_week) {
    server.post(ann, "#Tea and #tea");
    server.post(bob, "#TEA");
    server.post(bob, "#tea again");
    server.post(bob, "#tea for few", social::Visibility::unlisted);
    auto const tag = get("/api/v1/tags/TeA");
    EXPECT_EQ(tag.at("name"), "tea");
    EXPECT_EQ(tag.at("url"), "https://skein.example/tags/tea");
    EXPECT_EQ(tag.at("history.0.uses"), "3");
    EXPECT_EQ(tag.at("history.0.accounts"), "2");
    EXPECT_EQ(tag.at("history.6.uses"), "0");
    EXPECT_EQ(tag.at("following"), "absent");
    EXPECT_EQ(get("/api/v1/tags/tea", anns).at("following"), "false");
    testing::Reference const reference(SKEIN_SOURCE_DIR);
    EXPECT_THAT(reference.complaints(get("/api/v1/tags/tea", anns).root(), "Tag"), IsEmpty());
    EXPECT_THAT(reference.complaints(tag.root(), "Tag"), IsEmpty());
    EXPECT_EQ(get("/api/v1/tags/unheard").at("history.0.uses"), "0");
    EXPECT_EQ(get("/api/v1/tags/12345").status(), 404);
    EXPECT_EQ(get("/api/v1/tags/a-b").status(), 404);
}

TEST_F(Hashtags, keep_their_days_when_these_are_over) {
    server.post(ann, "#tea");
    server.post(bob, "#tea");
    server.clock().advance(std::chrono::days(3));
    server.post(bob, "#tea");
    auto const close = [&] { EXPECT_TRUE(social::close_tag_days(server.server())); };
    auto const days = [&] {
        auto const tag = get("/api/v1/tags/tea");
        return tag.at("history.0.uses") + tag.at("history.3.uses") + tag.at("history.3.accounts");
    };
    EXPECT_EQ(days(), "122");
    close();
    EXPECT_EQ(days(), "122");
    close();
    EXPECT_EQ(days(), "122");
    server.clock().advance(std::chrono::days(5));
    close();
    EXPECT_EQ(get("/api/v1/tags/tea").at("history.5.uses"), "1");
}

TEST_F(Hashtags, are_followed_and_listed_page_by_page) {
    for (auto const* name : {"one", "two", "three", "four", "five"})
        EXPECT_EQ(post(fmt::format("/api/v1/tags/{}/follow", name), anns).at("following"), "true");
    EXPECT_EQ(post("/api/v1/tags/ONE/follow", anns).at("following"), "true");
    EXPECT_THAT(names(get("/api/v1/followed_tags", anns)),
                ElementsAre("five", "four", "three", "two", "one"));
    EXPECT_THAT(names(get("/api/v1/followed_tags", bobs)), IsEmpty());
    auto const first = get("/api/v1/followed_tags?limit=2", anns);
    EXPECT_THAT(names(first), ElementsAre("five", "four"));
    post("/api/v1/tags/six/follow", anns);
    auto const second = get(first.next(), anns);
    EXPECT_THAT(names(second), ElementsAre("three", "two"));
    EXPECT_THAT(names(get(second.next(), anns)), ElementsAre("one"));
    EXPECT_THAT(names(get(first.previous(), anns)), ElementsAre("six"));
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(post("/api/v1/tags/two/unfollow", anns).at("following"), "false");
    EXPECT_EQ(names(get("/api/v1/followed_tags", anns)).size(), 5U);
    EXPECT_EQ(post("/api/v1/tags/tea/follow", "").status(), 401);
    EXPECT_EQ(post("/api/v1/tags/1/follow", anns).status(), 404);
    EXPECT_EQ(post("/api/v1/tags/tea/follow", server.token(ann, "read")).status(), 403);
}

TEST_F(Hashtags, cost_the_same_few_or_many) {
    auto const cost = [&] {
        get("/api/v1/followed_tags", anns);
        return server.statements([&] { get("/api/v1/followed_tags", anns); });
    };
    post("/api/v1/tags/one/follow", anns);
    auto const few = cost();
    for (int i = 0; i < 40; ++i) post(fmt::format("/api/v1/tags/t{}/follow", i), anns);
    EXPECT_EQ(cost(), few);
}

TEST_F(Hashtags, on_a_profile_count_its_posts) {
    auto const first = server.post(ann, "#Tea");
    server.post(ann, "more #tea", social::Visibility::unlisted);
    server.post(ann, "secret #tea", social::Visibility::private_);
    server.post(bob, "#tea");
    auto const made = post("/api/v1/featured_tags", anns, R"({"name":"#Tea"})");
    EXPECT_EQ(made.at("name"), "Tea");
    EXPECT_EQ(made.at("statuses_count"), "2");
    EXPECT_EQ(made.at("last_status_at").size(), 10U);
    testing::Reference const reference(SKEIN_SOURCE_DIR);
    EXPECT_THAT(reference.complaints(made.root(), "FeaturedTag"), IsEmpty());
    server.drain();
    auto const of_ann = "/api/v1/accounts/" + to_string(ann.id()) + "/featured_tags";
    server.post(ann, "#tea");
    EXPECT_EQ(get(of_ann).at("0.statuses_count"), "3");
    server.write(
        [&](db::Tx& tx) -> Result<void> { return social::remove_status(tx, first, true); });
    server.drain();
    EXPECT_EQ(get(of_ann).at("0.statuses_count"), "2");
    EXPECT_EQ(get("/api/v1/tags/tea", anns).at("featuring"), "true");
    EXPECT_EQ(get("/api/v1/featured_tags", bobs).size(), 0U);
    auto const id = made.at("id");
    EXPECT_EQ(server.del("/api/v1/featured_tags/" + id, bobs).status, 404);
    EXPECT_EQ(server.del("/api/v1/featured_tags/" + id, anns).status, 200);
    EXPECT_EQ(get(of_ann).size(), 0U);
    EXPECT_EQ(get("/api/v1/accounts/1/featured_tags").status(), 404);
}

TEST_F(Hashtags, on_a_profile_are_dated_by_when_posts_were_written) {
    post("/api/v1/tags/tea/feature", anns);
    server.drain();
    auto const of_ann = "/api/v1/accounts/" + to_string(ann.id()) + "/featured_tags";
    auto const old = *parse_rfc3339("2020-02-03T04:05:06Z");
    server.post(ann, "#tea", testing::PostOptions{.created_at = old});
    EXPECT_EQ(get(of_ann).at("0.last_status_at"), "2020-02-03");
    server.post(ann, "#tea");
    auto const latest = get(of_ann).at("0.last_status_at");
    EXPECT_NE(latest, "2020-02-03");
    server.post(ann, "#tea", testing::PostOptions{.created_at = old});
    EXPECT_EQ(get(of_ann).at("0.last_status_at"), latest);
    EXPECT_EQ(get(of_ann).at("0.statuses_count"), "3");
}

TEST_F(Hashtags, on_a_profile_are_ten_at_most_and_real) {
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(post(fmt::format("/api/v1/tags/t{}/feature", i), anns).at("featuring"), "true");
    EXPECT_EQ(post("/api/v1/tags/t1/feature", anns).status(), 200);
    auto const eleventh = post("/api/v1/tags/more/feature", anns);
    EXPECT_EQ(eleventh.status(), 422);
    EXPECT_EQ(eleventh.error(),
              "Validation failed: You have already featured the maximum number of hashtags");
    EXPECT_EQ(post("/api/v1/tags/t1/unfeature", anns).at("featuring"), "false");
    EXPECT_EQ(post("/api/v1/tags/more/feature", anns).status(), 200);
    EXPECT_EQ(post("/api/v1/featured_tags", bobs, R"({"name":"a b"})").error(),
              "Validation failed: Tag is invalid");
    EXPECT_EQ(post("/api/v1/featured_tags", bobs).status(), 400);
}

TEST_F(Hashtags, for_a_profile_are_suggested_by_use) {
    server.post(ann, "#rare #often");
    server.post(ann, "#often #shown");
    server.post(ann, "#secret", social::Visibility::private_);
    post("/api/v1/tags/shown/feature", anns);
    EXPECT_THAT(names(get("/api/v1/featured_tags/suggestions", anns)),
                ElementsAre("often", "rare"));
}

}  // namespace
}  // namespace skein::tags
