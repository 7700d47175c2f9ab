#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/relationships/feature.h"
#include "social/relations.h"
#include "testing/answer.h"
#include "testing/reference.h"

namespace skein::relationships {
namespace {

using testing::Answer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::TestServer;

class Endorsements : public ::testing::Test {
  protected:
    Answer act(Person const& whom, std::string_view deed, std::string const& token) {
        return Answer(
            server.post(fmt::format("/api/v1/accounts/{}/{}", whom.id().value, deed), "{}", token));
    }
    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }
    void follow(Person const& who, Person const& whom) {
        server.write([&](db::Tx& tx) { return social::follow(tx, who.id(), whom.id(), {}); });
    }
    void hide_collections(Person const& who) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, who.id()));
            account.hide_collections = true;
            return social::update_account(tx, account);
        });
    }
    std::string of(Person const& who, std::string_view list = "endorsements") {
        return fmt::format("/api/v1/accounts/{}/{}", who.id().value, list);
    }
    std::string familiar(std::vector<Person> const& people) {
        std::string target = "/api/v1/accounts/familiar_followers?";
        for (auto const& one : people) target += "id[]=" + to_string(one.id()) + "&";
        return target;
    }

    TestServer server{{.features = {{"relationships", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           cat = server.make_account("cat"), dan = server.make_account("dan");
    std::string anns = server.token(ann), bobs = server.token(bob), cats = server.token(cat);
};

TEST_F(Endorsements, are_of_people_one_follows_and_end_with_the_follow) {
    auto const refused = act(bob, "endorse", anns);
    EXPECT_EQ(refused.status(), 422);
    EXPECT_EQ(refused.error(),
              "Validation failed: You must be already following the person you want to endorse");
    follow(ann, bob);
    for (auto const* deed : {"endorse", "pin"})
        EXPECT_EQ(act(bob, deed, anns).at("endorsed"), "true");
    EXPECT_EQ(get(of(ann), cats).at("0.acct"), "bob");
    EXPECT_EQ(get(of(ann)).size(), 1U);
    EXPECT_EQ(get("/api/v1/endorsements", anns).at("0.acct"), "bob");
    EXPECT_EQ(act(bob, "unpin", anns).at("endorsed"), "false");
    EXPECT_EQ(act(bob, "unendorse", anns).at("endorsed"), "false");
    act(bob, "endorse", anns);
    EXPECT_EQ(act(bob, "unfollow", anns).at("endorsed"), "false");
    EXPECT_EQ(get(of(ann)).size(), 0U);
    EXPECT_EQ(get("/api/v1/accounts/1/endorsements").status(), 404);
    EXPECT_EQ(get("/api/v1/endorsements").status(), 401);
}

TEST_F(Endorsements, are_paged_and_keep_from_those_who_block) {
    for (auto const* person : {&bob, &cat, &dan}) {
        follow(ann, *person);
        act(*person, "endorse", anns);
    }
    auto const first = get(of(ann) + "?limit=1"), second = get(first.next());
    EXPECT_EQ(first.at("0.acct"), "dan");
    EXPECT_EQ(second.at("0.acct"), "cat");
    EXPECT_EQ(get(second.next()).at("0.acct"), "bob");
    server.write([&](db::Tx& tx) { return social::block(tx, cat.id(), bob.id()); });
    EXPECT_EQ(get(of(ann), cats).size(), 2U) << "bob is not shown to cat";
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), bob.id()); });
    EXPECT_EQ(get(of(ann), bobs).size(), 0U);
}

TEST_F(Endorsements, familiar_followers_are_followed_and_show_it) {
    follow(ann, bob);
    follow(ann, cat);
    follow(bob, dan);
    follow(cat, dan);
    auto const found = get(familiar({dan, bob}), anns);
    testing::Reference const reference(SKEIN_SOURCE_DIR);
    EXPECT_THAT(reference.complaints(*found.root().elements().begin(), "FamiliarFollowers"),
                IsEmpty());
    EXPECT_EQ(found.at("0.id"), to_string(dan.id()));
    EXPECT_EQ(found.at("0.accounts.0.acct"), "cat") << "the latest followed first";
    EXPECT_EQ(found.at("0.accounts.1.acct"), "bob");
    EXPECT_EQ(found.at("1.accounts"), "[]");
    hide_collections(cat);
    EXPECT_EQ(get(familiar({dan}), anns).at("0.accounts.0.acct"), "bob");
    hide_collections(dan);
    EXPECT_EQ(get(familiar({dan}), anns).at("0.accounts"), "[]");
    EXPECT_EQ(get("/api/v1/accounts/familiar_followers", anns).size(), 0U);
    EXPECT_EQ(get("/api/v1/accounts/familiar_followers").status(), 401);
}

}  // namespace
}  // namespace skein::relationships
