#include "features/activitypub/network.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "features/activitypub/fetch.h"
#include "features/search/feature.h"
#include "social/network.h"
#include "testing/answer.h"
#include "testing/asking.h"

namespace skein::activitypub {
namespace {

using testing::Answer;

class Network : public ::testing::Test, protected testing::Asking {
  protected:
    Network() : Asking({{"activitypub", install_network}, {"search", search::install}}) {}

    social::ProtocolNetwork& network() {
        return *server.part<social::Networks>().find(social::Network::activitypub);
    }
    Answer search(std::string const& text) {
        return Answer(test.get("/api/v2/search?resolve=true&q=" + percent_encode(text), token));
    }

    testing::Person ann = test.make_account("ann"), bob = test.make_account("bob");
    std::string token = test.token(ann);
};

TEST_F(Network, handles_are_found_in_their_order) {
    auto const found = network().resolve_handles(server, {{"alice", "mastodon.example"},
                                                          {"nobody", "mastodon.example"},
                                                          {"ann", "skein.example"},
                                                          {"gina", "gts.example"}});
    ASSERT_EQ(found.size(), 4U);
    EXPECT_TRUE(found[0]);
    EXPECT_FALSE(found[1]);
    EXPECT_FALSE(found[2]);
    EXPECT_TRUE(found[3]);
}

TEST_F(Network, the_search_finds_people_by_handle_id_and_page) {
    EXPECT_EQ(search("@alice@mastodon.example").at("accounts.0.acct"), "alice@mastodon.example");
    EXPECT_EQ(search("https://gts.example/users/gina").at("accounts.0.acct"), "gina@gts.example");
    internet.set("https://pleroma.example/lea",
                 testing::make_answer(200,
                                      R"(<link rel=alternate type="application/activity+json" )"
                                      R"(href="https://pleroma.example/users/lea">)",
                                      "text/html"));
    EXPECT_EQ(search("https://pleroma.example/lea").at("accounts.0.acct"), "lea@pleroma.example");
    asked();
    EXPECT_EQ(search("https://gts.example/users/gina").at("accounts.0.acct"), "gina@gts.example");
    auto const urls = asked();
    EXPECT_EQ(std::ranges::count(urls, "https://gts.example/users/gina"), 0);
}

TEST_F(Network, the_search_finds_a_post_with_its_author) {
    constexpr auto* id = "https://mastodon.example/users/alice/statuses/1";
    auto const found = search(id);
    EXPECT_EQ(found.at("statuses.0.uri"), id);
    EXPECT_EQ(found.at("statuses.0.account.acct"), "alice@mastodon.example");
    EXPECT_EQ(found.at("accounts"), "[]");
    // Only its followers may see this one.
    EXPECT_EQ(search("https://mastodon.example/users/alice/statuses/9").at("statuses"), "[]");
}

TEST_F(Network, addresses_of_this_server_are_opened_without_asking) {
    auto const post = test.post(bob, "hello");
    auto const hidden = test.post(bob, "secret", social::Visibility::direct);
    auto const id = post.id.value;
    for (auto const& address :
         {fmt::format("https://skein.example/@bob/{}", id),
          fmt::format("https://skein.example/ap/users/{}/statuses/{}", bob.id().value, id)})
        EXPECT_EQ(search(address).at("statuses.0.id"), std::to_string(id)) << address;
    EXPECT_EQ(search("https://skein.example/@bob").at("accounts.0.acct"), "bob");
    EXPECT_EQ(search(fmt::format("https://skein.example/@bob/{}", hidden.id.value)).at("statuses"),
              "[]");
    EXPECT_EQ(search("https://skein.example/@nobody").at("accounts"), "[]");
    EXPECT_TRUE(asked().empty());
}

TEST_F(Network, what_is_forged_or_broken_finds_nothing) {
    for (auto const* const address :
         {"https://evil.example/mirror/1", "https://evil.example/redir/loop",
          "https://evil.example/users/wfspoof", "https://mastodon.example/media/upload.json",
          "https://mastodon.example/users/ghosted", "http://127.0.0.1/", "https://[::1]/x"}) {
        auto const found = search(address);
        EXPECT_EQ(found.status(), 200) << address;
        EXPECT_EQ(found.at("accounts"), "[]") << address;
        EXPECT_EQ(found.at("statuses"), "[]") << address;
    }
}

}  // namespace
}  // namespace skein::activitypub
