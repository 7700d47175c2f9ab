#include "social/relations.h"

#include <gtest/gtest.h>

#include "core/events.h"
#include "social/events.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::Person;
using testing::TestServer;

db::Query<std::int64_t> const count_broken{
    "test.relations.broken",
    "SELECT (SELECT COUNT(*) FROM follows f JOIN follow_requests r ON r.account_id = f.account_id "
    "AND r.target_id = f.target_id) + (SELECT COUNT(*) FROM follows f JOIN blocks b ON "
    "(b.account_id = f.account_id AND b.target_id = f.target_id) OR (b.account_id = f.target_id "
    "AND b.target_id = f.account_id)) + (SELECT COUNT(*) FROM follow_requests f JOIN blocks b ON "
    "(b.account_id = f.account_id AND b.target_id = f.target_id) OR (b.account_id = f.target_id "
    "AND b.target_id = f.account_id)) + (SELECT COUNT(*) FROM follows WHERE account_id = "
    "target_id) + (SELECT COUNT(*) FROM blocks WHERE account_id = target_id) + (SELECT COUNT(*) "
    "FROM mutes WHERE account_id = target_id)"};
db::Query<std::int64_t> const count_wrong_figures{
    "test.relations.wrong_figures",
    "SELECT COUNT(*) FROM account_stats st WHERE st.followers_count <> (SELECT COUNT(*) FROM "
    "follows f WHERE f.target_id = st.account_id) OR st.following_count <> (SELECT COUNT(*) FROM "
    "follows f WHERE f.account_id = st.account_id)"};
db::Query<std::int64_t> const count_notes{"test.relations.notes",
                                          "SELECT COUNT(*) FROM account_notes"};

/// What was told, in order, as short words.
struct Told {
    std::vector<std::string> words;
};
template <class Event>
Result<void> note(db::Tx& tx, Event const&) {
    tx.board().part<Told>().words.emplace_back(Event::name);
    return {};
}
void listen(Server& server) {
    server.on<FollowRequested>(note<FollowRequested>);
    server.on<FollowRequestRemoved>(note<FollowRequestRemoved>);
    server.on<FollowAccepted>(note<FollowAccepted>);
    server.on<FollowRemoved>(note<FollowRemoved>);
    server.on<AccountBlocked>(note<AccountBlocked>);
    server.on<AccountUnblocked>(note<AccountUnblocked>);
    server.on<AccountMuted>(note<AccountMuted>);
    server.on<AccountUnmuted>(note<AccountUnmuted>);
}

class Relations : public ::testing::Test {
  protected:
    Result<void> change(std::function<Result<void>(db::Tx&)> const& closure) {
        return server.db().write(closure);
    }
    Result<void> follows(Person const& who, Person const& whom, FollowOptions options = {}) {
        return change([&](db::Tx& tx) { return follow(tx, who.id(), whom.id(), options); });
    }
    Relationship between(Person const& viewer, Person const& target) {
        auto const id = target.id();
        return server
            .read(
                [&](db::Tx& tx) { return list_relationships(tx, viewer.id(), std::span(&id, 1)); })
            .front();
    }
    AccountStats stats(Person const& who) {
        static db::Query<AccountStats> const find{
            "test.relations.stats",
            "SELECT account_id, statuses_count, followers_count, following_count, last_status_at "
            "FROM account_stats WHERE account_id = $1"};
        return server.read([&](db::Tx& tx) { return tx.load(find, who.id()); });
    }
    std::vector<std::string> told() {
        return std::exchange(server.server().part<Told>().words, {});
    }

    TestServer server{{.features = {{"listener", listen}}}};
    Person ann = server.make_account("ann");
    Person bob = server.make_account("bob");
    Person locked = server.make_account("lock", {.locked = true});
    Person remote = server.make_account("rae", {.domain = "remote.example"});
};

using Words = std::vector<std::string>;

