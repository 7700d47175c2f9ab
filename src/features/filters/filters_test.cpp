#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/filters/feature.h"
#include "features/timelines/feature.h"
#include "social/media.h"
#include "social/polls.h"
#include "social/statuses.h"
#include "testing/answer.h"

namespace skein::filters {
namespace {

using testing::Answer;
using ::testing::ElementsAre;
using testing::Person;
using testing::TestServer;

class FilterRoutes : public ::testing::Test {
  protected:
    Answer get(std::string const& target) { return Answer(server.get(target, anns)); }
    Answer post(std::string const& target, std::string body) {
        return Answer(server.post(target, std::move(body), anns));
    }
    Answer put(std::string const& target, std::string body) {
        return Answer(server.put(target, std::move(body), anns));
    }
    Answer make(std::string const& keywords, std::string const& more = "") {
        return post("/api/v2/filters", R"({"title": "No", "context": ["home", "thread"], )" + more +
                                           R"("keywords_attributes": [)" + keywords + "]}");
    }
    /// What ann sees of bob's newest post.
    Answer newest() { return get("/api/v1/accounts/" + to_string(bob.id()) + "/statuses?limit=1"); }
    bool hides(std::string_view text) {
        server.post(bob, text);
        return newest().at("0.filtered") != "[]";
    }

    TestServer server{{.features = {{"filters", install}, {"timelines", timelines::install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(FilterRoutes, make_change_and_remove_a_filter) {
    auto const filter = make(R"({"keyword": "cat"}, {"keyword": "a dog", "whole_word": false})",
                             R"("filter_action": "hide", "expires_in": 3600, )");
    ASSERT_EQ(filter.status(), 200) << filter.error();
    EXPECT_EQ(filter.at("title"), "No");
    EXPECT_EQ(filter.at("context"), R"(["home","thread"])");
    EXPECT_EQ(filter.at("filter_action"), "hide");
    EXPECT_NE(filter.at("expires_at"), "null");
    EXPECT_EQ(filter.at("keywords.0.keyword"), "cat");
    EXPECT_EQ(filter.at("keywords.0.whole_word"), "true");
    EXPECT_EQ(filter.at("keywords.1.whole_word"), "false");
    EXPECT_EQ(filter.at("statuses"), "[]");
    auto const path = "/api/v2/filters/" + filter.at("id");
    auto const changed =
        put(path, R"({"filter_action": "blur", "keywords_attributes": [{"id": ")" +
                      filter.at("keywords.0.id") + R"(", "_destroy": true}, {"id": ")" +
                      filter.at("keywords.1.id") +
                      R"(", "keyword": "two dogs"}, {"keyword": "bird"}]})");
    ASSERT_EQ(changed.status(), 200) << changed.error();
    EXPECT_EQ(changed.at("title"), "No");
    EXPECT_EQ(changed.at("expires_at"), filter.at("expires_at"));
    EXPECT_EQ(changed.at("filter_action"), "blur");
    EXPECT_EQ(changed.at("keywords.0.keyword"), "two dogs");
    EXPECT_EQ(changed.at("keywords.0.whole_word"), "false");
    EXPECT_EQ(changed.at("keywords.1.keyword"), "bird");
    EXPECT_EQ(put(path, R"({"expires_in": null})").at("expires_at"), "null");
    EXPECT_EQ(get("/api/v2/filters").size(), 1U);
    EXPECT_EQ(server.get(path, bobs).status, 404);
    EXPECT_EQ(server.put(path, "title=x", bobs).status, 404);
    EXPECT_EQ(server.del(path, bobs).status, 404);
    EXPECT_EQ(server.del(path, anns).status, 200);
    EXPECT_EQ(get("/api/v2/filters").size(), 0U);
}

TEST_F(FilterRoutes, read_keywords_as_forms_send_them) {
    auto const filter = post("/api/v2/filters",
                             "title=No&context[]=home&keywords_attributes[][keyword]=a&"
                             "keywords_attributes[][whole_word]=false&"
                             "keywords_attributes[][keyword]=b");
    ASSERT_EQ(filter.status(), 200) << filter.error();
    EXPECT_EQ(filter.at("keywords.0.keyword"), "a");
    EXPECT_EQ(filter.at("keywords.0.whole_word"), "false");
    EXPECT_EQ(filter.at("keywords.1.keyword"), "b");
    EXPECT_EQ(filter.at("keywords.1.whole_word"), "true");
}

TEST_F(FilterRoutes, refuse_what_makes_no_filter) {
    auto const error = [&](std::string const& body) {
        auto const answer = post("/api/v2/filters", body);
        EXPECT_EQ(answer.status(), 422) << body;
        return answer.error();
    };
    EXPECT_EQ(error("context[]=home"), "Validation failed: Title can't be blank");
    EXPECT_EQ(error("title=a"), "Validation failed: Context can't be blank");
    EXPECT_EQ(error("title=a&context[]=bed"),
              "Validation failed: Context None or invalid context supplied");
    EXPECT_EQ(error("title=a&context[]=home&filter_action=shout"),
              "'shout' is not a valid filter_action");
    EXPECT_EQ(error("title=a&context[]=home&keywords_attributes[][keyword]="),
              "Validation failed: Keyword can't be blank");
    EXPECT_EQ(error("title=" + std::string(257, 'x') + "&context[]=home"),
              "Validation failed: Title is too long (maximum is 256 characters)");
    EXPECT_EQ(get("/api/v2/filters").size(), 0U) << "nothing is made by halves";
    EXPECT_EQ(server.get("/api/v2/filters", server.token(ann, "write")).status, 403);
    EXPECT_EQ(server.get("/api/v2/filters", server.token(ann, "read:filters")).status, 200);
    EXPECT_EQ(server.post("/api/v2/filters", "title=a", server.token(ann, "read")).status, 403);
    EXPECT_EQ(server.get("/api/v2/filters").status, 401);
    auto const others = Answer(server.post(
        "/api/v2/filters", "title=b&context[]=home&keywords_attributes[][keyword]=b", bobs));
    auto const own = make(R"({"keyword": "a"})");
    EXPECT_EQ(put("/api/v2/filters/" + own.at("id"), R"({"keywords_attributes": [{"id": ")" +
                                                         others.at("keywords.0.id") +
                                                         R"(", "_destroy": true}]})")
                  .status(),
              404)
        << "somebody else's keyword";
}

