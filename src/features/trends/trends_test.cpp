#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/trends/feature.h"
#include "features/trends/work_out.h"
#include "social/relations.h"
#include "social/trends.h"
#include "testing/answer.h"
#include "testing/reference.h"

namespace skein::trends {
namespace {

using testing::Answer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::TestServer;

TEST(Weighing, counts_people_by_the_root_of_their_hosts) {
    auto const weighed = social::weigh(
        {{1, "a", 9}, {2, "a", 1}, {2, "b", 1}, {2, "c", 1}, {2, "d", 1}, {3, "a", 2}}, 3);
    ASSERT_EQ(weighed.size(), 2U);
    EXPECT_EQ(weighed[0].subject, 2) << "four from everywhere outweigh nine from one host";
    EXPECT_EQ(weighed[0].weight, 4);
    EXPECT_EQ(weighed[1].people, 9);
    EXPECT_EQ(weighed[1].weight, 3);
    auto const both = social::weigh({{1, "a", 4}, {1, "a", 9}}, 1);
    EXPECT_EQ(both.at(0).people, 9) << "whoever likes and boosts counts once";
}

class Trends : public ::testing::Test {
  protected:
    explicit Trends(std::map<std::string, std::string> settings = {})
        : server({.features = {{"trends", install}}, .settings = std::move(settings)}) {
        for (int i = 0; i < 6; ++i) people.push_back(person(fmt::format("p{}", i)));
        server.clock().advance(std::chrono::days(5));
        server.drain();  // What is due every quarter of an hour must not run beside a test.
    }
    Person person(std::string const& name, std::string domain = {}) {
        auto const made = server.make_account(name, {.domain = std::move(domain)});
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, made.id()));
            account.discoverable = true;
            return social::update_account(tx, account);
        });
        return made;
    }
    void say(std::string_view text, std::size_t from, std::size_t to) {
        for (auto i = from; i < to; ++i) server.post(people[i], text);
    }
    void like(social::Status const& status, std::size_t from, std::size_t to) {
        for (auto i = from; i < to; ++i)
            server.write(
                [&](db::Tx& tx) { return social::add_favourite(tx, people[i].id(), status); });
    }
    void work_out() { EXPECT_TRUE(refresh(server.server())); }
    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }
    std::vector<std::string> names(std::string const& target, std::string const& token = {}) {
        std::vector<std::string> found;
        auto const answer = get(target, token);
        EXPECT_EQ(answer.status(), 200) << target;
        for (auto const& tag : answer.root().elements()) found.emplace_back(tag.get_text("name"));
        return found;
    }

    TestServer server;
    std::vector<Person> people;
};

TEST_F(Trends, tags_are_those_of_most_people) {
    say("#tea", 0, 5);
    say("#cake", 0, 3);
    say("#few", 0, 2);
    for (int i = 0; i < 10; ++i) say("#loud", 0, 1);
    work_out();
    for (auto const* path : {"/api/v1/trends/tags", "/api/v1/trends"})
        EXPECT_THAT(names(path), ElementsAre("tea", "cake"));
    auto const first = get("/api/v1/trends/tags?limit=1");
    testing::Reference const reference(SKEIN_SOURCE_DIR);
    EXPECT_THAT(reference.complaints(*first.root().elements().begin(), "Tag"), IsEmpty());
    EXPECT_EQ(first.at("0.history.0.accounts"), "5");
    EXPECT_THAT(names(first.next()), ElementsAre("cake"));
    server.clock().advance(std::chrono::days(3));
    work_out();
    EXPECT_THAT(names("/api/v1/trends/tags"), IsEmpty()) << "nobody speaks of them any more";
}

TEST_F(Trends, are_not_made_by_new_accounts_nor_by_one_host) {
    for (int i = 0; i < 10; ++i) server.post(person(fmt::format("new{}", i)), "#ring");
    std::vector<Person> farm;
    for (int i = 0; i < 9; ++i) farm.push_back(person(fmt::format("f{}", i), "farm.example"));
    std::vector<Person> wide;
    for (int i = 0; i < 4; ++i)
        wide.push_back(person(fmt::format("w{}", i), fmt::format("host{}.example", i)));
    server.clock().advance(std::chrono::days(4));
    for (auto const& one : farm) server.post(one, "#farmed");
    for (auto const& one : wide) server.post(one, "#heard");
    for (int i = 0; i < 10; ++i) server.post(person(fmt::format("newer{}", i)), "#ring");
    work_out();
    EXPECT_THAT(names("/api/v1/trends/tags"), ElementsAre("heard", "farmed"));
}