TEST_F(Relations, an_open_account_is_followed_at_once) {
    ASSERT_TRUE(follows(ann, bob));
    EXPECT_TRUE(between(ann, bob).following);
    EXPECT_TRUE(between(ann, bob).showing_boosts);
    EXPECT_FALSE(between(ann, bob).notifying);
    EXPECT_TRUE(between(bob, ann).followed_by);
    EXPECT_FALSE(between(bob, ann).following);
    EXPECT_EQ(stats(ann).following_count, 1);
    EXPECT_EQ(stats(bob).followers_count, 1);
    EXPECT_EQ(told(), Words{"FollowAccepted"});
}

TEST_F(Relations, a_second_follow_changes_options_only) {
    ASSERT_TRUE(follows(ann, bob));
    told();
    ASSERT_TRUE(follows(ann, bob, {.show_boosts = false, .notify = true}));
    ASSERT_TRUE(follows(ann, bob, {.languages = std::vector<std::string>{"th", "ar"}}));
    auto const relation = between(ann, bob);
    EXPECT_FALSE(relation.showing_boosts);
    EXPECT_TRUE(relation.notifying);
    EXPECT_EQ(relation.languages, (Words{"th", "ar"}));
    EXPECT_EQ(stats(bob).followers_count, 1);
    EXPECT_EQ(told(), Words{});
}

TEST_F(Relations, locked_and_remote_accounts_are_asked) {
    for (auto const& target : {locked, remote}) {
        ASSERT_TRUE(follows(ann, target));
        EXPECT_TRUE(between(ann, target).requested);
        EXPECT_FALSE(between(ann, target).following);
        EXPECT_TRUE(between(target, ann).requested_by);
        EXPECT_EQ(stats(target).followers_count, 0);
    }
    EXPECT_EQ(told(), (Words{"FollowRequested", "FollowRequested"}));
    EXPECT_EQ(server.read([&](db::Tx& tx) { return count_follow_requests(tx, locked.id()); }), 1);
}

TEST_F(Relations, an_accepted_request_keeps_its_options) {
    ASSERT_TRUE(follows(ann, locked, {.show_boosts = false}));
    ASSERT_TRUE(
        change([&](db::Tx& tx) { return accept_follow_request(tx, locked.id(), ann.id()); }));
    EXPECT_TRUE(between(ann, locked).following);
    EXPECT_FALSE(between(ann, locked).showing_boosts);
    EXPECT_FALSE(between(ann, locked).requested);
    EXPECT_EQ(told(), (Words{"FollowRequested", "FollowAccepted"}));
    auto const again =
        change([&](db::Tx& tx) { return accept_follow_request(tx, locked.id(), ann.id()); });
    EXPECT_EQ(again.error().code, Errc::not_found);
}

TEST_F(Relations, a_rejected_or_withdrawn_request_leaves_nothing) {
    ASSERT_TRUE(follows(ann, locked));
    ASSERT_TRUE(
        change([&](db::Tx& tx) { return reject_follow_request(tx, locked.id(), ann.id()); }));
    EXPECT_FALSE(between(ann, locked).requested);
    ASSERT_TRUE(follows(ann, locked));
    ASSERT_TRUE(change([&](db::Tx& tx) { return unfollow(tx, ann.id(), locked.id()); }));
    EXPECT_FALSE(between(ann, locked).requested);
    auto const none =
        change([&](db::Tx& tx) { return reject_follow_request(tx, locked.id(), ann.id()); });
    EXPECT_EQ(none.error().code, Errc::not_found);
    EXPECT_EQ(told(), (Words{"FollowRequested", "FollowRequestRemoved", "FollowRequested",
                             "FollowRequestRemoved"}));
}

TEST_F(Relations, nobody_follows_blocks_or_mutes_themselves) {
    EXPECT_EQ(follows(ann, ann).error().code, Errc::unprocessable);
    EXPECT_EQ(change([&](db::Tx& tx) { return block(tx, ann.id(), ann.id()); }).error().code,
              Errc::unprocessable);
    EXPECT_EQ(
        change([&](db::Tx& tx) { return mute(tx, ann.id(), ann.id(), true, {}); }).error().code,
        Errc::unprocessable);
}

