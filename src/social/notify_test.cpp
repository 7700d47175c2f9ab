// Policies, what waits, and groups.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/events.h"
#include "social/events.h"
#include "social/notification_policy.h"
#include "social/notification_subjects.h"
#include "social/notifications.h"
#include "social/relations.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using std::chrono::days;
using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::PostOptions;
using testing::TestServer;
using Kind = NotificationKind;

struct Told {
    std::vector<NotificationId> ids;
};
void listen(Server& server) {
    server.on<NotificationCreated>(
        [](db::Tx& tx, NotificationCreated const& event) -> Result<void> {
            tx.board().part<Told>().ids.push_back(event.notification);
            return {};
        });
}

// --- The rule ---

constexpr Time now{days(1000)};
SenderFacts old_friend() {
    return {.followed = true, .following_since = now - days(100), .created_at = now - days(900)};
}
SenderFacts old_stranger() { return {.created_at = now - days(900)}; }

TEST(NoticeRules, strangers_are_heard_unless_the_policy_says_otherwise) {
    NotificationPolicy policy;
    EXPECT_EQ(judge(policy, old_stranger(), now), NoticeRule::accept);
    policy.not_following = NoticeRule::filter;
    EXPECT_EQ(judge(policy, old_stranger(), now), NoticeRule::filter);
    EXPECT_EQ(judge(policy, old_friend(), now), NoticeRule::accept);
}

TEST(NoticeRules, the_strictest_that_applies_holds) {
    NotificationPolicy const policy{.not_following = NoticeRule::filter,
                                    .not_followers = NoticeRule::drop};
    EXPECT_EQ(judge(policy, old_stranger(), now), NoticeRule::drop);
    auto follower = old_stranger();
    follower.following_since = now - days(4);
    EXPECT_EQ(judge(policy, follower, now), NoticeRule::filter);
    follower.following_since = now - days(2);
    EXPECT_EQ(judge(policy, follower, now), NoticeRule::drop) << "a follower of yesterday is none";
}

TEST(NoticeRules, new_and_limited_accounts_and_private_words_have_rules_of_their_own) {
    NotificationPolicy policy;
    auto word = old_stranger(), limited = old_stranger(), fresh = old_stranger();
    word.private_word = limited.limited = true;
    fresh.created_at = now - days(29);
    EXPECT_EQ(judge(policy, word, now), NoticeRule::filter);
    EXPECT_EQ(judge(policy, limited, now), NoticeRule::filter);
    EXPECT_EQ(judge(policy, fresh, now), NoticeRule::accept);
    policy = {.new_accounts = NoticeRule::drop,
              .private_mentions = NoticeRule::accept,
              .limited_accounts = NoticeRule::accept};
    EXPECT_EQ(judge(policy, word, now), NoticeRule::accept);
    EXPECT_EQ(judge(policy, limited, now), NoticeRule::accept);
    EXPECT_EQ(judge(policy, fresh, now), NoticeRule::drop);
    for (auto* facts : {&word, &limited, &fresh}) facts->followed = true;
    EXPECT_EQ(judge(policy, fresh, now), NoticeRule::accept);
}

TEST(NoticeRules, whom_one_accepted_once_and_who_runs_the_server_comes_through) {
    NotificationPolicy const policy{.not_following = NoticeRule::drop};
    auto accepted = old_stranger(), moderator = old_stranger();
    accepted.permitted = moderator.staff = true;
    EXPECT_EQ(judge(policy, accepted, now), NoticeRule::accept);
    EXPECT_EQ(judge(policy, moderator, now), NoticeRule::accept);
}

// --- Telling ---

class Notify : public ::testing::Test {
  protected:
    Result<void> tell(db::Tx& tx, Kind kind, Person const& from, std::optional<StatusId> status) {
        return notify(tx, ann.id(), kind, from.id(), status);
    }
    void tell(Kind kind, Person const& from, std::optional<StatusId> status = {}) {
        server.write([&](db::Tx& tx) { return tell(tx, kind, from, status); });
    }
    std::vector<Notification> list(bool include_filtered = false) {
        return server.read([&](db::Tx& tx) {
            return list_notifications(tx, ann.id(), {.include_filtered = include_filtered},
                                      Page{.limit = 100});
        });
    }
    void set_policy(NotificationPolicy const& policy) {
        server.write([&](db::Tx& tx) { return set_notification_policy(tx, ann.id(), policy); });
    }
    std::size_t told() { return server.server().part<Told>().ids.size(); }
    void set_state(Person const& who, AccountState state) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, load_account(tx, who.id()));
            account.state = state;
            return update_account(tx, account);
        });
    }

    TestServer server{{.features = {{"listener", listen}}}};
    Person ann = server.make_account("ann");
    Person bob = server.make_account("bob");
    Person eve = server.make_account("eve");
};

