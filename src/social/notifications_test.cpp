#include "social/notifications.h"

#include <gtest/gtest.h>

#include "core/events.h"
#include "social/events.h"
#include "social/relations.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::Person;
using testing::PostOptions;
using testing::TestServer;
using Kind = NotificationKind;

struct Told {
    std::vector<NotificationCreated> created;
};
void listen(Server& server) {
    server.on<NotificationCreated>(
        [](db::Tx& tx, NotificationCreated const& event) -> Result<void> {
            tx.board().part<Told>().created.push_back(event);
            return {};
        });
}

class Notifications : public ::testing::Test {
  protected:
    /// What somebody causes; how many notifications `ann` has then.
    std::size_t after(Kind kind, Person const& from, std::optional<StatusId> status = {}) {
        server.write([&](db::Tx& tx) { return notify(tx, ann.id(), kind, from.id(), status); });
        return list().size();
    }
    std::vector<Notification> list(NotificationFilter const& filter = {}, Page const& page = {}) {
        return server.read(
            [&](db::Tx& tx) { return list_notifications(tx, ann.id(), filter, page); });
    }
    void suspend(Person const& who) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, load_account(tx, who.id()));
            account.state = AccountState::suspended;
            return update_account(tx, account);
        });
    }

    TestServer server{{.features = {{"listener", listen}}}};
    Person ann = server.make_account("ann");
    Person bob = server.make_account("bob");
    Person eve = server.make_account("eve");
    Person remote = server.make_account("rae", {.domain = "remote.example"});
};

TEST_F(Notifications, one_is_stored_and_told) {
    auto const post = server.post(ann, "x");
    EXPECT_EQ(after(Kind::favourite, bob, post.id), 1U);
    auto const row = list().front();
    EXPECT_EQ(row.kind, Kind::favourite);
    EXPECT_EQ(row.from_account_id, bob.id());
    EXPECT_EQ(row.status_id, post.id);
    ASSERT_EQ(server.server().part<Told>().created.size(), 1U);
    EXPECT_EQ(server.server().part<Told>().created[0].notification, row.id);
}

TEST_F(Notifications, the_same_one_comes_once) {
    auto const post = server.post(ann, "x");
    after(Kind::favourite, bob, post.id);
    EXPECT_EQ(after(Kind::favourite, bob, post.id), 1U);
    EXPECT_EQ(after(Kind::boost, bob, post.id), 2U);
    EXPECT_EQ(after(Kind::favourite, eve, post.id), 3U);
    EXPECT_EQ(after(Kind::follow, bob), 4U);
    EXPECT_EQ(after(Kind::follow, bob), 4U);
    EXPECT_EQ(server.server().part<Told>().created.size(), 4U);
}

TEST_F(Notifications, nobody_is_told_of_their_own_deeds) {
    EXPECT_EQ(after(Kind::follow, ann), 0U);
}

TEST_F(Notifications, accounts_of_other_servers_have_none) {
    server.write(
        [&](db::Tx& tx) { return notify(tx, remote.id(), Kind::follow, bob.id(), std::nullopt); });
    EXPECT_TRUE(
        server.read([&](db::Tx& tx) { return list_notifications(tx, remote.id(), {}, Page{}); })
            .empty());
}

TEST_F(Notifications, a_block_either_way_silences_and_hides) {
    EXPECT_EQ(after(Kind::follow, bob), 1U);
    server.write([&](db::Tx& tx) { return block(tx, bob.id(), ann.id()); });
    EXPECT_EQ(list().size(), 0U);
    EXPECT_EQ(after(Kind::follow_request, bob), 0U);
    server.write([&](db::Tx& tx) { return unblock(tx, bob.id(), ann.id()); });
    EXPECT_EQ(list().size(), 1U);
    server.write([&](db::Tx& tx) { return block(tx, ann.id(), bob.id()); });
    EXPECT_EQ(after(Kind::follow_request, bob), 0U);
}

