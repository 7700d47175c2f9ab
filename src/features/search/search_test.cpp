#include <gtest/gtest.h>

#include "features/search/feature.h"
#include "testing/answer.h"

namespace skein::search {
namespace {

using testing::Answer;
using testing::TestServer;

class Searching : public ::testing::Test {
  protected:
    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }

    TestServer server{{.features = {{"search", install}}}};
    testing::Person ann = server.make_account("ann"), anton = server.make_account("anton"),
                    eve = server.make_account("eve", {.domain = "far.example"});
    std::string anns = server.token(ann);
};

TEST_F(Searching, accounts_are_found_by_how_their_names_begin) {
    auto const found = get("/api/v1/accounts/search?q=an", anns);
    EXPECT_EQ(found.size(), 2U);
    EXPECT_EQ(get("/api/v1/accounts/search?q=an&limit=1", anns).size(), 1U);
    EXPECT_EQ(get("/api/v1/accounts/search?q=an&limit=1&offset=1", anns).size(), 1U);
    EXPECT_EQ(get("/api/v1/accounts/search?q=%40anton%40skein.example", anns).at("0.acct"),
              "anton");
    EXPECT_EQ(get("/api/v1/accounts/search?q=eve%40far", anns).at("0.acct"), "eve@far.example");
    EXPECT_EQ(get("/api/v1/accounts/search?q=%25", anns).size(), 0U);
    EXPECT_EQ(get("/api/v1/accounts/search?q=%40", anns).size(), 0U);
    EXPECT_EQ(get("/api/v1/accounts/search?q=an&following=true", anns).size(), 0U);
    EXPECT_EQ(get("/api/v1/accounts/search", anns).status(), 400);
    EXPECT_EQ(get("/api/v1/accounts/search?q=an").status(), 401);
}

TEST_F(Searching, who_is_not_in_yet_is_found_by_nobody_but_those_who_run_the_server) {
    auto const mod = server.token(server.make_account("molly", {.role = social::Role::moderator}));
    server.make_account("anyone", {.confirmed = false});
    server.make_account("anya", {.approved = false});
    EXPECT_EQ(get("/api/v1/accounts/search?q=any", anns).size(), 0U);
    EXPECT_EQ(get("/api/v2/search?q=any&type=accounts").at("accounts"), "[]");
    EXPECT_EQ(get("/api/v1/accounts/search?q=any", mod).size(), 2U);
}

TEST_F(Searching, hashtags_are_found_by_how_they_begin_with_their_week) {
    server.post(ann, "A cup of #Tea");
    server.post(anton, "#tea again");
    server.post(ann, "#teapot");
    server.post(ann, "#teasecret", social::Visibility::private_);
    auto const found = get("/api/v2/search?q=%23TE");
    EXPECT_EQ(found.at("accounts"), "[]");
    EXPECT_EQ(found.at("statuses"), "[]");
    EXPECT_EQ(found.at("hashtags.0.name"), "tea");
    EXPECT_EQ(found.at("hashtags.0.history.0.uses"), "2");
    EXPECT_EQ(found.at("hashtags.0.history.0.accounts"), "2");
    EXPECT_EQ(found.at("hashtags.0.history.6.uses"), "0");
    EXPECT_EQ(found.at("hashtags.1.name"), "teapot");
    EXPECT_EQ(found.at("hashtags.2"), "absent");
    auto const count = [&](int limit) {
        return server.statements(
            [&] { get(fmt::format("/api/v2/search?q=te&type=hashtags&limit={}", limit)); });
    };
    EXPECT_EQ(count(2), count(1));
}

TEST_F(Searching, a_type_narrows_the_answer_without_changing_its_shape) {
    server.post(ann, "#anton");
    auto const all = get("/api/v2/search?q=anton", anns);
    EXPECT_EQ(all.at("accounts.0.acct"), "anton");
    EXPECT_EQ(all.at("hashtags.0.name"), "anton");
    auto const one = get("/api/v2/search?q=anton&type=accounts", anns);
    EXPECT_EQ(one.at("accounts.0.acct"), "anton");
    EXPECT_EQ(one.at("hashtags"), "[]");
    EXPECT_EQ(get("/api/v2/search?q=anton&type=statuses", anns).at("accounts"), "[]");
}

TEST_F(Searching, strangers_cannot_make_this_server_ask_others_nor_page) {
    EXPECT_EQ(get("/api/v2/search?q=eve%40elsewhere.example&resolve=true").status(), 401);
    EXPECT_EQ(get("/api/v2/search?q=an&offset=20").status(), 401);
    EXPECT_EQ(get("/api/v2/search?q=an&resolve=false").status(), 200);
}

}  // namespace
}  // namespace skein::search