TEST_F(Notify, a_strangers_private_word_waits_and_nobody_is_told) {
    auto const word = server.post(bob, "@ann psst", Visibility::direct);
    tell(Kind::mention, bob, word.id);
    EXPECT_THAT(list(), IsEmpty());
    ASSERT_EQ(list(true).size(), 1U);
    EXPECT_EQ(told(), 0U);
    auto const one = list(true).front().id;
    EXPECT_EQ(server.read([&](db::Tx& tx) { return load_notification(tx, ann.id(), one); }).id,
              one);
    tell(Kind::mention, bob, word.id);
    EXPECT_EQ(list(true).size(), 1U) << "the same one waits once";
}

TEST_F(Notify, a_private_answer_to_ones_own_word_comes_at_once) {
    auto const question = server.post(ann, "@bob psst", Visibility::direct);
    auto const between = server.post(
        bob, "@ann one moment", {.visibility = Visibility::direct, .in_reply_to = question.id});
    auto const answer =
        server.post(bob, "@ann yes", {.visibility = Visibility::direct, .in_reply_to = between.id});
    tell(Kind::mention, bob, answer.id);
    EXPECT_EQ(list().size(), 1U);
    // Nobody else gets in through a word that was not for them, or that all could read.
    auto const open = server.post(ann, "@eve hello");
    auto const to_open =
        server.post(eve, "@ann psst", {.visibility = Visibility::direct, .in_reply_to = open.id});
    tell(Kind::mention, eve, to_open.id);
    EXPECT_EQ(list().size(), 1U);
}

TEST_F(Notify, somebody_followed_or_accepted_comes_through) {
    auto const word = server.post(bob, "@ann psst", Visibility::direct);
    server.write([&](db::Tx& tx) { return permit_notifications(tx, ann.id(), bob.id()); });
    tell(Kind::mention, bob, word.id);
    EXPECT_EQ(list().size(), 1U);
    server.write([&](db::Tx& tx) { return forbid_notifications(tx, ann.id(), bob.id()); });
    tell(Kind::mention, bob, server.post(bob, "@ann again", Visibility::direct).id);
    EXPECT_EQ(list().size(), 1U);
    server.write([&](db::Tx& tx) { return follow(tx, ann.id(), bob.id(), {}); });
    tell(Kind::mention, bob, server.post(bob, "@ann third", Visibility::direct).id);
    EXPECT_EQ(list().size(), 2U);
}

TEST_F(Notify, a_policy_drops_what_it_says_and_never_what_one_has_to_know) {
    set_policy({.not_following = NoticeRule::drop});
    auto const post = server.post(ann, "x");
    tell(Kind::favourite, bob, post.id);
    tell(Kind::follow, bob);
    EXPECT_THAT(list(true), IsEmpty());
    tell(Kind::update, bob, server.post(bob, "y").id);
    tell(Kind::admin_report, bob);
    EXPECT_EQ(list().size(), 2U);
    EXPECT_EQ(server.read([&](db::Tx& tx) { return load_notification_policy(tx, ann.id()); }),
              (NotificationPolicy{.not_following = NoticeRule::drop}));
    EXPECT_EQ(server.read([&](db::Tx& tx) { return load_notification_policy(tx, bob.id()); }),
              NotificationPolicy{});
}

TEST_F(Notify, limited_accounts_wait_and_suspended_ones_are_silent) {
    auto const post = server.post(ann, "x");
    set_state(bob, AccountState::limited);
    set_state(eve, AccountState::suspended);
    tell(Kind::favourite, bob, post.id);
    tell(Kind::favourite, eve, post.id);
    EXPECT_THAT(list(), IsEmpty());
    EXPECT_EQ(list(true).size(), 1U);
}

