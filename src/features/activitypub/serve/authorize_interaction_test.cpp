#include <gtest/gtest.h>

#include "base/encoding.h"
#include "features/activitypub/feature.h"
#include "social/relations.h"
#include "social/statuses.h"
#include "testing/browser.h"
#include "testing/recorded_internet.h"

namespace skein::activitypub {
namespace {

using testing::body_of;

class RemoteInteractions : public ::testing::Test {
  protected:
    RemoteInteractions() {
        internet.answer_for(test.outside());
        browser.cookies()["__Host-skein_session"] = test.session(ann);
    }
    http::Response open(std::string const& uri) {
        return browser.open("/authorize_interaction?uri=" + percent_encode(uri));
    }
    http::Response send(std::string const& uri, std::string const& deed, std::string text = {}) {
        return browser.send("/authorize_interaction",
                            {{"uri", uri}, {"deed", deed}, {"text", std::move(text)}});
    }
    social::Relationship with(std::string_view user, std::string_view domain) {
        return test.read([&](db::Tx& tx) -> Result<social::Relationship> {
            TRY(auto const account, social::find_account_by_name(tx, user, domain));
            TRY(auto const found,
                social::list_relationships(tx, ann.id(), std::span(&account->id, 1)));
            return found.front();
        });
    }

    testing::RecordedInternet internet{SKEIN_SOURCE_DIR
                                       "/tests/fixtures/federation/world/net.json"};
    testing::TestServer test{{.features = {{"activitypub", install}}}};
    testing::Person ann = test.make_account("ann"), bob = test.make_account("bob");
    testing::Browser browser{test};
};

TEST_F(RemoteInteractions, nobody_signed_in_is_sent_to_sign_in) {
    browser.cookies().clear();
    auto const answer = open("acct:alice@mastodon.example");
    EXPECT_EQ(answer.status, 303);
    EXPECT_TRUE(answer.headers.get("Location").starts_with("/auth/sign_in?next=%2Fauthorize_in"));
}

TEST_F(RemoteInteractions, somebody_elsewhere_is_followed_by_handle_or_address) {
    for (auto const* uri : {"acct:alice@mastodon.example", "@alice@mastodon.example",
                            "https://mastodon.example/users/alice"}) {
        auto const page = open(uri);
        EXPECT_EQ(page.status, 200) << uri;
        EXPECT_TRUE(body_of(page).contains("@alice@mastodon.example")) << uri;
    }
    EXPECT_FALSE(with("alice", "mastodon.example").requested);
    EXPECT_EQ(send("acct:alice@mastodon.example", "follow").status, 200);
    EXPECT_TRUE(with("alice", "mastodon.example").requested);
}

TEST_F(RemoteInteractions, a_post_elsewhere_is_answered_boosted_and_made_a_favourite) {
    std::string const uri = "https://mastodon.example/users/alice/statuses/1";
    EXPECT_EQ(open(uri).status, 200);
    EXPECT_EQ(send(uri, "favourite").status, 200);
    EXPECT_EQ(send(uri, "boost").status, 200);
    EXPECT_EQ(send(uri, "reply", "@alice@mastodon.example I see").status, 200);
    EXPECT_EQ(send(uri, "reply", " ").status, 422);
    EXPECT_EQ(send(uri, "reply", std::string(501, 'x')).status, 422);
    EXPECT_EQ(send(uri, "burn").status, 400);
    auto const stats =
        test.read([&](db::Tx& tx) { return social::load_account_stats(tx, ann.id()); });
    EXPECT_EQ(stats.statuses_count, 2) << "the boost and the answer";
}

TEST_F(RemoteInteractions, what_may_not_be_seen_is_not_found) {
    auto const hidden = test.post(bob, "secret", social::Visibility::direct);
    EXPECT_EQ(open(fmt::format("https://skein.example/@bob/{}", hidden.id.value)).status, 404);
    for (auto const* uri : {"https://mastodon.example/users/alice/statuses/9",
                            "https://127.0.0.1/x", "javascript:alert(1)", "nobody@skein.example",
                            "https://unknown.example/x", "//evil.example"})
        EXPECT_EQ(open(uri).status, 404) << uri;
    EXPECT_EQ(browser.open("/authorize_interaction").status, 400);
}

TEST_F(RemoteInteractions, a_form_from_elsewhere_does_nothing) {
    open("acct:alice@mastodon.example");
    browser.origin = "https://evil.example";
    EXPECT_NE(send("acct:alice@mastodon.example", "follow").status, 200);
    EXPECT_FALSE(with("alice", "mastodon.example").requested);
}

TEST_F(RemoteInteractions, who_is_not_let_in_yet_does_nothing) {
    auto const early = test.make_account("early", {.approved = false});
    browser.cookies()["__Host-skein_session"] = test.session(early);
    EXPECT_EQ(open("acct:alice@mastodon.example").status, 403);
}

}  // namespace
}  // namespace skein::activitypub
