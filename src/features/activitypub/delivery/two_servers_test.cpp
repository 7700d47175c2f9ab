#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "features/activitypub/feature.h"
#include "social/events.h"
#include "social/featured_tags.h"
#include "social/network.h"
#include "social/relations.h"
#include "social/statuses.h"
#include "social/tags.h"
#include "testing/world.h"

namespace skein::activitypub {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::IsEmpty;

/// Two whole servers: ann is at one, bob at two follows her.
class TwoServers : public ::testing::TestWithParam<std::uint64_t> {
  protected:
    void meet() {
        auto& two = world.server(1);
        auto* const network =
            two.server().part<social::Networks>().find(social::Network::activitypub);
        ASSERT_TRUE(network);
        auto const found = network->resolve_handles(two.server(), {Handle{"ann", "one.example"}});
        ASSERT_TRUE(found.at(0)) << world.seed();
        ann_there = *found[0];
        two.write([&](db::Tx& tx) { return social::follow(tx, bob.id(), ann_there, {}); });
        quieten();
        ASSERT_TRUE(two.read([&](db::Tx& tx) {
            return social::is_following(tx, bob.id(), ann_there);
        })) << world.seed();
    }
    /// Long enough for every attempt, whatever the network does.
    void quieten() {
        for (int i = 0; i < 24; ++i) world.run_for(hours(1));
        world.settle();
    }
    /// Texts of ann's posts by their addresses, as a server has them.
    std::map<std::string, std::string> posts_at(std::size_t place, AccountId author) {
        static db::Query<StatusId> const list{
            "test.posts_of", "SELECT id FROM statuses WHERE account_id = $1 ORDER BY id"};
        return world.server(place).read(
            [&](db::Tx& tx) -> Result<std::map<std::string, std::string>> {
                TRY(auto const ids, tx.list(list, author));
                TRY(auto const statuses, social::list_statuses(tx, ids));
                std::map<std::string, std::string> all;
                for (auto const& status : statuses)
                    all[status.address.value_or(
                        fmt::format("https://one.example/ap/users/{}/statuses/{}", author.value,
                                    status.id.value))] = status.content;
                return all;
            });
    }
    void edit(social::Status const& status, std::string_view text) {
        world.server(0).write([&](db::Tx& tx) {
            social::StatusEdit edit;
            edit.text = text;
            edit.content = "<p>" + std::string(text) + "</p>";
            edit.language = "en";
            return social::edit_status(tx, status, edit);
        });
    }

    testing::World world{{.seed = GetParam(), .features = {{"activitypub", install}}}};
    testing::Person ann = world.server(0).make_account("ann");
    testing::Person bob = world.server(1).make_account("bob");
    AccountId ann_there;
};

TEST_P(TwoServers, show_the_same_tags_on_a_profile) {
    meet();
    auto& one = world.server(0);
    auto const feature = [&](std::string_view name, bool on) {
        one.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto const tag, social::ensure_tag(tx, name));
            return on ? social::feature_tag(tx, ann.id(), tag.id, name)
                      : social::unfeature_tag(tx, ann.id(), tag.id);
        });
        quieten();
    };
    auto const there = [&] {
        std::vector<std::string> names;
        auto const tags = world.server(1).read(
            [&](db::Tx& tx) { return social::list_featured_tags(tx, ann_there); });
        for (auto const& tag : tags) names.push_back(tag.name);
        return names;
    };
    feature("Tea", true);
    feature("Cake", true);
    EXPECT_EQ(there(), (std::vector<std::string>{"Cake", "Tea"})) << world.seed();
    feature("tea", false);
    EXPECT_EQ(there(), std::vector<std::string>{"Cake"}) << world.seed();
}

TEST_P(TwoServers, after_a_bad_network_both_have_the_same_posts) {
    meet();
    world.faults({.drop = 0.3, .repeat = 0.2, .delay_max = seconds(20)});
    std::vector<social::Status> posts;
    for (int i = 0; i < 6; ++i) {
        posts.push_back(world.server(0).post(ann, "Post " + std::to_string(i)));
        world.run_for(seconds(5));
    }
    edit(posts[1], "Better");
    world.server(0).write([&](db::Tx& tx) { return social::remove_status(tx, posts[2], true); });
    edit(posts[3], "First thought");
    world.run_for(minutes(1));
    edit(posts[3], "Second thought");
    world.run_for(minutes(10));
    world.faults({});
    quieten();
    auto const here = posts_at(0, ann.id());
    EXPECT_EQ(here.size(), 5u);
    EXPECT_EQ(posts_at(1, ann_there), here) << world.seed();
}

INSTANTIATE_TEST_SUITE_P(Seeds, TwoServers, ::testing::Values(1u, 2u));

}  // namespace
}  // namespace skein::activitypub
