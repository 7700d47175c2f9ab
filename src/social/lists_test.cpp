#include "social/lists.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "social/relations.h"
#include "social/timelines.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::TestServer;

// Nobody fills homes here: without entries, the query for older pages answers for all of it.
db::Sql const empty_homes{"test.empty_homes", "UPDATE homes SET filled = FALSE"};

class Lists : public ::testing::Test {
  protected:
    template <class Deed>
    Result<void> attempt(Deed const& deed) {
        return server.db().write([&](db::Tx& tx) -> Result<void> { return deed(tx); });
    }
    template <class Deed>
    void relate(Deed const& deed) {
        server.write([&](db::Tx& tx) -> Result<void> { return deed(tx); });
    }
    void follows(Person const& who, Person const& whom) {
        relate([&](db::Tx& tx) { return follow(tx, who.id(), whom.id(), {}); });
    }
    List make(RepliesPolicy policy = RepliesPolicy::list, bool exclusive = false) {
        return server.write([&](db::Tx& tx) {
            return insert_list(tx, {{}, ann.id(), "Friends", policy, exclusive});
        });
    }
    void add(List const& list, std::vector<AccountId> const& members) {
        relate([&](db::Tx& tx) { return add_list_members(tx, list, members); });
    }
    std::vector<StatusId> posts(List const& list, Page page = {}) {
        return ids_of(server.read([&](db::Tx& tx) { return list_posts_of(tx, list, page); }));
    }
    std::vector<StatusId> home(Person const& who) {
        return ids_of(server.read([&](db::Tx& tx) { return list_home(tx, who.id(), Page{}); }));
    }
    std::vector<AccountId> members(List const& list) {
        return server.read([&](db::Tx& tx) { return list_all_members(tx, list.id); });
    }
    Status answer(Person const& who, Status const& what) {
        return server.post(who, "An answer", {.in_reply_to = what.id});
    }

    TestServer server;
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           cat = server.make_account("cat"), dan = server.make_account("dan"),
           eve = server.make_account("eve", {.domain = "remote.example"});
};

TEST_F(Lists, belong_to_one_account_and_have_limits) {
    auto const list = make();
    EXPECT_EQ(server.read([&](db::Tx& tx) { return load_list(tx, ann.id(), list.id); }).title,
              "Friends");
    auto const others =
        server.db().read([&](db::Tx& tx) { return load_list(tx, bob.id(), list.id); });
    EXPECT_EQ(others.error().code, Errc::not_found);
    auto const title = [&](std::string text) {
        return attempt([&](db::Tx& tx) -> Result<void> {
            TRY_OK(insert_list(tx, {{}, ann.id(), text, {}, false}));
            return {};
        });
    };
    EXPECT_EQ(title(" ").error().message, "Validation failed: Title can't be blank");
    EXPECT_EQ(title(std::string(257, 'x')).error().message,
              "Validation failed: Title is too long (maximum is 256 characters)");
    EXPECT_TRUE(title(std::string(256, 'x')));
    for (std::size_t i = 2; i < lists_of_account_max; ++i) make();
    EXPECT_EQ(title("One more").error().message,
              "Validation failed: You have reached the maximum number of lists");
    relate([&](db::Tx& tx) { return remove_list(tx, list); });
    EXPECT_TRUE(title("One more"));
}

TEST_F(Lists, hold_whom_one_follows_or_asked_to_follow_and_oneself) {
    auto const list = make();
    auto const try_adding = [&](std::vector<AccountId> ids) {
        return attempt([&](db::Tx& tx) { return add_list_members(tx, list, ids); });
    };
    EXPECT_EQ(try_adding({bob.id()}).error().code, Errc::not_found);
    EXPECT_EQ(try_adding({AccountId{77}}).error().code, Errc::not_found);
    follows(ann, bob);
    follows(ann, eve);
    EXPECT_TRUE(try_adding({bob.id(), eve.id(), ann.id(), bob.id()}));
    EXPECT_THAT(members(list), ElementsAre(ann.id(), eve.id(), bob.id()));
    EXPECT_EQ(try_adding({bob.id()}).error().message,
              "Validation failed: Account has already been taken");
    EXPECT_EQ(try_adding({cat.id(), bob.id()}).error().code, Errc::not_found);
    auto const mine =
        server.read([&](db::Tx& tx) { return list_lists_with(tx, ann.id(), bob.id()); });
    ASSERT_EQ(mine.size(), 1U);
    EXPECT_EQ(mine[0].id, list.id);
    EXPECT_TRUE(
        server.read([&](db::Tx& tx) { return list_lists_with(tx, bob.id(), bob.id()); }).empty());
    relate([&](db::Tx& tx) {
        return remove_list_members(tx, list, std::vector{bob.id(), AccountId{77}});
    });
    EXPECT_THAT(members(list), ElementsAre(ann.id(), eve.id()));
    relate([&](db::Tx& tx) { return remove_from_lists(tx, ann.id(), eve.id()); });
    EXPECT_THAT(members(list), ElementsAre(ann.id()));
}