TEST_F(FilterRoutes, change_keywords_one_by_one) {
    auto const filter = make("");
    auto const path = "/api/v2/filters/" + filter.at("id") + "/keywords";
    auto const keyword = post(path, "keyword=cat&whole_word=false");
    EXPECT_EQ(keyword.at("keyword"), "cat");
    EXPECT_EQ(keyword.at("whole_word"), "false");
    EXPECT_EQ(post(path, "keyword=").error(), "Validation failed: Keyword can't be blank");
    EXPECT_EQ(get(path).ids(), std::vector{keyword.at("id")});
    auto const one = "/api/v2/filters/keywords/" + keyword.at("id");
    EXPECT_EQ(get(one).at("keyword"), "cat");
    EXPECT_EQ(put(one, "keyword=dog").at("keyword"), "dog");
    EXPECT_EQ(server.get(one, bobs).status, 404);
    EXPECT_EQ(server.get(path, bobs).status, 404);
    EXPECT_EQ(server.post(path, "keyword=a", bobs).status, 404);
    EXPECT_EQ(server.del(one, bobs).status, 404);
    EXPECT_EQ(server.del(one, anns).status, 200);
    EXPECT_EQ(get(path).size(), 0U);
}

TEST_F(FilterRoutes, hold_posts_until_these_are_gone) {
    auto const filter = make("");
    auto const path = "/api/v2/filters/" + filter.at("id") + "/statuses";
    auto const status = server.post(bob, "Hello");
    auto const secret = server.post(bob, "Psst", social::Visibility::direct);
    auto const row = post(path, "status_id=" + to_string(status.id));
    EXPECT_EQ(row.at("status_id"), to_string(status.id));
    EXPECT_EQ(post(path, "status_id=" + to_string(status.id)).status(), 422);
    EXPECT_EQ(post(path, "status_id=" + to_string(secret.id)).status(), 404);
    EXPECT_EQ(post(path, "status_id=77").status(), 404);
    EXPECT_EQ(get(path).ids(), std::vector{row.at("id")});
    auto const shown = newest();
    EXPECT_EQ(shown.at("0.filtered.0.status_matches.0"), to_string(status.id));
    EXPECT_EQ(shown.at("0.filtered.0.keyword_matches"), "null");
    auto const one = "/api/v2/filters/statuses/" + row.at("id");
    EXPECT_EQ(get(one).at("id"), row.at("id"));
    EXPECT_EQ(server.get(one, bobs).status, 404);
    EXPECT_EQ(Answer(server.del(one, anns)).at("id"), row.at("id"));
    EXPECT_EQ(newest().at("0.filtered"), "[]");
    post(path, "status_id=" + to_string(status.id));
    server.write([&](db::Tx& tx) { return social::remove_status(tx, status, true); });
    EXPECT_EQ(get(path).size(), 0U);
}

