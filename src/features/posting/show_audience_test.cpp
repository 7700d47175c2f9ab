#include <gtest/gtest.h>

#include "features/posting/feature.h"
#include "social/audience.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::posting {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

class ToldAudience : public ::testing::Test {
  protected:
    Answer ask(std::string body, std::string token = {}) {
        return Answer(server.post("/api/v1/skein/audience", std::move(body),
                                  token.empty() ? anns : std::move(token)));
    }
    void follow(Person const& who, Person const& whom) {
        server.write([&](db::Tx& tx) { return social::follow(tx, who.id(), whom.id(), {}); });
    }
    Person stranger(std::string name, std::string domain) {
        return server.make_account(std::move(name), {.domain = std::move(domain)});
    }
    void block(Person const& who, Person const& whom) {
        server.write([&](db::Tx& tx) { return social::block(tx, who.id(), whom.id()); });
    }
    bool sees(Person const& who, social::Status const& status) {
        return server.read([&](db::Tx& tx) { return social::may_see(tx, who.id(), status); });
    }

    TestServer server{{.features = {{"posting", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           carol = server.make_account("carol");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(ToldAudience, followers_and_their_servers_are_counted_where_they_get_it) {
    for (auto const& who : {bob, stranger("dora", "one.example"), stranger("emil", "one.example"),
                            stranger("fred", "two.example")})
        follow(who, ann);
    for (auto const* wide : {"public", "unlisted"}) {
        auto const told = ask(fmt::format("status=Hi&visibility={}", wide));
        EXPECT_EQ(told.status(), 200);
        EXPECT_EQ(told.at("everyone"), "true");
        EXPECT_EQ(told.at("followers"), "4");
        EXPECT_EQ(told.at("servers"), "2");
    }
    auto const narrow = ask("status=Hi+%40gwen%40three.example&visibility=private");
    EXPECT_EQ(narrow.at("everyone"), "false");
    EXPECT_EQ(narrow.at("followers"), "4");
    EXPECT_EQ(narrow.at("servers"), "2");
    EXPECT_EQ(narrow.at("unknown"), R"(["gwen@three.example"])");
    stranger("gwen", "three.example");
    EXPECT_EQ(ask("status=Hi+%40gwen%40three.example&visibility=private").at("servers"), "3");
    auto const letter = ask("status=Hi+%40gwen%40three.example&visibility=direct");
    EXPECT_EQ(letter.at("followers"), "0");
    EXPECT_EQ(letter.at("servers"), "1");
    EXPECT_EQ(letter.at("mentions.0.acct"), "gwen@three.example");
}

TEST_F(ToldAudience, each_person_is_named_once_and_oneself_not) {
    server.make_account("early", {.confirmed = false});
    auto const told =
        ask("visibility=direct&status=%40bob+%40BOB%40skein.example+%40ann+%40nobody+%40early+"
            "%40x%40far.example");
    EXPECT_EQ(told.at("mentions.0.acct"), "bob");
    EXPECT_EQ(told.at("mentions.1"), "absent");
    EXPECT_EQ(told.at("unknown"), R"(["nobody","early","x@far.example"])");
    EXPECT_EQ(told.at("blocked"), "[]");
}

TEST_F(ToldAudience, a_block_keeps_the_named_from_it_either_way) {
    block(ann, bob);
    block(carol, ann);
    auto const told = ask("status=%40bob+%40carol&visibility=public");
    EXPECT_EQ(told.at("mentions"), "[]");
    EXPECT_EQ(told.at("blocked.0.acct"), "bob");
    EXPECT_EQ(told.at("blocked.1.acct"), "carol");
}

TEST_F(ToldAudience, is_what_the_published_post_then_has) {
    auto const dora = server.make_account("dora"), emil = server.make_account("emil");
    follow(bob, ann);
    block(dora, ann);
    for (auto const* text : {"Hello", "Hello @carol @dora", "@bob @emil"})
        for (auto const visibility : {social::Visibility::public_, social::Visibility::unlisted,
                                      social::Visibility::private_, social::Visibility::direct}) {
            auto const told = ask(
                fmt::format(R"({{"status":"{}","visibility":"{}"}})", text, to_string(visibility)));
            auto const status = server.post(ann, text, visibility);
            EXPECT_EQ(told.at("followers"),
                      sees(bob, status) && visibility != social::Visibility::direct ? "1" : "0");
            for (auto const& who : {bob, carol, dora, emil}) {
                auto const named =
                    told.at("mentions").contains("\"acct\":\"" + who.account.username + "\"");
                auto const follows = who.id() == bob.id() && told.at("followers") == "1";
                auto const blocked = who.id() == dora.id();
                auto const everyone = told.at("everyone") == "true" && !blocked;
                EXPECT_EQ(named || follows || everyone, sees(who, status))
                    << who.account.username << " " << text << " " << to_string(visibility);
            }
        }
}

TEST_F(ToldAudience, the_suspended_are_no_followers) {
    auto const dora = stranger("dora", "one.example");
    follow(dora, ann);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, dora.id()));
        account.state = social::AccountState::suspended;
        return social::update_account(tx, account);
    });
    auto const told = ask("status=%40dora%40one.example&visibility=private");
    EXPECT_EQ(told.at("followers"), "0");
    EXPECT_EQ(told.at("servers"), "0");
    EXPECT_EQ(told.at("unknown"), R"(["dora@one.example"])");
}

TEST_F(ToldAudience, without_a_visibility_it_is_the_authors_usual_one) {
    server.write([&](db::Tx& tx) -> Result<void> {
        auto user = *ann.user;
        user.posting_visibility = social::Visibility::private_;
        return social::update_user(tx, user);
    });
    EXPECT_EQ(ask("status=Hi").at("everyone"), "false");
    EXPECT_EQ(ask("{}").status(), 200) << "nothing is written yet";
}

TEST_F(ToldAudience, an_answer_reaches_the_server_of_whom_it_answers) {
    auto const dora = stranger("dora", "one.example");
    auto const open = server.post(dora, "Hello");
    auto const answering = [&](std::string_view visibility) {
        return ask(fmt::format("visibility={}&in_reply_to_id={}", visibility, to_string(open.id)));
    };
    EXPECT_EQ(answering("public").at("servers"), "1");
    EXPECT_EQ(answering("private").at("servers"), "0");
}

TEST_F(ToldAudience, what_could_not_be_published_is_refused_with_words) {
    EXPECT_EQ(ask("visibility=everybody").error(),
              "Validation failed: Visibility must be public, unlisted, private or direct");
    EXPECT_EQ(ask("visibility=everybody").status(), 422);
    EXPECT_EQ(ask("status=" + std::string(501, 'x')).status(), 422);
    auto const secret = server.post(bob, "Secret", social::Visibility::private_);
    EXPECT_EQ(ask("in_reply_to_id=" + to_string(secret.id)).status(), 404);
    EXPECT_EQ(ask("in_reply_to_id=" + to_string(secret.id), bobs).status(), 200);
    EXPECT_EQ(ask("in_reply_to_id=7").status(), 404);
    EXPECT_EQ(server.post("/api/v1/skein/audience", "status=Hi").status, 401);
    EXPECT_EQ(ask("status=Hi", server.token(ann, "read:statuses")).status(), 403);
    EXPECT_EQ(ask("status=Hi", server.token(ann, "read:accounts")).status(), 403);
    EXPECT_EQ(ask("status=Hi", server.token(ann, "write:statuses")).status(), 200);
}

TEST_F(ToldAudience, many_names_cost_as_many_statements_as_few) {
    std::string many = "visibility=direct&status=";
    for (int i = 0; i < 20; ++i) {
        auto const name = fmt::format("p{}", i);
        auto const who = server.make_account(name);
        if (i % 2 == 0) block(who, ann);
        many += "%40" + name + "+";
    }
    auto const cost = [&](std::string const& body) {
        return server.statements([&] { ask(body); });
    };
    cost(many);
    EXPECT_EQ(cost(many), cost("visibility=direct&status=%40p0+%40p1"));
    EXPECT_LE(cost(many), 16U);
}

}  // namespace
}  // namespace skein::posting
