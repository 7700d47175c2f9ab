#include "social/tagged_collections.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "features/collections/feature.h"
#include "social/account_removal.h"
#include "social/relations.h"
#include "social/statuses.h"
#include "social/views/collection_view.h"
#include "social/views/decorator.h"
#include "social/views/views.h"
#include "testing/answer.h"

namespace skein::collections {
namespace {

using social::Collection;
using testing::Person;
using testing::TestServer;

class TaggedCollections : public ::testing::Test {
  protected:
    TaggedCollections() {
        for (auto const* person : {&ann, &bob})
            change(*person, [](auto& account) { account.discoverable = true; });
    }
    template <class Change>
    void change(Person const& person, Change const& apply) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, person.id()));
            apply(account);
            return social::update_account(tx, account);
        });
    }
    Collection make(std::string name = "Birds") {
        return server.write([&](db::Tx& tx) {
            Collection one;
            one.account_id = ann.id();
            one.name = std::move(name);
            return social::insert_collection(tx, one);
        });
    }
    void put_in(Collection const& collection, Person const& whom) {
        server.write(
            [&](db::Tx& tx) { return social::add_collection_item(tx, collection, whom.id()); });
    }
    std::string address_of(Collection const& one) {
        return social::collection_url(server.server(), one.id);
    }
    /// The posts as somebody, or everybody, is shown them.
    json::Document shown(std::vector<StatusId> const& ids, AccountId viewer = {}) {
        return server.read([&](db::Tx& tx) -> Result<json::Document> {
            json::Writer out;
            TRY_OK(out.array(
                [&] { return social::write_statuses({server.server(), tx, viewer}, ids, out); }));
            return json::Document::parse(out.text());
        });
    }
    /// Names and counts of what a post shows.
    std::string tagged(StatusId id, AccountId viewer = {}) {
        auto const document = shown({id}, viewer);
        std::string text;
        for (auto const& one :
             document.root().elements().front().find("tagged_collections")->elements())
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", one.get_text("name"),
                                one.find("items")->elements().size());
        return text;
    }

    std::int64_t count_links() {
        static db::Query<std::int64_t> const count{"test.tagged.count",
                                                   "SELECT COUNT(*) FROM status_collections"};
        return server.read([&](db::Tx& tx) { return tx.load(count); });
    }

    TestServer server{{.features = {{"collections", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           cat = server.make_account("cat");
};

TEST_F(TaggedCollections, are_those_a_post_links_to_by_their_addresses) {
    auto const birds = make(), trees = make("Trees");
    put_in(birds, bob);
    auto const post = server.post(
        cat, "See " + address_of(birds) + " and " + address_of(trees) + ", " + address_of(birds));
    EXPECT_EQ(tagged(post.id), "Birds 1, Trees 0");
    for (auto const* other : {"/", "?x=1", "0", "#x"})
        EXPECT_EQ(tagged(server.post(cat, "See " + address_of(birds) + other).id), "") << other;
    EXPECT_EQ(
        tagged(server.post(cat, "See https://other.example/collections/" + to_string(birds.id)).id),
        "");
    EXPECT_EQ(tagged(server.post(cat, "Nothing to see").id), "");
}

TEST_F(TaggedCollections, follow_the_text_and_the_post) {
    auto const birds = make(), trees = make("Trees");
    auto const post = server.post(cat, "See " + address_of(birds));
    EXPECT_EQ(tagged(post.id), "Birds 0");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const status, social::load_status(tx, post.id));
        social::StatusEdit edit;
        edit.text = edit.content = "<p><a href=\"" + address_of(trees) + "\">Trees</a></p>";
        TRY_OK(social::edit_status(tx, status, edit));
        return {};
    });
    EXPECT_EQ(tagged(post.id), "Trees 0");
}

TEST_F(TaggedCollections, are_shown_as_they_are) {
    auto birds = make();
    auto const post = server.post(cat, "See " + address_of(birds));
    EXPECT_EQ(tagged(post.id), "Birds 0");
    put_in(birds, bob);
    EXPECT_EQ(tagged(post.id), "Birds 1");
    server.write([&](db::Tx& tx) {
        auto const before = birds;
        birds.name = "Geese";
        return social::update_collection(tx, before, birds);
    });
    EXPECT_EQ(tagged(post.id), "Geese 1");
    change(bob, [](auto& account) { account.state = social::AccountState::suspended; });
    EXPECT_EQ(tagged(post.id), "Geese 0");
    change(bob, [](auto& account) { account.state = social::AccountState::active; });
    server.write([&](db::Tx& tx) { return social::block(tx, bob.id(), ann.id()); });
    EXPECT_EQ(tagged(post.id), "Geese 0");
    server.write([&](db::Tx& tx) { return social::remove_collection(tx, birds.id); });
    EXPECT_EQ(tagged(post.id), "");
}