TEST_F(FilterRoutes, say_in_a_post_what_matched) {
    make(R"({"keyword": "cat"}, {"keyword": "dog", "whole_word": false})");
    server.post(bob, "My Cat and my hotdogs");
    auto const shown = newest();
    EXPECT_EQ(shown.at("0.filtered.0.filter.title"), "No");
    EXPECT_EQ(shown.at("0.filtered.0.filter.context"), R"(["home","thread"])");
    EXPECT_EQ(shown.at("0.filtered.0.filter.filter_action"), "warn");
    EXPECT_EQ(shown.at("0.filtered.0.filter.keywords"), "absent");
    EXPECT_EQ(shown.at("0.filtered.0.keyword_matches"), R"(["cat","dog"])");
    EXPECT_EQ(shown.at("0.filtered.0.status_matches"), "null");
    EXPECT_FALSE(hides("concatenation"));
    EXPECT_TRUE(hides("ＣＡＴ!"));
    EXPECT_EQ(Answer(server.get("/api/v1/accounts/" + to_string(bob.id()) + "/statuses", bobs))
                  .at("0.filtered"),
              "[]");
    EXPECT_EQ(Answer(server.get("/api/v1/accounts/" + to_string(bob.id()) + "/statuses"))
                  .at("0.filtered"),
              "absent");
}

TEST_F(FilterRoutes, look_at_all_that_is_read) {
    make(R"({"keyword": "cat"})");
    server.post(bob, "Nothing", {.spoiler_text = "About a cat"});
    EXPECT_NE(newest().at("0.filtered"), "[]");
    social::Media media;
    media.account_id = bob.id();
    media.kind = social::MediaKind::image;
    media.state = social::MediaState::ready;
    media.original_key = "key";
    media.description = "A cat on a mat";
    auto const picture = server.write([&](db::Tx& tx) { return social::insert_media(tx, media); });
    server.post(bob, "Look", {.media = {picture.id}});
    EXPECT_NE(newest().at("0.filtered"), "[]");
    social::StatusDraft draft;
    draft.author = bob.id();
    draft.text = draft.content = "Which?";
    social::PollDraft poll;
    poll.options = {{"A cat", 0}, {"None", 0}};
    poll.expires_at = server.clock().now() + std::chrono::hours(1);
    draft.poll = poll;
    server.write([&](db::Tx& tx) { return social::publish_status(tx, draft); });
    EXPECT_NE(newest().at("0.filtered"), "[]");
    EXPECT_TRUE(hides("&cat;")) << "text, not HTML";
    EXPECT_FALSE(hides("A cut")) << "and nothing else";
}

TEST_F(FilterRoutes, judge_a_boost_by_the_original_and_spare_ones_own) {
    make(R"({"keyword": "cat"})");
    auto const cat = server.make_account("cat");
    auto const original = server.post(cat, "My cat"), own = server.post(ann, "My cat");
    auto const boost = [&](social::Status const& status) {
        server.write(
            [&](db::Tx& tx) { return social::boost_status(tx, {.account = bob.id()}, status); });
        return newest();
    };
    auto const shown = boost(original);
    EXPECT_EQ(shown.at("0.filtered.0.keyword_matches"), R"(["cat"])");
    EXPECT_EQ(shown.at("0.reblog.filtered.0.keyword_matches"), R"(["cat"])");
    auto const mine = boost(own);
    EXPECT_EQ(mine.at("0.filtered"), "[]");
    EXPECT_EQ(mine.at("0.reblog.filtered"), "[]");
}

TEST_F(FilterRoutes, end_when_they_expire) {
    make(R"({"keyword": "cat"})", R"("expires_in": 60, )");
    EXPECT_TRUE(hides("cat"));
    server.clock().advance(std::chrono::seconds(61));
    EXPECT_FALSE(hides("cat"));
    EXPECT_EQ(get("/api/v2/filters").size(), 1U) << "it can be renewed";
}