TEST_F(Relations, unknown_and_suspended_accounts_cannot_be_followed) {
    EXPECT_EQ(
        change([&](db::Tx& tx) { return follow(tx, ann.id(), AccountId{7}, {}); }).error().code,
        Errc::not_found);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, load_account(tx, bob.id()));
        account.state = AccountState::suspended;
        return update_account(tx, account);
    });
    EXPECT_EQ(follows(ann, bob).error().code, Errc::not_found);
}

TEST_F(Relations, languages_are_checked) {
    auto const with = [&](std::vector<std::string> languages) {
        return follows(ann, bob, {.languages = std::move(languages)});
    };
    EXPECT_EQ(with({"a b"}).error().code, Errc::unprocessable);
    EXPECT_EQ(with({""}).error().code, Errc::unprocessable);
    EXPECT_EQ(with({std::string(100, 'a')}).error().code, Errc::unprocessable);
    EXPECT_EQ(with(std::vector<std::string>(21, "en")).error().code, Errc::unprocessable);
    EXPECT_TRUE(with({"pt-BR"}));
}

TEST_F(Relations, a_block_ends_everything_both_ways) {
    ASSERT_TRUE(follows(ann, bob));
    ASSERT_TRUE(follows(bob, ann));
    told();
    ASSERT_TRUE(change([&](db::Tx& tx) { return block(tx, ann.id(), bob.id()); }));
    EXPECT_EQ(told(), (Words{"FollowRemoved", "FollowRemoved", "AccountBlocked"}));
    EXPECT_TRUE(between(ann, bob).blocking);
    EXPECT_TRUE(between(bob, ann).blocked_by);
    EXPECT_FALSE(between(ann, bob).following || between(ann, bob).followed_by);
    EXPECT_EQ(stats(ann).followers_count + stats(ann).following_count, 0);
    EXPECT_EQ(follows(bob, ann).error().code, Errc::forbidden);
    EXPECT_EQ(follows(ann, bob).error().code, Errc::forbidden);
    ASSERT_TRUE(change([&](db::Tx& tx) { return block(tx, ann.id(), bob.id()); }));
    EXPECT_EQ(told(), Words{});
    ASSERT_TRUE(change([&](db::Tx& tx) { return unblock(tx, ann.id(), bob.id()); }));
    EXPECT_TRUE(follows(bob, ann));
}

TEST_F(Relations, a_block_takes_requests_back) {
    ASSERT_TRUE(follows(ann, locked));
    ASSERT_TRUE(change([&](db::Tx& tx) { return block(tx, locked.id(), ann.id()); }));
    EXPECT_FALSE(between(ann, locked).requested);
    EXPECT_EQ(server.read([&](db::Tx& tx) { return count_follow_requests(tx, locked.id()); }), 0);
}

TEST_F(Relations, a_follower_can_be_removed) {
    ASSERT_TRUE(follows(ann, bob));
    ASSERT_TRUE(change([&](db::Tx& tx) { return remove_follower(tx, bob.id(), ann.id()); }));
    EXPECT_FALSE(between(ann, bob).following);
    EXPECT_EQ(stats(bob).followers_count, 0);
    ASSERT_TRUE(change([&](db::Tx& tx) { return remove_follower(tx, bob.id(), ann.id()); }));
    EXPECT_EQ(stats(bob).followers_count, 0);
}

TEST_F(Relations, a_mute_ends_by_itself) {
    auto const until = server.clock().now() + std::chrono::hours(1);
    ASSERT_TRUE(change([&](db::Tx& tx) { return mute(tx, ann.id(), bob.id(), false, until); }));
    auto const relation = between(ann, bob);
    EXPECT_TRUE(relation.muting);
    EXPECT_FALSE(relation.muting_notifications);
    EXPECT_EQ(relation.muting_expires_at, until);
    EXPECT_EQ(server.read([&](db::Tx& tx) { return list_muted(tx, ann.id(), {}); }).size(), 1U);
    server.clock().advance(std::chrono::hours(2));
    EXPECT_FALSE(between(ann, bob).muting);
    EXPECT_TRUE(server.read([&](db::Tx& tx) { return list_muted(tx, ann.id(), {}); }).empty());
}

