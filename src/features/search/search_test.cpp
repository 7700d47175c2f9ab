#include <gtest/gtest.h>

#include "base/encoding.h"
#include "features/search/feature.h"
#include "social/network.h"
#include "testing/answer.h"

namespace skein::search {
namespace {

using testing::Answer;
using testing::TestServer;

class Searching : public ::testing::Test {
  protected:
    explicit Searching(std::vector<Feature> features = {{"search", install}})
        : server({.features = std::move(features)}) {}

    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }

    TestServer server;
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
    server.drain();
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

/// Another network, where everything has an address and everybody can be found.
class PretendNetwork final : public social::ProtocolNetwork {
  public:
    using Found = social::FoundBehind;
    static constexpr auto* eves_page = "https://far.example/@eve";

    social::Network network() const override { return social::Network::activitypub; }
    std::vector<std::optional<AccountId>> resolve_handles(
        Server& server, std::vector<Handle> const& handles) override {
        std::vector<std::optional<AccountId>> found;
        for (auto const& handle : handles)
            found.push_back(handle.user == "zoe" ? eve(server) : std::nullopt);
        ++asked;
        return found;
    }
    Result<std::optional<StatusId>> resolve_status(Server& server, Url const& address) override {
        TRY(auto const found, resolve(server, address));
        return found.status;
    }
    Result<std::optional<AccountId>> resolve_account(Server& server, Url const& address) override {
        TRY(auto const found, resolve(server, address));
        return found.account;
    }
    Result<Found> resolve(Server& server, Url const& address) override {
        ++asked;
        if (address.str() == eves_page) return Found{std::nullopt, eve(server)};
        if (address.path() == "/post") return Found{post, std::nullopt};
        return fail(Errc::remote, "Nobody is there.");
    }
    Result<Found> find(Server&, db::Tx&, Url const& address) override {
        if (address.path() == "/known") return Found{post, std::nullopt};
        return Found{};
    }

    std::optional<StatusId> post;
    int asked = 0;

  private:
    static std::optional<AccountId> eve(Server& server) {
        auto const found = server.db().read(
            [](db::Tx& tx) { return social::find_account_by_name(tx, "eve", "far.example"); });
        return (**found).id;
    }
};

class Resolving : public Searching {
  protected:
    Resolving()
        : Searching({{"search", install}, {"pretend", [](Server& server) {
                                               server.part<social::Networks>().all.push_back(
                                                   std::make_unique<PretendNetwork>());
                                           }}}) {}

    PretendNetwork& network() {
        auto& all = server.server().part<social::Networks>().all;
        return static_cast<PretendNetwork&>(*all.front());
    }
    Answer find(std::string const& text, std::string const& more = {}) {
        return get("/api/v2/search?resolve=true&q=" + percent_encode(text) + more, anns);
    }
};

TEST_F(Resolving, the_address_of_a_profile_finds_the_account) {
    auto const found = find(PretendNetwork::eves_page);
    EXPECT_EQ(found.at("accounts.0.acct"), "eve@far.example");
    EXPECT_EQ(found.at("accounts.1"), "absent");
    EXPECT_EQ(found.at("statuses"), "[]");
    EXPECT_EQ(found.at("hashtags"), "[]");
    auto const accounts =
        get("/api/v1/accounts/search?resolve=true&q=" + percent_encode(PretendNetwork::eves_page),
            anns);
    EXPECT_EQ(accounts.at("0.acct"), "eve@far.example");
    EXPECT_EQ(find(PretendNetwork::eves_page, "&type=statuses").at("accounts"), "[]");
    EXPECT_EQ(find(PretendNetwork::eves_page, "&offset=1").at("accounts"), "[]");
}

TEST_F(Resolving, the_address_of_a_post_finds_it_only_for_who_may_see_it) {
    network().post = server.post(anton, "hello").id;
    EXPECT_EQ(find("https://far.example/post").at("statuses.0.account.acct"), "anton");
    EXPECT_EQ(find("https://far.example/known").at("statuses.0.account.acct"), "anton");
    network().post = server.post(anton, "secret", social::Visibility::private_).id;
    EXPECT_EQ(find("https://far.example/post").at("statuses"), "[]");
    EXPECT_EQ(find("https://far.example/known").at("statuses"), "[]");
}

TEST_F(Resolving, nobody_is_asked_about_what_is_known_or_without_a_wish) {
    network().post = server.post(anton, "hello").id;
    EXPECT_EQ(find("https://far.example/known").at("statuses.0.account.acct"), "anton");
    EXPECT_EQ(find("@eve@far.example").at("accounts.0.acct"), "eve@far.example");
    EXPECT_EQ(find("just words").status(), 200);
    EXPECT_EQ(get("/api/v2/search?q=https://far.example/post", anns).at("statuses"), "[]");
    EXPECT_EQ(get("/api/v2/search?q=https://far.example/known").at("statuses.0.account.acct"),
              "anton");
    EXPECT_EQ(network().asked, 0);
}

TEST_F(Resolving, a_handle_may_lead_to_another_name) {
    auto const found = find("@zoe@elsewhere.example");
    EXPECT_EQ(found.at("accounts.0.acct"), "eve@far.example");
    EXPECT_EQ(network().asked, 1);
}

TEST_F(Resolving, what_other_servers_cannot_say_is_no_error) {
    EXPECT_EQ(find("https://far.example/broken").status(), 200);
    EXPECT_EQ(find("@nobody@far.example").status(), 200);
    EXPECT_EQ(network().asked, 2);
}

TEST_F(Resolving, suspended_accounts_are_not_found_by_their_address) {
    server.write([&](db::Tx& tx) -> Result<void> {
        auto account = eve.account;
        account.state = social::AccountState::suspended;
        return social::update_account(tx, account);
    });
    EXPECT_EQ(find(PretendNetwork::eves_page).at("accounts"), "[]");
}

TEST_F(Searching, strangers_cannot_make_this_server_ask_others_nor_page) {
    EXPECT_EQ(get("/api/v2/search?q=eve%40elsewhere.example&resolve=true").status(), 401);
    EXPECT_EQ(get("/api/v2/search?q=an&offset=20").status(), 401);
    EXPECT_EQ(get("/api/v2/search?q=an&resolve=false").status(), 200);
}

}  // namespace
}  // namespace skein::search