TEST_F(TaggedCollections, are_none_that_the_author_or_the_reader_may_not_see) {
    auto const birds = make();
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), cat.id()); });
    EXPECT_EQ(tagged(server.post(cat, "See " + address_of(birds)).id), "");
    auto const post = server.post(bob, "See " + address_of(birds));
    EXPECT_EQ(tagged(post.id), "Birds 0");
    change(ann, [](auto& account) { account.state = social::AccountState::suspended; });
    EXPECT_EQ(tagged(post.id), "");
}

TEST_F(TaggedCollections, are_none_across_a_block_of_the_reader) {
    auto const birds = make();
    put_in(birds, bob);
    auto const post = server.post(bob, "See " + address_of(birds));
    EXPECT_EQ(tagged(post.id), "Birds 1");
    EXPECT_EQ(tagged(post.id, cat.id()), "Birds 1");
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), cat.id()); });
    EXPECT_EQ(tagged(post.id, cat.id()), "");
    EXPECT_EQ(tagged(post.id), "Birds 1");
    server.write([&](db::Tx& tx) { return social::unblock(tx, ann.id(), cat.id()); });
    EXPECT_EQ(tagged(post.id, cat.id()), "Birds 1");
    server.write([&](db::Tx& tx) { return social::block(tx, cat.id(), ann.id()); });
    EXPECT_EQ(tagged(post.id, cat.id()), "");
    EXPECT_EQ(tagged(post.id, bob.id()), "Birds 1");
}

TEST_F(TaggedCollections, say_whom_they_look_different_to) {
    auto const dan = server.make_account("dan"), eve = server.make_account("eve");
    auto const birds = make();
    put_in(birds, bob);
    auto const with = server.post(bob, "See " + address_of(birds)), without = server.post(bob, "x");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::block(tx, ann.id(), cat.id()));
        return social::block(tx, dan.id(), ann.id());
    });
    auto const& all = server.server().part<social::Decorators>().statuses;
    auto const one = std::ranges::find(all, "tagged_collections", &social::Decorator::field);
    ASSERT_NE(one, all.end());
    std::vector const viewers{ann.id(), bob.id(), cat.id(), dan.id(), eve.id()};
    auto const concerned = [&](StatusId post) {
        auto ids = server.read(
            [&](db::Tx& tx) { return one->concerned(tx, std::span(&post, 1), viewers); });
        std::ranges::sort(ids);
        return ids;
    };
    EXPECT_EQ(concerned(with.id), (std::vector{ann.id(), bob.id(), cat.id(), dan.id()}));
    EXPECT_TRUE(concerned(without.id).empty());
}

TEST_F(TaggedCollections, leave_no_link_behind) {
    auto const birds = make(), trees = make("Trees");
    server.post(cat, "See " + address_of(birds) + " and " + address_of(trees));
    server.post(bob, "See " + address_of(birds));
    EXPECT_EQ(count_links(), 3);
    server.write([&](db::Tx& tx) { return social::remove_collection(tx, birds.id); });
    EXPECT_EQ(count_links(), 1);
    server.write([&](db::Tx& tx) { return social::remove_own_account(tx, ann.id()); });
    server.drain();
    EXPECT_EQ(count_links(), 0);
}

TEST_F(TaggedCollections, a_block_asks_as_much_however_many_both_share) {
    auto const cost = [&](Person const& whom) {
        return server.statements([&] {
            server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), whom.id()); });
        });
    };
    auto const add = [&](Person const& whom) {
        auto const one = make();
        put_in(one, whom);
        server.post(bob, "See " + address_of(one));
    };
    auto const dan = server.make_account("dan");
    for (Person const* person : {static_cast<Person const*>(&cat), &dan})
        change(*person, [](auto& account) { account.discoverable = true; });
    add(cat);
    auto const few = cost(cat);
    for (int i = 0; i < 5; ++i) add(dan);
    EXPECT_EQ(cost(dan), few);
}

TEST_F(TaggedCollections, cost_the_same_however_many_there_are) {
    std::vector<StatusId> posts;
    auto const add = [&] {
        auto const one = make();
        put_in(one, bob);
        posts.push_back(server.post(cat, "See " + address_of(one)).id);
    };
    add();
    shown(posts);
    // Once more with nothing kept of them.
    auto const cost = [&] {
        server.write([&](db::Tx& tx) { return social::bump_status_versions(tx, posts); });
        return server.statements([&] { shown(posts); });
    };
    auto const one = cost();
    for (int i = 0; i < 5; ++i) add();
    EXPECT_EQ(cost(), one);
}

}  // namespace
}  // namespace skein::collections
