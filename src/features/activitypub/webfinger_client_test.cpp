#include "features/activitypub/webfinger_client.h"

#include <gtest/gtest.h>

#include "features/activitypub/network.h"
#include "testing/asking.h"

namespace skein::activitypub {
namespace {

Handle const alice{"alice", "a.example"};

constexpr auto* self =
    R"({"rel":"self","type":"application/activity+json","href":"https://a.example/u/1"})";

TEST(WebFinger, names_the_canonical_handle_and_the_actor) {
    auto const finger = read_webfinger(
        fmt::format(R"({{"subject":"acct:Alice@b.example","links":[{{"rel":"self","type":)"
                    R"("text/html","href":"https://a.example/@alice"}},{}]}})",
                    self),
        alice);
    ASSERT_TRUE(finger);
    EXPECT_EQ(finger->subject.str(), "Alice@b.example");
    EXPECT_EQ(finger->self.str(), "https://a.example/u/1");
    auto const unnamed = read_webfinger(
        R"({"links":[{"rel":"self","href":"https://a.example/u/1","type":"application/ld+json; )"
        R"(profile=\"https://www.w3.org/ns/activitystreams\""}]})",
        alice);
    ASSERT_TRUE(unnamed);
    EXPECT_EQ(unnamed->subject, alice);
}

TEST(WebFinger, refuses_what_names_nobody) {
    for (
        std::string const text :
        {"", "[]", "{}", R"({"subject":"acct:alice@a.example"})",
         R"({"subject":"acct:alice@a.example","links":[]})",
         R"({"subject":"acct:alice@a.example","links":"x"})",
         R"({"links":[{"rel":"self","type":"application/activity+json"}]})",
         R"({"links":[{"rel":"self","type":"application/activity+json","href":"http://[::1]/"}]})"})
        EXPECT_FALSE(read_webfinger(text, alice)) << text;
    for (auto const* const subject :
         {"https://a.example/u/1", "acct:alice", "acct:../x@a.example", "acct:a b@a.example",
          "acct:@a.example", "acct:ali\\u202ece@a.example", "acct:alice@"})
        EXPECT_FALSE(
            read_webfinger(fmt::format(R"({{"subject":"{}","links":[{}]}})", subject, self), alice))
            << subject;
}

TEST(WebFinger, names_of_other_servers_have_letters_digits_and_few_signs) {
    for (auto const* const name :
         {"alice", "A_1", "carol.bsky.social", "a-b", "7", "jürgen", "名前"})
        EXPECT_TRUE(is_remote_username(name)) << name;
    for (auto const* const name : {"", ".a", "a.", "a b", "a/b", "a@b", "a\xff", "\u202ea", "a:b"})
        EXPECT_FALSE(is_remote_username(name)) << name;
    EXPECT_FALSE(is_remote_username(std::string(300, 'a')));
}

TEST(WebFinger, host_meta_may_name_another_path) {
    constexpr auto* text =
        R"(<?xml version="1.0"?><XRD><Link rel="other" template="https://x/{uri}"/>
        <Link rel="lrdd" type="application/xrd+xml" template="https://b.example/wf?a=1&amp;r={uri}"/></XRD>)";
    EXPECT_EQ(read_host_meta(text, "acct:a@b"), "https://b.example/wf?a=1&r=acct%3Aa%40b");
    EXPECT_FALSE(read_host_meta(R"(<Link rel="lrdd" template="http://b.example/{uri}"/>)", "x"));
    EXPECT_FALSE(read_host_meta(R"(<Link rel="lrdd" template="https://b.example/"/>)", "x"));
    EXPECT_FALSE(read_host_meta("<Link <Link <Link", "x"));
    EXPECT_FALSE(read_host_meta("", "x"));
}

class Fingering : public ::testing::Test, protected testing::Asking {
  protected:
    Fingering() : Asking({{"activitypub", install_network}}) {}
    FetchBudget budget{.requests = 100};
};

TEST_F(Fingering, host_meta_is_asked_where_the_plain_path_knows_nothing) {
    answer("https://a.example/.well-known/host-meta", 200,
           R"(<XRD><Link rel="lrdd" template="https://b.example/wf?r={uri}"/></XRD>)");
    answer("https://b.example/wf?r=acct%3Aalice%40a.example", 200,
           fmt::format(R"({{"subject":"acct:alice@a.example","links":[{}]}})", self));
    auto const finger = ask_webfinger(server, alice, budget);
    ASSERT_TRUE(finger) << finger.error().detail;
    EXPECT_EQ(finger->self.str(), "https://a.example/u/1");
    EXPECT_EQ(asked().size(), 3U);
}

TEST_F(Fingering, an_answer_is_remembered_for_a_while) {
    EXPECT_TRUE(ask_webfinger(server, {"alice", "mastodon.example"}, budget));
    EXPECT_TRUE(ask_webfinger(server, {"ALICE", "mastodon.example"}, budget));
    EXPECT_EQ(asked().size(), 1U);
    EXPECT_FALSE(ask_webfinger(server, {"nobody", "mastodon.example"}, budget));
    EXPECT_FALSE(ask_webfinger(server, {"nobody", "mastodon.example"}, budget));
    EXPECT_EQ(asked().size(), 2U);
    test.clock().advance(std::chrono::minutes(5));
    EXPECT_TRUE(ask_webfinger(server, {"alice", "mastodon.example"}, budget));
    EXPECT_EQ(asked().size(), 1U);
    EXPECT_FALSE(ask_webfinger(server, {"ann", "skein.example"}, budget));
    EXPECT_FALSE(ask_webfinger(server, {"../x", "mastodon.example"}, budget));
    EXPECT_TRUE(asked().empty());
}

}  // namespace
}  // namespace skein::activitypub
