#include <gtest/gtest.h>

#include "features/relationships/feature.h"
#include "testing/answer.h"

namespace skein::relationships {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

class Relationships : public ::testing::Test {
  protected:
    Answer act(Person const& whom, std::string_view deed, std::string const& token,
               std::string body = "{}") {
        return Answer(server.post(fmt::format("/api/v1/accounts/{}/{}", whom.id().value, deed),
                                  std::move(body), token));
    }
    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }
    Answer relation(Person const& whom, std::string const& token) {
        return get("/api/v1/accounts/relationships?id[]=" + to_string(whom.id()), token);
    }

    TestServer server{{.features = {{"relationships", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           shy = server.make_account("shy", {.locked = true});
    std::string anns = server.token(ann), bobs = server.token(bob), shys = server.token(shy);
};

TEST_F(Relationships, a_follow_has_options_and_ends) {
    auto const first = act(bob, "follow", anns);
    EXPECT_EQ(first.at("following"), "true");
    EXPECT_EQ(first.at("showing_reblogs"), "true");
    EXPECT_EQ(first.at("notifying"), "false");
    EXPECT_EQ(first.at("languages"), "null");
    auto const changed =
        act(bob, "follow", anns, R"({"reblogs":false,"notify":true,"languages":["de","th"]})");
    EXPECT_EQ(changed.at("showing_reblogs"), "false");
    EXPECT_EQ(changed.at("notifying"), "true");
    EXPECT_EQ(changed.at("languages.1"), "th");
    EXPECT_EQ(act(bob, "follow", anns).at("notifying"), "true");
    EXPECT_EQ(relation(ann, bobs).at("0.followed_by"), "true");
    for (int i = 0; i < 2; ++i) EXPECT_EQ(act(bob, "unfollow", anns).at("following"), "false");
}

TEST_F(Relationships, a_locked_account_is_asked_first) {
    EXPECT_EQ(act(shy, "follow", anns).at("requested"), "true");
    EXPECT_EQ(act(shy, "follow", bobs).at("requested"), "true");
    auto const asking = get("/api/v1/follow_requests", shys);
    EXPECT_EQ(asking.at("0.acct"), "bob");
    EXPECT_EQ(asking.at("1.acct"), "ann");
    auto const answer = [&](Person const& who, std::string_view verdict) {
        return Answer(server.post(
            fmt::format("/api/v1/follow_requests/{}/{}", who.id().value, verdict), "{}", shys));
    };
    EXPECT_EQ(answer(ann, "authorize").at("followed_by"), "true");
    EXPECT_EQ(answer(bob, "reject").at("followed_by"), "false");
    EXPECT_EQ(answer(bob, "reject").status(), 404);
    EXPECT_EQ(relation(shy, bobs).at("0.requested"), "false");
    EXPECT_EQ(act(ann, "remove_from_followers", shys).at("followed_by"), "false");
}

TEST_F(Relationships, a_block_ends_what_was_and_keeps_it_so) {
    act(bob, "follow", anns);
    EXPECT_EQ(act(ann, "block", bobs).at("blocking"), "true");
    EXPECT_EQ(relation(bob, anns).at("0.following"), "false");
    EXPECT_EQ(relation(bob, anns).at("0.blocked_by"), "true");
    EXPECT_EQ(act(bob, "follow", anns).status(), 403);
    EXPECT_EQ(get("/api/v1/blocks", bobs).at("0.acct"), "ann");
    EXPECT_EQ(get("/api/v1/blocks", anns).size(), 0U);
    EXPECT_EQ(act(ann, "unblock", bobs).at("blocking"), "false");
    EXPECT_EQ(act(bob, "follow", anns).at("following"), "true");
}

TEST_F(Relationships, a_mute_may_end_by_itself) {
    auto const muted = act(bob, "mute", anns, "notifications=false&duration=60");
    EXPECT_EQ(muted.at("muting"), "true");
    EXPECT_EQ(muted.at("muting_notifications"), "false");
    EXPECT_NE(get("/api/v1/mutes", anns).at("0.mute_expires_at"), "null");
    server.clock().advance(std::chrono::seconds(61));
    EXPECT_EQ(relation(bob, anns).at("0.muting"), "false");
    EXPECT_EQ(get("/api/v1/mutes", anns).size(), 0U);
    EXPECT_EQ(act(bob, "mute", anns).at("muting_notifications"), "true");
    EXPECT_EQ(get("/api/v1/mutes", anns).at("0.mute_expires_at"), "null");
    EXPECT_EQ(act(bob, "unmute", anns).at("muting"), "false");
    EXPECT_EQ(act(bob, "mute", anns, "duration=-1").status(), 422);
    EXPECT_EQ(act(bob, "mute", anns, "duration=9223372036854775807").status(), 422);
}

TEST_F(Relationships, a_note_is_seen_by_its_author_alone) {
    EXPECT_EQ(act(bob, "note", anns, "comment=Baker").at("note"), "Baker");
    EXPECT_EQ(relation(ann, bobs).at("0.note"), "");
    EXPECT_EQ(act(bob, "note", anns, "comment=" + std::string(2001, 'x')).status(), 422);
    EXPECT_EQ(act(bob, "note", anns, "comment=").at("note"), "");
}

TEST_F(Relationships, nobody_does_any_of_this_to_themselves_or_to_nobody) {
    for (auto const* deed : {"follow", "mute", "block"})
        EXPECT_EQ(act(ann, deed, anns).status(), 422) << deed;
    Person nobody;
    nobody.account.id = AccountId{42};
    for (auto const* deed : {"follow", "unfollow", "remove_from_followers", "mute", "unmute",
                             "block", "unblock", "note"}) {
        EXPECT_EQ(act(nobody, deed, anns).status(), 404) << deed;
        EXPECT_EQ(act(bob, deed, "").status(), 401) << deed;
        EXPECT_EQ(act(bob, deed, server.token(ann, "read")).status(), 403) << deed;
    }
    EXPECT_EQ(act(bob, "follow", server.token(ann, "follow")).status(), 200);
}

TEST_F(Relationships, who_is_not_in_yet_is_as_if_absent) {
    auto const early = server.make_account("early", {.approved = false});
    auto const path = "/api/v1/accounts/" + to_string(early.id());
    for (auto const* deed : {"/follow", "/block", "/mute", "/note"})
        EXPECT_EQ(server.post(path + deed, "", anns).status, 404) << deed;
    for (auto const* list : {"/followers", "/following"})
        EXPECT_EQ(server.get(path + list, anns).status, 404) << list;
}

TEST_F(Relationships, relationships_are_one_row_for_each_account_asked_for) {
    auto const two = get(fmt::format("/api/v1/accounts/relationships?id[]={}&id[]={}",
                                     shy.id().value, bob.id().value),
                         anns);
    EXPECT_EQ(two.ids(), (std::vector{to_string(shy.id()), to_string(bob.id())}));
    EXPECT_EQ(get("/api/v1/accounts/relationships?id=" + to_string(bob.id()), anns).size(), 1U);
    std::string many;
    for (int i = 1; i < 82; ++i) many += fmt::format("id[]={}&", i);
    EXPECT_EQ(get("/api/v1/accounts/relationships?" + many, anns).status(), 422);
}

TEST_F(Relationships, followers_are_paged_by_the_ids_of_the_follows) {
    std::vector<std::string> newest_first;
    for (int i = 0; i < 5; ++i) {
        auto const fan = server.make_account("fan" + std::to_string(i));
        act(bob, "follow", server.token(fan));
        newest_first.insert(newest_first.begin(), to_string(fan.id()));
    }
    auto const base = fmt::format("/api/v1/accounts/{}/followers?limit=", bob.id().value);
    std::vector<std::string> seen;
    for (auto target = base + "2"; !target.empty();) {
        auto const page = get(target);
        for (auto const& id : page.ids()) seen.push_back(id);
        target = page.next();
    }
    EXPECT_EQ(seen, newest_first);
    auto const count = [&](int limit) {
        return server.statements([&] { get(base + std::to_string(limit), anns); });
    };
    count(5);
    EXPECT_EQ(count(5), count(1));
}

TEST_F(Relationships, who_hides_their_network_shows_it_to_nobody_else) {
    act(bob, "follow", anns);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, bob.id()));
        account.hide_collections = true;
        return social::update_account(tx, account);
    });
    auto const followers = fmt::format("/api/v1/accounts/{}/followers", bob.id().value);
    EXPECT_EQ(get(followers).size(), 0U);
    EXPECT_EQ(get(followers, anns).size(), 0U);
    EXPECT_EQ(get(followers, bobs).size(), 1U);
    auto const following = fmt::format("/api/v1/accounts/{}/following", ann.id().value);
    EXPECT_EQ(get(following).size(), 1U);
    act(shy, "block", anns);
    EXPECT_EQ(get(following, shys).size(), 0U);
    EXPECT_EQ(get("/api/v1/accounts/42/followers").status(), 404);
}

}  // namespace
}  // namespace skein::relationships
