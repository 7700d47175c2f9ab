#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/discovery/directory.h"
#include "features/discovery/feature.h"
#include "features/discovery/suggestions.h"
#include "social/relations.h"
#include "testing/answer.h"
#include "testing/reference.h"

namespace skein::discovery {
namespace {

using testing::Answer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::TestServer;
using ::testing::UnorderedElementsAre;

class FindingPeople : public ::testing::Test {
  protected:
    Person person(std::string name, testing::AccountOptions const& how = {}) {
        auto const made = server.make_account(std::move(name), how);
        change(made, [](social::Account& account) { account.discoverable = true; });
        return made;
    }
    void change(Person const& who, void (*deed)(social::Account&)) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, who.id()));
            deed(account);
            return social::update_account(tx, account);
        });
    }
    void follow(Person const& who, Person const& whom) {
        server.write([&](db::Tx& tx) { return social::follow(tx, who.id(), whom.id(), {}); });
    }
    std::vector<std::string> accts(std::string const& target, std::string const& token = {}) {
        Answer const answer(server.get(target, token));
        EXPECT_EQ(answer.status(), 200) << target;
        std::vector<std::string> found;
        for (auto const& one : answer.root().elements()) {
            auto const inner = one.find("account");
            found.emplace_back((inner ? *inner : one).get_text("acct"));
        }
        return found;
    }
    void refresh() { EXPECT_TRUE(refresh_suggestions(server.server())); }

    TestServer server{{.features = {{"discovery", install}},
                       .settings = {{"discovery.featured", "chosen,nobody@far.example"}}}};
    Person ann = person("ann"), bob = person("bob"), cat = person("cat"),
           eve = person("eve", {.domain = "far.example"}), shy = server.make_account("shy");
    std::string anns = server.token(ann);
};

TEST_F(FindingPeople, the_directory_shows_who_wants_to_be_found) {
    server.clock().advance(std::chrono::hours(2));
    server.post(bob, "x");
    server.clock().advance(std::chrono::hours(2));
    server.post(eve, "x");
    server.post(shy, "x");
    server.post(cat, "secret", social::Visibility::private_);
    EXPECT_THAT(accts("/api/v1/directory"), ElementsAre("eve@far.example", "bob", "cat", "ann"));
    EXPECT_THAT(accts("/api/v1/directory?order=new&local=true"), ElementsAre("cat", "bob", "ann"));
    EXPECT_THAT(accts("/api/v1/directory?local=true&limit=1"), ElementsAre("bob"));
    EXPECT_THAT(accts("/api/v1/directory?limit=1&offset=1"), ElementsAre("bob"));
    EXPECT_THAT(accts("/api/v1/directory?order=new&limit=2&offset=2"), ElementsAre("bob", "ann"));
    change(bob, [](social::Account& account) { account.state = social::AccountState::limited; });
    change(eve, [](social::Account& account) { account.discoverable = false; });
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), cat.id()); });
    EXPECT_THAT(accts("/api/v1/directory", anns), ElementsAre("ann"));
    EXPECT_THAT(accts("/api/v1/directory"), ElementsAre("cat", "ann"));
    change(bob, [](social::Account& account) { account.state = social::AccountState::active; });
    EXPECT_THAT(accts("/api/v1/directory"), UnorderedElementsAre("ann", "bob", "cat"));
}

TEST_F(FindingPeople, the_directory_is_made_whole_from_time_to_time) {
    server.write([](db::Tx& tx) -> Result<void> {
        static db::Sql const empty{"test.empty_directory", "DELETE FROM directory"};
        TRY_OK(tx.run(empty));
        return {};
    });
    EXPECT_THAT(accts("/api/v1/directory"), IsEmpty());
    EXPECT_TRUE(refresh_directory(server.server()));
    EXPECT_EQ(accts("/api/v1/directory").size(), 4U);
}

