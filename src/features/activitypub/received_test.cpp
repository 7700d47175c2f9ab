#include "features/activitypub/received.h"

#include <gtest/gtest.h>

#include "features/activitypub/feature.h"
#include "testing/test_server.h"

namespace skein::activitypub {
namespace {

constexpr AccountId actor{11};
constexpr std::int64_t target = 22;

class NotedActivities : public ::testing::Test {
  protected:
    void note(int number, std::int64_t about = target) {
        server.clock().advance(std::chrono::seconds(1));
        server.write([&](db::Tx& tx) {
            return note_activity(tx, {address(number), actor, Deed::follow, about, {}});
        });
    }
    bool knows(int number) {
        return server.read([&](db::Tx& tx) { return find_activity(tx, actor, address(number)); })
            .has_value();
    }
    static std::string address(int number) {
        return fmt::format("https://a.example/follows/{}", number);
    }

    testing::TestServer server{{.features = {{"activitypub", install}}}};
};

TEST_F(NotedActivities, who_repeats_the_same_under_new_ids_has_only_the_newest_kept) {
    note(1000, target + 1);
    for (int i = 0; i < 40; ++i) note(i);
    EXPECT_FALSE(knows(0));
    EXPECT_FALSE(knows(23));
    EXPECT_TRUE(knows(24));
    EXPECT_TRUE(knows(39));
    EXPECT_TRUE(knows(1000));
    auto const newest =
        server.read([&](db::Tx& tx) { return find_activity(tx, actor, Deed::follow, target); });
    EXPECT_EQ(newest->address, address(39));
}

}  // namespace
}  // namespace skein::activitypub