TEST_F(Lists, take_along_those_who_move) {
    auto const list = make(), other = make();
    follows(ann, bob);
    follows(ann, cat);
    add(list, {bob.id()});
    add(other, {cat.id()});
    auto const move = [&](Person const& from, Person const& to) {
        relate([&](db::Tx& tx) { return add_to_lists_with(tx, ann.id(), from.id(), to.id()); });
    };
    move(bob, cat);
    EXPECT_THAT(members(list), ElementsAre(cat.id(), bob.id()));
    EXPECT_THAT(members(other), ElementsAre(cat.id()));
    move(bob, dan);
    EXPECT_EQ(members(list).size(), 2U) << "whom she does not follow";
}

TEST_F(Lists, show_their_members_posts_page_by_page) {
    auto const list = make();
    follows(ann, bob);
    follows(ann, cat);
    follows(ann, dan);
    add(list, {bob.id(), cat.id(), ann.id()});
    std::vector<StatusId> expected;
    auto const post = [&](Person const& who) {
        expected.insert(expected.begin(), server.post(who, "Hello").id);
    };
    for (int i = 0; i < 5; ++i) post(bob);
    server.post(dan, "Not on the list");
    for (int i = 0; i < 3; ++i) post(cat);
    post(ann);
    for (int i = 0; i < 4; ++i) post(bob);
    EXPECT_EQ(posts(list), expected);
    std::vector<StatusId> down, up;
    Page page;
    page.limit = 3;
    for (auto some = posts(list, page); !some.empty(); some = posts(list, page)) {
        down.insert(down.end(), some.begin(), some.end());
        page.max_id = some.back().value;
        server.post(bob, "Meanwhile");
    }
    EXPECT_EQ(down, expected);
    page = {.floor_id = expected.back().value, .ascending = true, .limit = 4};
    auto const next = posts(list, page);
    EXPECT_EQ(next, std::vector<StatusId>(expected.end() - 5, expected.end() - 1));
}

TEST_F(Lists, ask_a_constant_number_of_statements) {
    auto const list = make(RepliesPolicy::list);
    follows(ann, bob);
    add(list, {bob.id()});
    server.post(bob, "Hello");
    posts(list);
    auto const count = [&] { return server.statements([&] { posts(list); }); };
    auto const one = count();
    for (auto const* const person : {&cat, &dan}) {
        follows(ann, *person);
        add(list, {person->id()});
        for (int i = 0; i < 20; ++i) server.post(*person, "Hello");
    }
    posts(list);
    EXPECT_EQ(count(), one);
}

TEST_F(Lists, show_replies_by_their_policy) {
    for (auto const* const person : {&bob, &cat, &dan}) follows(ann, *person);
    auto const strangers = server.post(server.make_account("zoe"), "Nobody follows me");
    auto const followeds = server.post(dan, "Followed, but on no list");
    auto const members_ = server.post(cat, "On the list");
    auto const own = server.post(ann, "My own");
    auto const root = server.post(bob, "I");
    auto const to_stranger = answer(bob, strangers), to_followed = answer(bob, followeds),
               to_member = answer(bob, members_), to_owner = answer(bob, own),
               to_self = answer(bob, root);
    auto const with = [&](RepliesPolicy policy) {
        auto const list = make(policy);
        add(list, {bob.id(), cat.id()});
        return posts(list);
    };
    EXPECT_THAT(with(RepliesPolicy::none),
                ElementsAre(to_self.id, to_owner.id, root.id, members_.id));
    EXPECT_THAT(with(RepliesPolicy::list),
                ElementsAre(to_self.id, to_owner.id, to_member.id, root.id, members_.id));
    EXPECT_THAT(with(RepliesPolicy::followed), ElementsAre(to_self.id, to_owner.id, to_member.id,
                                                           to_followed.id, root.id, members_.id));
    EXPECT_EQ(std::ranges::count(with(RepliesPolicy::followed), to_stranger.id), 0);
}