TEST_F(FilterRoutes, take_effect_at_once_and_cost_nothing_without_any) {
    auto const path = "/api/v1/accounts/" + to_string(bob.id()) + "/statuses";
    for (int i = 0; i < 3; ++i) server.post(bob, "cat");
    auto const count = [&] { return server.statements([&] { server.get(path, anns); }); };
    count();
    auto const before = count();
    auto const filter = make(R"({"keyword": "cat"})");
    EXPECT_NE(newest().at("0.filtered"), "[]");
    server.clock().advance(std::chrono::seconds(1));
    count();
    auto const with = count();
    EXPECT_EQ(with, before) << "kept, with the texts";
    for (int i = 0; i < 10; ++i) server.post(bob, "cat");
    count();
    EXPECT_EQ(count(), with);
    server.del("/api/v2/filters/" + filter.at("id"), anns);
    EXPECT_EQ(newest().at("0.filtered"), "[]");
    server.clock().advance(std::chrono::seconds(1));
    count();
    EXPECT_EQ(count(), before);
}

TEST_F(FilterRoutes, see_an_edited_text) {
    make(R"({"keyword": "cat"})");
    auto const status = server.post(bob, "A dog");
    EXPECT_EQ(newest().at("0.filtered"), "[]");
    social::StatusEdit edit;
    edit.text = edit.content = "A cat";
    server.write([&](db::Tx& tx) { return social::edit_status(tx, status, edit); });
    EXPECT_NE(newest().at("0.filtered"), "[]");
}

TEST_F(FilterRoutes, of_the_first_version_show_each_keyword) {
    auto const old = post("/api/v1/filters", "phrase=cat&context[]=home&irreversible=true");
    ASSERT_EQ(old.status(), 200) << old.error();
    EXPECT_EQ(old.at("phrase"), "cat");
    EXPECT_EQ(old.at("context"), R"(["home"])");
    EXPECT_EQ(old.at("whole_word"), "false");
    EXPECT_EQ(old.at("irreversible"), "true");
    EXPECT_EQ(old.at("expires_at"), "null");
    EXPECT_NE(old.header("Deprecation"), "");
    auto const filters = get("/api/v2/filters");
    EXPECT_EQ(filters.at("0.title"), "cat");
    EXPECT_EQ(filters.at("0.filter_action"), "hide");
    EXPECT_EQ(filters.at("0.keywords.0.id"), old.at("id"));
    auto const path = "/api/v1/filters/" + old.at("id");
    auto const changed = put(path, "phrase=dog&context[]=home&context[]=public&whole_word=true");
    EXPECT_EQ(changed.at("phrase"), "dog");
    EXPECT_EQ(changed.at("context"), R"(["home","public"])");
    EXPECT_EQ(changed.at("irreversible"), "true");
    EXPECT_EQ(get("/api/v2/filters").at("0.title"), "dog");
    post("/api/v2/filters/" + filters.at("0.id") + "/keywords", "keyword=bird");
    EXPECT_EQ(get("/api/v1/filters").size(), 2U);
    EXPECT_EQ(put(path, "phrase=dog&context[]=home").status(), 422)
        << "the other keyword has the same contexts";
    EXPECT_EQ(put(path, "phrase=wolf&context[]=home&context[]=public").status(), 200);
    EXPECT_EQ(server.get(path, bobs).status, 404);
    EXPECT_EQ(server.del(path, anns).status, 200);
    EXPECT_EQ(get("/api/v1/filters").size(), 1U);
    EXPECT_EQ(get("/api/v2/filters").size(), 1U);
    EXPECT_EQ(post("/api/v1/filters", "context[]=home").status(), 422);
    EXPECT_EQ(post("/api/v1/filters", "phrase=a").error(),
              "Validation failed: Context can't be blank");
}

TEST_F(FilterRoutes, have_limits) {
    std::string keywords;
    for (int i = 0; i < 600; ++i)
        keywords += fmt::format(R"({}{{"keyword": "w{}"}})", i ? "," : "", i);
    auto const filter = make(keywords);
    ASSERT_EQ(filter.status(), 200) << filter.error();
    EXPECT_EQ(make(R"({"keyword": "more"})").status(), 422);
    EXPECT_TRUE(hides("w599"));
    EXPECT_EQ(server.del("/api/v2/filters/" + filter.at("id"), anns).status, 200);
    EXPECT_EQ(make(fmt::format(R"({{"keyword": "{}"}})", std::string(513, 'x'))).status(), 422);
}

}  // namespace
}  // namespace skein::filters