TEST_F(Notify, a_mention_in_a_talk_about_somebody_one_blocks_is_not_told) {
    auto const naming = server.post(bob, "@ann look what @eve says");
    auto const parent = server.post(eve, "x");
    auto const answer = server.post(bob, "@ann y", PostOptions{.in_reply_to = parent.id});
    server.write([&](db::Tx& tx) { return mute(tx, ann.id(), eve.id(), false, {}); });
    tell(Kind::mention, bob, naming.id);
    EXPECT_EQ(list().size(), 1U) << "a mute that keeps notifications";
    server.write([&](db::Tx& tx) { return mute(tx, ann.id(), eve.id(), true, {}); });
    tell(Kind::mention, bob, answer.id);
    EXPECT_EQ(list().size(), 1U);
    server.write([&](db::Tx& tx) { return unmute(tx, ann.id(), eve.id()); });
    server.write([&](db::Tx& tx) { return block(tx, ann.id(), eve.id()); });
    tell(Kind::mention, bob, answer.id);
    EXPECT_EQ(list().size(), 1U);
}

TEST_F(Notify, what_is_alike_joins_a_group_for_twelve_hours) {
    auto const post = server.post(ann, "x"), other = server.post(ann, "y");
    auto const keys = [&] {
        std::vector<std::string> keys;
        for (auto const& one : list()) keys.push_back(group_key_of(one));
        return keys;
    };
    tell(Kind::favourite, bob, post.id);
    auto const first = "favourite-" + to_string(list().front().id);
    server.clock().advance(hours(11));
    tell(Kind::favourite, eve, post.id);
    EXPECT_THAT(keys(), ElementsAre(first, first));
    tell(Kind::favourite, eve, other.id);
    tell(Kind::boost, eve, post.id);
    tell(Kind::mention, eve, server.post(eve, "@ann").id);
    auto const mixed = keys();
    EXPECT_NE(mixed[0], first);
    EXPECT_TRUE(mixed[0].starts_with("ungrouped-"));
    EXPECT_TRUE(mixed[1].starts_with("reblog-"));
    EXPECT_TRUE(mixed[2].starts_with("favourite-"));
    EXPECT_NE(mixed[2], first);
    server.clock().advance(hours(2));
    tell(Kind::favourite, server.make_account("late"), post.id);
    EXPECT_NE(keys().front(), first) << "the group is full of its time";
    tell(Kind::follow, bob);
    tell(Kind::follow, eve);
    EXPECT_EQ(keys()[0], keys()[1]);
}

TEST_F(Notify, collections_are_told_of_once_each_and_as_the_policy_says) {
    auto const collect = [&](Kind kind, std::int64_t collection) {
        server.write([&](db::Tx& tx) {
            return notify_of_collection(tx, ann.id(), kind, bob.id(), collection);
        });
        return list().size();
    };
    EXPECT_EQ(collect(Kind::added_to_collection, 1), 1U);
    EXPECT_EQ(collect(Kind::added_to_collection, 1), 1U);
    EXPECT_EQ(collect(Kind::added_to_collection, 2), 2U);
    EXPECT_EQ(collect(Kind::collection_update, 2), 3U);
    set_policy({.not_following = NoticeRule::filter});
    EXPECT_EQ(collect(Kind::added_to_collection, 3), 3U);
    EXPECT_EQ(list(true).size(), 4U);
    server.write([&](db::Tx& tx) { return block(tx, ann.id(), bob.id()); });
    collect(Kind::added_to_collection, 4);
    EXPECT_EQ(list(true).size(), 0U);
}

TEST_F(Notify, a_group_goes_on_when_its_first_is_taken_back) {
    auto const post = server.post(ann, "x");
    tell(Kind::favourite, bob, post.id);
    tell(Kind::favourite, eve, post.id);
    auto const group = list().front().group_id;
    server.write([&](db::Tx& tx) {
        return remove_notifications(tx, ann.id(), Kind::favourite, bob.id(), post.id);
    });
    tell(Kind::favourite, bob, post.id);
    EXPECT_EQ(list().front().group_id, group);
}

TEST_F(Notify, telling_costs_the_same_however_many_there_are) {
    auto const post = server.post(ann, "x");
    std::vector<std::uint64_t> costs;
    for (int i = 0; i < 20; ++i) {
        auto const who = server.make_account(fmt::format("p{}", i));
        costs.push_back(server.statements([&] { tell(Kind::favourite, who, post.id); }));
    }
    EXPECT_EQ(costs[1], costs.back());
    EXPECT_LE(costs.back(), 3U);
}

}  // namespace
}  // namespace skein::social