TEST_F(FindingPeople, suggestions_say_where_they_come_from) {
    auto const chosen = person("chosen"), dan = person("dan"), fay = person("fay"),
               gus = person("gus");
    follow(ann, bob);
    follow(bob, cat);
    follow(dan, bob);
    follow(dan, fay);
    for (auto const& fan : {bob, cat, dan}) follow(fan, gus);
    auto const liked = server.post(gus, "x");
    server.write([&](db::Tx& tx) { return social::add_favourite(tx, dan.id(), liked); });
    refresh();
    Answer const answer(server.get("/api/v2/suggestions", anns));
    testing::Reference const reference(SKEIN_SOURCE_DIR);
    std::map<std::string, std::string> sources;
    for (auto const& one : answer.root().elements()) {
        EXPECT_THAT(reference.complaints(one, "Suggestion"), IsEmpty());
        std::string all(one.get_text("source"));
        for (auto const& source : one.find("sources")->elements())
            all += " " + std::string(*source.text());
        sources[std::string(one.find("account")->get_text("acct"))] = all;
    }
    EXPECT_EQ(answer.at("0.account.acct"), "chosen");
    EXPECT_EQ(sources["chosen"], "staff featured");
    EXPECT_EQ(sources["cat"], "past_interactions friends_of_friends most_followed");
    EXPECT_EQ(sources["fay"], "past_interactions similar_to_recently_followed most_followed");
    EXPECT_EQ(sources["gus"],
              "past_interactions friends_of_friends similar_to_recently_followed most_followed "
              "most_interactions");
    EXPECT_FALSE(sources.contains("bob")) << "followed already";
    EXPECT_FALSE(sources.contains("ann"));
    EXPECT_EQ(accts("/api/v1/suggestions?limit=2", anns).size(), 2U);
    EXPECT_EQ(accts("/api/v1/suggestions", anns).front(), "chosen");
}

TEST_F(FindingPeople, suggestions_are_dismissed_for_good) {
    auto const chosen = person("chosen");
    refresh();
    EXPECT_THAT(accts("/api/v1/suggestions", anns), ElementsAre("chosen"));
    EXPECT_EQ(server.del("/api/v1/suggestions/" + to_string(chosen.id()), anns).status, 200);
    EXPECT_EQ(server.del("/api/v1/suggestions/1", anns).status, 404);
    refresh();
    EXPECT_THAT(accts("/api/v1/suggestions", anns), IsEmpty());
    EXPECT_THAT(accts("/api/v1/suggestions", server.token(bob)), ElementsAre("chosen"));
    EXPECT_EQ(server.get("/api/v2/suggestions").status, 401);
}

TEST_F(FindingPeople, who_wants_it_no_longer_is_suggested_no_longer) {
    auto const chosen = person("chosen");
    follow(bob, cat);
    refresh();
    EXPECT_THAT(accts("/api/v2/suggestions", anns), ElementsAre("chosen", "cat"));
    change(cat, [](social::Account& account) { account.discoverable = false; });
    change(chosen, [](social::Account& account) { account.discoverable = false; });
    EXPECT_THAT(accts("/api/v2/suggestions", anns), ElementsAre("chosen")) << "by hand";
}

TEST_F(FindingPeople, suggests_nobody_who_hides_or_is_hidden) {
    auto const fan = person("fan"), other = person("other");
    follow(ann, fan);
    follow(fan, shy);
    follow(fan, bob);
    follow(fan, cat);
    follow(fan, other);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::mute(tx, ann.id(), bob.id(), false, {}));
        return social::block(tx, cat.id(), ann.id());
    });
    EXPECT_THAT(accts("/api/v2/suggestions", anns), ElementsAre("other"));
    change(fan, [](social::Account& account) { account.hide_collections = true; });
    EXPECT_THAT(accts("/api/v2/suggestions", anns), IsEmpty());
}

TEST_F(FindingPeople, costs_the_same_few_or_many) {
    auto const cost = [&](std::string const& target) {
        accts(target, anns);
        return server.statements([&] { accts(target, anns); });
    };
    refresh();
    auto const directory = cost("/api/v1/directory"), suggestions = cost("/api/v2/suggestions");
    auto const hub = person("hub");
    follow(ann, hub);
    for (int i = 0; i < 20; ++i) follow(hub, person(fmt::format("p{}", i)));
    EXPECT_EQ(cost("/api/v1/directory"), directory);
    EXPECT_LE(cost("/api/v2/suggestions"), suggestions + 4) << "the accounts themselves";
}

}  // namespace
}  // namespace skein::discovery
