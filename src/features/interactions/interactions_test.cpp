#include <gtest/gtest.h>

#include "features/interactions/feature.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::interactions {
namespace {

using testing::Answer;
using testing::TestServer;

class Interactions : public ::testing::Test {
  protected:
    Answer act(StatusId id, std::string_view deed, std::string const& token,
               std::string body = "{}") {
        return Answer(server.post(fmt::format("/api/v1/statuses/{}/{}", id.value, deed),
                                  std::move(body), token));
    }
    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }

    TestServer server{{.features = {{"interactions", install}}}};
    testing::Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(Interactions, each_mark_is_set_and_taken_back_as_often_as_one_likes) {
    auto const post = server.post(ann, "Hello");
    struct Mark {
        std::string set, unset, field, count;
    };
    for (auto const& mark :
         {Mark{"favourite", "unfavourite", "favourited", "favourites_count"},
          Mark{"bookmark", "unbookmark", "bookmarked", ""}, Mark{"mute", "unmute", "muted", ""}}) {
        for (int i = 0; i < 2; ++i) {
            auto const set = act(post.id, mark.set, bobs);
            EXPECT_EQ(set.status(), 200);
            EXPECT_EQ(set.at(mark.field), "true") << mark.set;
            if (!mark.count.empty()) EXPECT_EQ(set.at(mark.count), "1");
        }
        for (int i = 0; i < 2; ++i) {
            auto const unset = act(post.id, mark.unset, bobs);
            EXPECT_EQ(unset.at(mark.field), "false") << mark.unset;
            if (!mark.count.empty()) EXPECT_EQ(unset.at(mark.count), "0");
        }
    }
}

TEST_F(Interactions, a_boost_wraps_the_post_and_is_made_once) {
    auto const post = server.post(ann, "Hello");
    auto const boost = act(post.id, "reblog", bobs, "visibility=unlisted");
    EXPECT_EQ(boost.at("account.acct"), "bob");
    EXPECT_EQ(boost.at("visibility"), "unlisted");
    EXPECT_EQ(boost.at("reblog.id"), to_string(post.id));
    EXPECT_EQ(boost.at("reblog.reblogged"), "true");
    EXPECT_EQ(boost.at("reblog.reblogs_count"), "1");
    EXPECT_EQ(act(post.id, "reblog", bobs).at("id"), boost.at("id"));
    auto const boosts_own = StatusId{*parse_id(boost.at("id"))};
    EXPECT_EQ(act(boosts_own, "favourite", bobs).at("id"), to_string(post.id));
    auto const undone = act(post.id, "unreblog", bobs);
    EXPECT_EQ(undone.at("id"), to_string(post.id));
    EXPECT_EQ(undone.at("reblogged"), "false");
    EXPECT_EQ(undone.at("reblogs_count"), "0");
}

TEST_F(Interactions, what_may_not_be_boosted_is_refused) {
    auto const kept = server.post(ann, "For followers", social::Visibility::private_);
    auto const letter = server.post(ann, "@bob psst", social::Visibility::direct);
    server.write([&](db::Tx& tx) { return social::follow(tx, bob.id(), ann.id(), {}); });
    EXPECT_EQ(act(kept.id, "reblog", bobs).status(), 403);
    EXPECT_EQ(act(letter.id, "reblog", bobs).status(), 403);
    EXPECT_EQ(act(kept.id, "reblog", anns).at("visibility"), "private");
    auto const post = server.post(ann, "Hello");
    EXPECT_EQ(act(post.id, "reblog", bobs, "visibility=direct").status(), 422);
}

TEST_F(Interactions, nothing_can_be_done_to_what_one_may_not_see) {
    auto const kept = server.post(ann, "For followers", social::Visibility::private_);
    for (auto const* deed : {"favourite", "unfavourite", "reblog", "unreblog", "bookmark", "mute",
                             "unmute", "pin", "unpin"})
        EXPECT_EQ(act(kept.id, deed, bobs).status(), 404) << deed;
    for (auto const* list : {"favourited_by", "reblogged_by"}) {
        auto const target = fmt::format("/api/v1/statuses/{}/{}", kept.id.value, list);
        EXPECT_EQ(get(target, bobs).status(), 404);
        EXPECT_EQ(get(target).status(), 404);
        EXPECT_EQ(get(target, anns).status(), 200);
    }
    EXPECT_EQ(act(StatusId{1}, "favourite", bobs).status(), 404);
    EXPECT_EQ(act(kept.id, "favourite", "").status(), 401);
    EXPECT_EQ(act(kept.id, "favourite", server.token(bob, "read")).status(), 403);
}

TEST_F(Interactions, only_a_few_of_ones_own_posts_are_pinned) {
    EXPECT_EQ(act(server.post(bob, "Not mine").id, "pin", anns).error(),
              "Validation failed: Someone else's post cannot be pinned");
    for (int i = 0; i < social::pins_max; ++i)
        EXPECT_EQ(act(server.post(ann, "Pin me").id, "pin", anns).at("pinned"), "true");
    auto const one_more = server.post(ann, "Pin me too");
    EXPECT_EQ(act(one_more.id, "pin", anns).error(),
              "Validation failed: You have already pinned the maximum number of posts");
    auto const letter = server.post(ann, "@bob psst", social::Visibility::direct);
    EXPECT_EQ(act(letter.id, "pin", anns).status(), 422);
    EXPECT_EQ(act(one_more.id, "unpin", anns).at("pinned"), "false");
}

TEST_F(Interactions, favourites_and_bookmarks_are_paged_by_their_own_ids) {
    std::vector<std::string> newest_first;
    for (int i = 0; i < 5; ++i) {
        auto const post = server.post(ann, "Post");
        act(post.id, "favourite", bobs);
        act(post.id, "bookmark", bobs);
        newest_first.insert(newest_first.begin(), to_string(post.id));
    }
    for (auto const* list : {"/api/v1/favourites", "/api/v1/bookmarks"}) {
        std::vector<std::string> seen;
        auto target = std::string(list) + "?limit=2";
        while (!target.empty()) {
            auto const page = get(target, bobs);
            EXPECT_EQ(page.status(), 200);
            for (auto const& id : page.ids()) seen.push_back(id);
            target = page.next();
        }
        EXPECT_EQ(seen, newest_first);
        auto const first = get(std::string(list) + "?limit=2", bobs);
        EXPECT_EQ(get(first.previous(), bobs).size(), 0U);
        auto const count = [&](int limit) {
            return server.statements([&] { get(fmt::format("{}?limit={}", list, limit), bobs); });
        };
        count(5);
        EXPECT_EQ(count(5), count(1));
        EXPECT_EQ(get(list).status(), 401);
    }
}

TEST_F(Interactions, a_favourite_of_a_post_that_became_invisible_is_not_listed) {
    auto const post = server.post(ann, "Hello");
    act(post.id, "favourite", bobs);
    act(post.id, "bookmark", bobs);
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), bob.id()); });
    EXPECT_EQ(get("/api/v1/favourites", bobs).size(), 0U);
    EXPECT_EQ(get("/api/v1/bookmarks", bobs).size(), 0U);
}

TEST_F(Interactions, who_favourited_and_boosted_is_listed) {
    auto const post = server.post(ann, "Hello");
    for (auto const* name : {"carol", "dave", "erin"}) {
        auto const token = server.token(server.make_account(name));
        act(post.id, "favourite", token);
        act(post.id, "reblog", token);
    }
    for (auto const* list : {"favourited_by", "reblogged_by"}) {
        auto const target = fmt::format("/api/v1/statuses/{}/{}", post.id.value, list);
        auto const page = get(target + "?limit=2");
        EXPECT_EQ(page.at("0.acct"), "erin");
        EXPECT_EQ(page.at("1.acct"), "dave");
        EXPECT_EQ(get(page.next()).at("0.acct"), "carol");
        auto const count = [&](int limit) {
            return server.statements([&] { get(fmt::format("{}?limit={}", target, limit)); });
        };
        count(3);
        EXPECT_EQ(count(3), count(1));
    }
}

}  // namespace
}  // namespace skein::interactions