TEST_F(Lists, show_nothing_their_owner_may_not_or_does_not_want_to_see) {
    auto const list = make();
    for (auto const* const person : {&bob, &cat, &dan}) {
        follows(ann, *person);
        add(list, {person->id()});
    }
    auto const shown = server.post(bob, "Hello", Visibility::private_);
    server.post(bob, "@dan psst", Visibility::direct);
    server.post(cat, "Hello");
    auto const dans = server.post(dan, "Hello");
    relate([&](db::Tx& tx) { return mute(tx, ann.id(), cat.id(), true, {}); });
    EXPECT_THAT(posts(list), ElementsAre(dans.id, shown.id));
    relate([&](db::Tx& tx) { return unfollow(tx, ann.id(), dan.id()); });
    EXPECT_THAT(posts(list), ElementsAre(shown.id)) << "whoever is not followed shows nothing";
    relate([&](db::Tx& tx) { return block(tx, bob.id(), ann.id()); });
    EXPECT_THAT(posts(list), IsEmpty());
}

TEST_F(Lists, keep_out_of_home_what_exclusive_ones_show) {
    server.write([&](db::Tx& tx) { return tx.run(empty_homes); });
    auto list = make(RepliesPolicy::list, true);
    follows(ann, bob);
    follows(ann, cat);
    auto const bobs = server.post(bob, "Hello"), cats = server.post(cat, "Hello");
    EXPECT_THAT(home(ann), ElementsAre(cats.id, bobs.id));
    add(list, {bob.id(), ann.id()});
    auto const own = server.post(ann, "Hello");
    EXPECT_THAT(home(ann), ElementsAre(own.id, cats.id)) << "but for one's own";
    EXPECT_THAT(posts(list), ElementsAre(own.id, bobs.id));
    list.exclusive = false;
    relate([&](db::Tx& tx) { return update_list(tx, list); });
    EXPECT_THAT(home(ann), ElementsAre(own.id, cats.id, bobs.id));
    list.exclusive = true;
    relate([&](db::Tx& tx) { return update_list(tx, list); });
    EXPECT_THAT(home(ann), ElementsAre(own.id, cats.id));
    relate([&](db::Tx& tx) { return remove_list_members(tx, list, std::vector{bob.id()}); });
    EXPECT_THAT(home(ann), ElementsAre(own.id, cats.id, bobs.id));
    add(list, {bob.id()});
    relate([&](db::Tx& tx) { return remove_list(tx, list); });
    EXPECT_THAT(home(ann), ElementsAre(own.id, cats.id, bobs.id));
}

TEST_F(Lists, are_told_of_new_posts_by_the_same_rule) {
    auto const strict = make(RepliesPolicy::none), wide = make(RepliesPolicy::list);
    auto const unheard = make();
    follows(ann, bob);
    follows(ann, cat);
    for (auto const& list : {strict, wide, unheard}) add(list, {bob.id(), cat.id()});
    auto const root = server.post(cat, "I"), reply = answer(bob, root),
               other = server.post(dan, "Not on a list");
    auto const told = server.read([&](db::Tx& tx) -> Result<std::vector<std::string>> {
        TRY(auto const heads, list_heads_of(tx, std::vector{root.id, reply.id, other.id}));
        TRY(auto const candidates, list_candidates(tx, heads, std::vector{strict.id, wide.id}));
        std::vector<std::string> names;
        for (auto const& candidate : candidates) {
            TRY(auto const reader, load_reader(tx, candidate.owner));
            auto const head = std::ranges::find(heads, candidate.status, &StatusHead::id);
            if (belongs_in_list(*reader, candidate, *head, tx.now()))
                names.push_back(fmt::format("{} {}",
                                            candidate.list == strict.id ? "strict" : "wide",
                                            candidate.status == root.id ? "root" : "reply"));
        }
        return names;
    });
    EXPECT_THAT(told, ::testing::UnorderedElementsAre("strict root", "wide root", "wide reply"));
}

}  // namespace
}  // namespace skein::social