TEST_F(Notifications, a_mute_silences_only_when_it_says_so_and_while_it_lasts) {
    auto const mute_until = [&](bool hide, std::optional<Time> until) {
        server.write([&](db::Tx& tx) { return mute(tx, ann.id(), bob.id(), hide, until); });
    };
    mute_until(false, {});
    EXPECT_EQ(after(Kind::follow, bob), 1U);
    mute_until(true, server.clock().now() + std::chrono::hours(1));
    EXPECT_EQ(after(Kind::follow_request, bob), 1U);
    server.clock().advance(std::chrono::hours(2));
    EXPECT_EQ(after(Kind::follow_request, bob), 2U);
}

TEST_F(Notifications, a_muted_conversation_is_silent) {
    auto const post = server.post(ann, "x");
    auto const reply = server.post(bob, "@ann y", PostOptions{.in_reply_to = post.id});
    server.write([&](db::Tx& tx) { return mute_conversation(tx, ann.id(), post.conversation_id); });
    EXPECT_EQ(after(Kind::mention, bob, reply.id), 0U);
    server.write(
        [&](db::Tx& tx) { return unmute_conversation(tx, ann.id(), post.conversation_id); });
    EXPECT_EQ(after(Kind::mention, bob, reply.id), 1U);
}

TEST_F(Notifications, a_suspended_sender_is_silent_and_hidden) {
    EXPECT_EQ(after(Kind::follow, bob), 1U);
    suspend(bob);
    EXPECT_EQ(list().size(), 0U);
    EXPECT_EQ(after(Kind::follow_request, bob), 0U);
}

TEST_F(Notifications, no_private_post_is_told_to_somebody_outside_its_audience) {
    auto const secret = server.post(bob, "x", Visibility::private_);
    EXPECT_EQ(after(Kind::status, bob, secret.id), 0U);
    server.write([&](db::Tx& tx) { return follow(tx, ann.id(), bob.id(), {}); });
    EXPECT_EQ(after(Kind::status, bob, secret.id), 1U);
    auto const id = list().front().id;
    server.write([&](db::Tx& tx) { return remove_follower(tx, bob.id(), ann.id()); });
    EXPECT_EQ(list().size(), 0U);
    auto const loaded =
        server.db().read([&](db::Tx& tx) { return load_notification(tx, ann.id(), id); });
    EXPECT_EQ(loaded.error().code, Errc::not_found);
}

TEST_F(Notifications, lists_are_filtered_by_kind_and_sender) {
    auto const post = server.post(ann, "x");
    after(Kind::favourite, bob, post.id);
    after(Kind::boost, bob, post.id);
    after(Kind::follow, eve);
    EXPECT_EQ(list({.kinds = {Kind::follow}}).size(), 1U);
    EXPECT_EQ(list({.excluded_kinds = {Kind::follow}}).size(), 2U);
    EXPECT_EQ(list({.kinds = {Kind::follow, Kind::boost}, .excluded_kinds = {Kind::follow}}).size(),
              1U);
    EXPECT_EQ(list({.from = bob.id()}).size(), 2U);
}

TEST_F(Notifications, pages_go_down_and_up) {
    std::vector<StatusId> posts;
    for (int i = 0; i < 5; ++i) {
        posts.push_back(server.post(ann, "x").id);
        after(Kind::favourite, bob, posts.back());
    }
    auto const first = list({}, {.limit = 2});
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].status_id, posts[4]);
    auto const next = list({}, {.max_id = first[1].id.value, .limit = 2});
    EXPECT_EQ(next[0].status_id, posts[2]);
    auto const back = list({}, {.floor_id = next[1].id.value, .ascending = true, .limit = 2});
    ASSERT_EQ(back.size(), 2U);
    EXPECT_EQ(back[0].status_id, posts[3]);
    EXPECT_EQ(back[1].status_id, posts[2]);
}