TEST_F(Relations, a_second_mute_replaces_the_first) {
    auto const until = server.clock().now() + std::chrono::hours(1);
    ASSERT_TRUE(change([&](db::Tx& tx) { return mute(tx, ann.id(), bob.id(), false, until); }));
    ASSERT_TRUE(change([&](db::Tx& tx) { return mute(tx, ann.id(), bob.id(), true, {}); }));
    EXPECT_TRUE(between(ann, bob).muting_notifications);
    EXPECT_FALSE(between(ann, bob).muting_expires_at);
    ASSERT_TRUE(change([&](db::Tx& tx) { return unmute(tx, ann.id(), bob.id()); }));
    EXPECT_FALSE(between(ann, bob).muting);
}

TEST_F(Relations, a_note_is_only_its_authors_and_an_empty_one_is_none) {
    auto const write_note = [&](std::string_view text) {
        return change([&](db::Tx& tx) { return set_account_note(tx, ann.id(), bob.id(), text); });
    };
    ASSERT_TRUE(write_note("met in Chiang Mai"));
    EXPECT_EQ(between(ann, bob).note, "met in Chiang Mai");
    EXPECT_EQ(between(bob, ann).note, "");
    EXPECT_EQ(write_note(std::string(2001, 'x')).error().code, Errc::unprocessable);
    ASSERT_TRUE(write_note(""));
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_notes); }), 0);
}

TEST_F(Relations, followers_are_paged_by_row_newest_first) {
    std::vector<Person> people;
    for (int i = 0; i < 5; ++i) {
        people.push_back(server.make_account(fmt::format("p{}", i)));
        ASSERT_TRUE(follows(people.back(), ann));
    }
    Page page{.limit = 2};
    auto const first = server.read([&](db::Tx& tx) { return list_followers(tx, ann.id(), page); });
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].id, people[4].id());
    page.max_id = first[1].cursor;
    auto const second = server.read([&](db::Tx& tx) { return list_followers(tx, ann.id(), page); });
    EXPECT_EQ(second[0].id, people[2].id());
    Page const up{.floor_id = second[1].cursor, .ascending = true, .limit = 2};
    auto const back = server.read([&](db::Tx& tx) { return list_followers(tx, ann.id(), up); });
    ASSERT_EQ(back.size(), 2U);
    EXPECT_EQ(back[0].id, people[3].id());
    EXPECT_EQ(back[1].id, people[2].id());
}

TEST_F(Relations, relationships_cost_the_same_for_one_and_for_many) {
    std::vector<AccountId> ids;
    for (int i = 0; i < 30; ++i) ids.push_back(server.make_account(fmt::format("p{}", i)).id());
    auto const cost = [&](std::size_t count) {
        return server.statements([&] {
            server.read([&](db::Tx& tx) {
                return list_relationships(tx, ann.id(), std::span(ids).first(count));
            });
        });
    };
    EXPECT_EQ(cost(1), cost(30));
    EXPECT_EQ(server.read([&](db::Tx& tx) { return list_relationships(tx, ann.id(), ids); }).size(),
              30U);
}

TEST_F(Relations, invariants_hold_whatever_people_do) {
    crypto::SeededRandom random(42);
    std::vector<Person> people{ann,
                               bob,
                               locked,
                               remote,
                               server.make_account("eve"),
                               server.make_account("joe", {.locked = true})};
    auto const pick = [&] { return people[random.below(people.size())].id(); };
    for (int i = 0; i < 600; ++i) {
        auto const a = pick(), b = pick();
        auto const deed = random.below(9);
        auto const done = change([&](db::Tx& tx) -> Result<void> {
            switch (deed) {
                case 0:
                case 1:
                case 2: return follow(tx, a, b, {});
                case 3: return unfollow(tx, a, b);
                case 4: return accept_follow_request(tx, a, b);
                case 5: return reject_follow_request(tx, a, b);
                case 6: return block(tx, a, b);
                case 7: return unblock(tx, a, b);
                default: return remove_follower(tx, a, b);
            }
        });
        if (!done) EXPECT_NE(done.error().code, Errc::internal) << done.error().detail;
        if (i % 50 != 49) continue;
        EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_broken); }), 0) << i;
        EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_wrong_figures); }), 0) << i;
    }
}

}  // namespace
}  // namespace skein::social
