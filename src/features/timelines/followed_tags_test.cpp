#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/timelines/feature.h"
#include "social/relations.h"
#include "social/tag_follows.h"
#include "social/tags.h"
#include "social/timelines.h"
#include "testing/test_server.h"

namespace skein::timelines {
namespace {

using social::Status;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::PostOptions;
using testing::TestServer;

/// The same rules whether posts with a tag are fanned out or asked for.
class FollowedTags : public ::testing::TestWithParam<int> {
  protected:
    TagId tag(std::string_view name) {
        return server.write([&](db::Tx& tx) -> Result<TagId> {
            TRY(auto const found, social::ensure_tag(tx, name));
            return found.id;
        });
    }
    void follow(Person const& who, std::string_view name) {
        auto const id = tag(name);
        server.write([&](db::Tx& tx) { return social::follow_tag(tx, who.id(), id); });
        server.drain();
    }
    void unfollow(Person const& who, std::string_view name) {
        auto const id = tag(name);
        server.write([&](db::Tx& tx) { return social::unfollow_tag(tx, who.id(), id); });
    }
    Status says(Person const& who, std::string_view text, PostOptions const& how = {}) {
        auto const status = server.post(who, text, how);
        server.drain();
        return status;
    }
    std::vector<StatusId> home(Person const& who) {
        return social::ids_of(
            server.read([&](db::Tx& tx) { return social::list_home(tx, who.id(), {}); }));
    }

    TestServer server{{.features = {{"timelines", install}},
                       .settings = {{"timelines.gather_milliseconds", "0"},
                                    {"timelines.fan_out_max", std::to_string(GetParam())}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           eve = server.make_account("eve", {.domain = "far.example"});

    void SetUp() override {
        // Two others, so that a tag of theirs is wide where one follower is the most.
        for (auto const* name : {"cat", "dan"}) {
            auto const other = server.make_account(name);
            for (auto const* followed : {"tea", "cake"}) follow(other, followed);
        }
    }
};

TEST_P(FollowedTags, bring_public_posts_of_strangers_home) {
    auto const before = says(bob, "earlier #tea");
    follow(ann, "tea");
    auto const local = says(bob, "#Tea"), remote = says(eve, "#TEA #cake"), mine = says(ann, "x");
    says(bob, "no tag");
    says(bob, "#tea unlisted", {.visibility = social::Visibility::unlisted});
    says(bob, "#tea private", {.visibility = social::Visibility::private_});
    EXPECT_THAT(home(ann), ElementsAre(mine.id, remote.id, local.id, before.id));
    EXPECT_THAT(home(bob), ::testing::Not(::testing::Contains(remote.id)));
    unfollow(ann, "tea");
    EXPECT_THAT(home(ann), ElementsAre(mine.id)) << "at once";
    server.drain();
    EXPECT_THAT(home(ann), ElementsAre(mine.id)) << "and swept";
    follow(ann, "cake");
    EXPECT_THAT(home(ann), ElementsAre(mine.id, remote.id));
}

TEST_P(FollowedTags, stay_when_another_of_them_goes) {
    follow(ann, "tea");
    follow(ann, "cake");
    auto const both = says(bob, "#tea #cake");
    unfollow(ann, "cake");
    server.drain();
    EXPECT_THAT(home(ann), ElementsAre(both.id));
}

TEST_P(FollowedTags, bring_nobody_who_is_hidden) {
    follow(ann, "tea");
    auto const muted = server.make_account("muted"), blocked = server.make_account("blocked"),
               blocker = server.make_account("blocker");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::mute(tx, ann.id(), muted.id(), false, {}));
        TRY_OK(social::block(tx, ann.id(), blocked.id()));
        return social::block(tx, blocker.id(), ann.id());
    });
    auto const theirs = says(muted, "#tea");
    says(blocked, "#tea");
    says(blocker, "#tea");
    says(bob, "an answer #tea", {.in_reply_to = theirs.id});
    EXPECT_THAT(home(ann), IsEmpty());
    server.write([&](db::Tx& tx) { return social::unmute(tx, ann.id(), muted.id()); });
    auto const later = says(muted, "#tea");
    EXPECT_THAT(home(ann), ::testing::Contains(later.id));
}

TEST_P(FollowedTags, outlive_the_follow_of_an_author) {
    follow(ann, "tea");
    server.write([&](db::Tx& tx) { return social::follow(tx, ann.id(), bob.id(), {}); });
    auto const tagged = says(bob, "#tea"), plain = says(bob, "plain");
    EXPECT_THAT(home(ann), ElementsAre(plain.id, tagged.id));
    server.write([&](db::Tx& tx) { return social::unfollow(tx, ann.id(), bob.id()); });
    server.drain();
    EXPECT_THAT(home(ann), ElementsAre(tagged.id));
}

TEST_P(FollowedTags, are_there_after_a_long_absence) {
    follow(ann, "tea");
    auto const first = says(bob, "#tea");
    server.clock().advance(std::chrono::days(20));
    server.drain();
    auto const second = says(bob, "#tea");
    EXPECT_THAT(home(ann), ElementsAre(second.id, first.id));
}

INSTANTIATE_TEST_SUITE_P(FanOutLimits, FollowedTags, ::testing::Values(1, 2000));

}  // namespace
}  // namespace skein::timelines