TEST_F(Notifications, only_the_owner_reads_and_dismisses) {
    after(Kind::follow, bob);
    auto const id = list().front().id;
    auto const others =
        server.db().read([&](db::Tx& tx) { return load_notification(tx, eve.id(), id); });
    EXPECT_EQ(others.error().code, Errc::not_found);
    auto const dismiss = [&](Person const& who) {
        return server.db().write(
            [&](db::Tx& tx) { return dismiss_notification(tx, who.id(), id); });
    };
    EXPECT_EQ(dismiss(eve).error().code, Errc::not_found);
    EXPECT_TRUE(dismiss(ann));
    EXPECT_EQ(list().size(), 0U);
}

TEST_F(Notifications, clearing_touches_nobody_else) {
    after(Kind::follow, bob);
    server.write(
        [&](db::Tx& tx) { return notify(tx, eve.id(), Kind::follow, bob.id(), std::nullopt); });
    server.write([&](db::Tx& tx) { return clear_notifications(tx, ann.id()); });
    EXPECT_EQ(list().size(), 0U);
    EXPECT_EQ(server.read([&](db::Tx& tx) { return list_notifications(tx, eve.id(), {}, Page{}); })
                  .size(),
              1U);
}

TEST_F(Notifications, what_was_taken_back_is_taken_back_alone) {
    auto const post = server.post(ann, "x");
    after(Kind::favourite, bob, post.id);
    after(Kind::favourite, eve, post.id);
    after(Kind::follow, bob);
    server.write([&](db::Tx& tx) {
        return remove_notifications(tx, ann.id(), Kind::favourite, bob.id(), post.id);
    });
    EXPECT_EQ(list().size(), 2U);
    server.write([&](db::Tx& tx) {
        return remove_notifications(tx, ann.id(), Kind::follow, bob.id(), std::nullopt);
    });
    ASSERT_EQ(list().size(), 1U);
    EXPECT_EQ(list().front().from_account_id, eve.id());
}

TEST_F(Notifications, unread_ones_are_those_above_the_marker) {
    for (int i = 0; i < 4; ++i) after(Kind::favourite, bob, server.post(ann, "x").id);
    auto const unread = [&](std::int64_t most) {
        return server.read(
            [&](db::Tx& tx) { return count_unread_notifications(tx, ann.id(), {}, most); });
    };
    EXPECT_EQ(unread(100), 4);
    EXPECT_EQ(unread(3), 3);
    auto const second = list()[2].id.value;
    server.write(
        [&](db::Tx& tx) { return set_marker(tx, ann.id(), Timeline::notifications, second); });
    EXPECT_EQ(unread(100), 2);
}

TEST_F(Notifications, markers_count_their_versions) {
    auto const set = [&](Timeline timeline, std::int64_t id) {
        return server.write([&](db::Tx& tx) { return set_marker(tx, ann.id(), timeline, id); });
    };
    EXPECT_EQ(set(Timeline::home, 10).version, 1);
    server.clock().advance(std::chrono::minutes(1));
    auto const again = set(Timeline::home, 20);
    EXPECT_EQ(again.version, 2);
    EXPECT_EQ(again.last_read_id, 20);
    EXPECT_EQ(again.updated_at, server.clock().now());
    set(Timeline::notifications, 30);
    auto const markers = server.read([&](db::Tx& tx) { return list_markers(tx, ann.id()); });
    ASSERT_EQ(markers.size(), 2U);
    EXPECT_EQ(markers[1].last_read_id, 30);
    EXPECT_TRUE(server.read([&](db::Tx& tx) { return list_markers(tx, bob.id()); }).empty());
}

TEST_F(Notifications, telling_and_listing_cost_the_same_however_many_there_are) {
    auto const post = server.post(ann, "x");
    auto const tell = [&](Person const& from) {
        return server.statements([&] { after(Kind::favourite, from, post.id); });
    };
    auto const first = tell(bob);
    std::uint64_t last = 0;
    for (int i = 0; i < 15; ++i) last = tell(server.make_account(fmt::format("p{}", i)));
    EXPECT_EQ(first, last);
}

}  // namespace
}  // namespace skein::social