TEST_F(Trends, posts_are_those_most_people_like) {
    auto const loved = server.post(people[5], "loved"), second = server.post(people[5], "second");
    auto const other = server.post(people[4], "other"), few = server.post(people[3], "few");
    auto const hidden = server.post(people[2], "hidden", {.sensitive = true});
    auto const narrow = server.post(people[1], "narrow", social::Visibility::unlisted);
    like(loved, 0, 5);
    like(second, 0, 4);
    like(other, 0, 3);
    like(few, 0, 2);
    like(hidden, 3, 6);
    like(narrow, 3, 6);
    work_out();
    auto const shown = get("/api/v1/trends/statuses");
    EXPECT_THAT(shown.ids(), ElementsAre(to_string(loved.id), to_string(other.id)));
    testing::Reference const reference(SKEIN_SOURCE_DIR);
    EXPECT_THAT(reference.complaints(*shown.root().elements().begin(), "Status"), IsEmpty());
    auto const reader = server.make_account("reader");
    server.write(
        [&](db::Tx& tx) { return social::mute(tx, reader.id(), people[5].id(), false, {}); });
    EXPECT_THAT(get("/api/v1/trends/statuses", server.token(reader)).ids(),
                ElementsAre(to_string(other.id)));
}

TEST_F(Trends, posts_are_only_of_those_who_want_to_be_found) {
    auto const post = server.post(people[5], "x");
    like(post, 0, 4);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, people[5].id()));
        account.discoverable = false;
        return social::update_account(tx, account);
    });
    work_out();
    EXPECT_THAT(get("/api/v1/trends/statuses").ids(), IsEmpty());
}

TEST_F(Trends, that_were_rejected_are_not_shown) {
    say("#tea", 0, 4);
    say("#bad", 0, 5);
    work_out();
    auto const staff = server.make_account("officer", {.role = social::Role::admin});
    auto const token = server.token(staff, "admin:read admin:write");
    EXPECT_EQ(get("/api/v1/admin/trends/tags", server.token(people[0], "admin:read")).status(),
              403);
    auto const all = get("/api/v1/admin/trends/tags", token);
    EXPECT_EQ(all.at("0.name"), "bad");
    EXPECT_EQ(all.at("0.requires_review"), "true");
    testing::Reference const reference(SKEIN_SOURCE_DIR);
    EXPECT_THAT(reference.complaints(*all.root().elements().begin(), "Admin::Tag"), IsEmpty());
    auto const judge = [&](std::string const& verdict) {
        return Answer(server.post("/api/v1/admin/trends/tags/" + all.at("0.id") + "/" + verdict,
                                  "{}", token));
    };
    EXPECT_EQ(judge("reject").at("trendable"), "false");
    EXPECT_THAT(names("/api/v1/trends/tags"), ElementsAre("tea"));
    EXPECT_EQ(names("/api/v1/admin/trends/tags", token).size(), 2U);
    EXPECT_EQ(judge("approve").at("trendable"), "true");
    EXPECT_THAT(names("/api/v1/trends/tags"), ElementsAre("bad", "tea"));
    EXPECT_EQ(server.post("/api/v1/admin/trends/tags/1/approve", "{}", token).status, 404);
}

class Reviewed : public Trends {
  protected:
    Reviewed() : Trends({{"trends.review", "true"}}) {}
};
TEST_F(Reviewed, trends_wait_for_a_verdict) {
    say("#tea", 0, 4);
    work_out();
    EXPECT_THAT(names("/api/v1/trends/tags"), IsEmpty());
    auto const staff = server.make_account("officer", {.role = social::Role::admin});
    auto const token = server.token(staff, "admin:read admin:write");
    auto const id = get("/api/v1/admin/trends/tags", token).at("0.id");
    server.post("/api/v1/admin/trends/tags/" + id + "/approve", "{}", token);
    EXPECT_THAT(names("/api/v1/trends/tags"), ElementsAre("tea"));
}

class Off : public Trends {
  protected:
    Off() : Trends({{"trends.enabled", "false"}}) {}
};
TEST_F(Off, there_are_no_trends) {
    say("#tea", 0, 4);
    work_out();
    EXPECT_THAT(names("/api/v1/trends/tags"), IsEmpty());
}

}  // namespace
}  // namespace skein::trends
