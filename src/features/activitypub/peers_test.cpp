#include "features/activitypub/peers.h"

#include <gtest/gtest.h>

#include "features/activitypub/network.h"
#include "features/activitypub/remote_actors.h"
#include "testing/asking.h"

namespace skein::activitypub {
namespace {

Url const asked_url = Url::parse("https://a.example/.well-known/nodeinfo").value();

TEST(NodeInfo, the_newest_document_of_the_same_host_is_taken) {
    auto const link = [](std::string_view version, std::string_view href) {
        return fmt::format(
            R"({{"rel":"http://nodeinfo.diaspora.software/ns/schema/{}","href":"{}"}})", version,
            href);
    };
    auto const read = [](std::string const& links) {
        auto const url = read_nodeinfo_links(fmt::format(R"({{"links":[{}]}})", links), asked_url);
        return url ? url->str() : "";
    };
    EXPECT_EQ(read(link("2.0", "https://a.example/2.0") + "," + link("2.1", "/2.1")),
              "https://a.example/2.1");
    EXPECT_EQ(read(link("2.1", "http://127.0.0.1:6379/")), "");
    EXPECT_EQ(read(link("2.1", "https://b.example/2.1")), "");
    EXPECT_EQ(read(link("2.1", "https://a.example:8443/2.1")), "");
    EXPECT_EQ(read(link("1.0", "https://a.example/1.0")), "");
    EXPECT_FALSE(read_nodeinfo_links("<html>", asked_url));
    EXPECT_FALSE(read_nodeinfo_links(R"({"links":3})", asked_url));
}

TEST(NodeInfo, what_is_of_the_wrong_kind_is_not_said) {
    auto const peer = read_nodeinfo(
        R"({"software":{"name":"mastodon","version":"4.5.11"},"usage":{"users":{"total":7}}})");
    EXPECT_EQ(peer.software, "mastodon");
    EXPECT_EQ(peer.version, "4.5.11");
    EXPECT_EQ(peer.users, 7);
    for (auto const* const text :
         {"", "[]", "{}", R"({"software":"x","usage":[]})",
          R"({"software":{"name":"<b>","version":"a b"},"usage":{"users":{"total":-1}}})"}) {
        auto const odd = read_nodeinfo(text);
        EXPECT_EQ(odd.software, "") << text;
        EXPECT_EQ(odd.version, "") << text;
        EXPECT_FALSE(odd.users) << text;
    }
}

class Peering : public ::testing::Test, protected testing::Asking {
  protected:
    Peering() : Asking({{"activitypub", install_network}}) {}

    std::vector<PeerSoftware> peers(std::string const& host) {
        return test.read([&](db::Tx& tx) { return list_peer_software(tx, {host}); });
    }
    void meet(std::string_view id) {
        FetchBudget budget{.requests = 100};
        ASSERT_TRUE(ensure_actor(server, Iri::parse(id).value(), budget));
    }
};

TEST_F(Peering, a_server_is_asked_some_time_after_it_is_met) {
    meet("https://mastodon.example/users/alice");
    test.drain();
    EXPECT_TRUE(peers("mastodon.example").empty());
    test.clock().advance(std::chrono::minutes(6));
    test.drain();
    ASSERT_EQ(peers("mastodon.example").size(), 1U);
    EXPECT_EQ(peers("mastodon.example")[0].software, "mastodon");
    meet("https://mastodon.example/users/mallory2");
    test.clock().advance(std::chrono::minutes(6));
    asked();
    test.drain();
    for (auto const& url : asked()) EXPECT_FALSE(url.contains("nodeinfo")) << url;
}

TEST_F(Peering, a_server_that_leads_elsewhere_is_not_followed) {
    meet("https://evil.example/users/eve");
    test.clock().advance(std::chrono::minutes(6));
    test.drain();
    ASSERT_EQ(peers("evil.example").size(), 1U);
    EXPECT_EQ(peers("evil.example")[0].software, "");
    for (auto const& url : asked()) EXPECT_FALSE(url.contains("127.0.0.1")) << url;
}

}  // namespace
}  // namespace skein::activitypub
