#include <gtest/gtest.h>

#include "features/notifications/feature.h"
#include "social/collections.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::notifications {
namespace {

using social::Collection;
using testing::Answer;
using testing::Person;
using testing::TestServer;

class CollectionNotices : public ::testing::Test {
  protected:
    CollectionNotices() {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, ann.id()));
            account.discoverable = true;
            return social::update_account(tx, account);
        });
    }
    Collection make(std::string name) {
        return server.write([&](db::Tx& tx) {
            Collection one;
            one.account_id = bob.id();
            one.name = std::move(name);
            return social::insert_collection(tx, one);
        });
    }
    social::CollectionItem put_in(Collection const& collection) {
        return server.write(
            [&](db::Tx& tx) { return social::add_collection_item(tx, collection, ann.id()); });
    }
    void rename(Collection& collection, std::string name) {
        server.write([&](db::Tx& tx) {
            auto const before = collection;
            collection.name = std::move(name);
            return social::update_collection(tx, before, collection);
        });
    }
    Answer list(std::string const& query = "") {
        return Answer(server.get("/api/v1/notifications" + query, anns));
    }
    Answer groups() { return Answer(server.get("/api/v2/notifications", anns)); }

    TestServer server{{.features = {{"notifications", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann);
};

TEST_F(CollectionNotices, come_with_the_collection_alone_and_in_groups) {
    auto const birds = make("Birds");
    put_in(birds);
    auto const notices = list();
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_EQ(notices.at("0.type"), "added_to_collection");
    EXPECT_EQ(notices.at("0.account.acct"), "bob");
    EXPECT_EQ(notices.at("0.collection.id"), to_string(birds.id));
    EXPECT_EQ(notices.at("0.collection.name"), "Birds");
    EXPECT_EQ(notices.at("0.collection.item_count"), "1");
    auto const id = notices.at("0.id");
    EXPECT_EQ(Answer(server.get("/api/v1/notifications/" + id, anns)).at("collection.name"),
              "Birds");
    auto const grouped = groups();
    EXPECT_EQ(grouped.at("notification_groups.0.type"), "added_to_collection");
    EXPECT_EQ(grouped.at("notification_groups.0.collection.name"), "Birds");
}

TEST_F(CollectionNotices, tell_of_each_change_in_place_of_the_one_before) {
    auto birds = make("Birds");
    put_in(birds);
    rename(birds, "Geese");
    auto const first = list("?types[]=collection_update");
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first.at("0.collection.name"), "Geese");
    rename(birds, "Ducks");
    auto const second = list("?types[]=collection_update");
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second.at("0.collection.name"), "Ducks");
    EXPECT_NE(second.at("0.id"), first.at("0.id"));
    EXPECT_EQ(list().size(), 2U);
}

TEST_F(CollectionNotices, are_not_for_who_mutes_or_blocks_its_owner) {
    auto birds = make("Birds");
    put_in(birds);
    server.write([&](db::Tx& tx) { return social::mute(tx, ann.id(), bob.id(), true, {}); });
    rename(birds, "Geese");
    EXPECT_EQ(list("?types[]=collection_update").size(), 0U);
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), bob.id()); });
    EXPECT_EQ(list().size(), 0U);
}

TEST_F(CollectionNotices, go_with_the_collection_and_with_ones_place_in_it) {
    auto const birds = make("Birds"), trees = make("Trees"), stones = make("Stones");
    auto const item = put_in(birds);
    put_in(trees);
    auto const other = put_in(stones);
    EXPECT_EQ(list().size(), 3U);
    server.write([&](db::Tx& tx) { return social::remove_collection_item(tx, item); });
    EXPECT_EQ(list().size(), 2U);
    server.write([&](db::Tx& tx) { return social::remove_collection(tx, trees.id); });
    EXPECT_EQ(list().size(), 1U);
    server.write([&](db::Tx& tx) { return social::revoke_collection_item(tx, other); });
    EXPECT_EQ(list().size(), 0U);
}

TEST_F(CollectionNotices, cost_the_same_however_many_there_are) {
    auto const read = [&] { list(), groups(); };
    put_in(make("Birds"));
    read();
    auto const one = server.statements(read);
    for (int i = 0; i < 6; ++i) put_in(make(fmt::format("More {}", i)));
    EXPECT_EQ(server.statements(read), one);
}

}  // namespace
}  // namespace skein::notifications
