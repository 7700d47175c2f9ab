#include "social/moves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/events.h"
#include "social/events.h"
#include "social/notifications.h"
#include "social/reactions.h"
#include "social/relations.h"
#include "social/standing.h"
#include "social/statuses.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using ::testing::ElementsAre;
using testing::Person;
using testing::TestServer;

struct Told {
    std::vector<std::string> words;
};
template <class Event>
Result<void> note(db::Tx& tx, Event const&) {
    tx.board().part<Told>().words.emplace_back(Event::name);
    return {};
}
void listen(Server& server) {
    server.on<AccountUpdated>(note<AccountUpdated>);
    server.on<AccountMoved>(note<AccountMoved>);
    server.on<AccountRemoved>(note<AccountRemoved>);
}

class Moves : public ::testing::Test {
  protected:
    void follows(Person const& who, Person const& whom, FollowOptions const& options = {}) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY_OK(follow(tx, who.id(), whom.id(), options));
            if (!whom.account.local()) TRY_OK(accept_follow_request(tx, whom.id(), who.id()));
            return {};
        });
    }
    Relationship between(Person const& viewer, Person const& target) {
        auto const id = target.id();
        return server
            .read(
                [&](db::Tx& tx) { return list_relationships(tx, viewer.id(), std::span(&id, 1)); })
            .front();
    }
    Errc code(std::function<Result<void>(db::Tx&)> const& deed) {
        auto const done = server.db().write(deed);
        return done ? Errc::internal : done.error().code;
    }
    std::vector<std::string> told() {
        return std::exchange(server.server().part<Told>().words, {});
    }

    TestServer server{{.features = {{"listener", listen}}}};
    Person ann = server.make_account("ann"), ann2 = server.make_account("ann2"),
           bob = server.make_account("bob"), cy = server.make_account("cy"),
           rae = server.make_account("rae", {.domain = "old.example"}),
           rae2 = server.make_account("rae2", {.domain = "new.example"});
};

TEST_F(Moves, aliases_are_bounded_and_told) {
    told();
    server.write([&](db::Tx& tx) -> Result<void> {
        for (std::size_t i = 0; i < aliases_max; ++i)
            TRY_OK(add_alias(tx, ann.id(), "https://a.example/" + std::to_string(i)));
        return {};
    });
    EXPECT_EQ(told().size(), aliases_max);
    EXPECT_EQ(code([&](db::Tx& tx) { return add_alias(tx, ann.id(), "https://b.example/"); }),
              Errc::unprocessable);
    server.write([&](db::Tx& tx) { return remove_alias(tx, ann.id(), "https://a.example/0"); });
    auto const left = server.read([&](db::Tx& tx) { return list_aliases(tx, ann.id()); });
    EXPECT_EQ(left.size(), aliases_max - 1);
    EXPECT_EQ(left.front(), "https://a.example/1");
}

TEST_F(Moves, followers_here_come_along_with_their_options) {
    follows(bob, ann, {.show_boosts = false, .notify = true, .languages = {{"de"}}});
    follows(ann2, ann);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(mute(tx, cy.id(), ann.id(), true, {}));
        return move_account(tx, ann.id(), ann2.id());
    });
    EXPECT_THAT(told(), ::testing::Contains("AccountMoved"));
    server.drain();
    auto const now = between(bob, ann2);
    EXPECT_TRUE(now.following);
    EXPECT_FALSE(now.showing_boosts);
    EXPECT_TRUE(now.notifying);
    EXPECT_THAT(now.languages, ElementsAre("de"));
    EXPECT_FALSE(between(bob, ann).following);
    EXPECT_FALSE(between(ann2, ann).following);
    EXPECT_TRUE(between(cy, ann2).muting);
}

TEST_F(Moves, who_moved_neither_posts_nor_is_followed_nor_moves_again_at_once) {
    server.write([&](db::Tx& tx) { return move_account(tx, ann.id(), ann2.id()); });
    EXPECT_EQ(code([&](db::Tx& tx) -> Result<void> {
                  StatusDraft draft;
                  draft.author = ann.id();
                  TRY_OK(publish_status(tx, draft));
                  return {};
              }),
              Errc::forbidden);
    EXPECT_EQ(code([&](db::Tx& tx) { return check_not_moved(tx, ann.id()); }), Errc::forbidden);
    EXPECT_EQ(code([&](db::Tx& tx) { return follow(tx, bob.id(), ann.id(), {}); }),
              Errc::forbidden);
    server.write([&](db::Tx& tx) { return end_move(tx, ann.id()); });
    server.post(ann, "back");
    EXPECT_EQ(code([&](db::Tx& tx) { return move_account(tx, ann.id(), bob.id()); }),
              Errc::unprocessable);
    server.clock().advance(move_pause + std::chrono::seconds(1));
    server.write([&](db::Tx& tx) { return move_account(tx, ann.id(), bob.id()); });
}

TEST_F(Moves, nobody_moves_to_themselves_or_to_who_has_moved) {
    EXPECT_EQ(code([&](db::Tx& tx) { return move_account(tx, ann.id(), ann.id()); }),
              Errc::unprocessable);
    server.write([&](db::Tx& tx) { return move_account(tx, ann.id(), ann2.id()); });
    EXPECT_EQ(code([&](db::Tx& tx) { return move_account(tx, bob.id(), ann.id()); }),
              Errc::unprocessable);
}

TEST_F(Moves, a_move_elsewhere_is_followed_once_a_week) {
    follows(bob, rae);
    follows(cy, rae);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(block(tx, rae2.id(), cy.id()));
        return follow_move(tx, rae.id(), rae2.id());
    });
    EXPECT_EQ(std::ranges::count(told(), "AccountMoved"), 0) << "only ours are told of";
    server.drain();
    EXPECT_TRUE(between(bob, rae2).requested);
    EXPECT_FALSE(between(bob, rae).following);
    EXPECT_TRUE(between(cy, rae).following) << "who may not follow the new one keeps the old";
    EXPECT_EQ(code([&](db::Tx& tx) { return follow_move(tx, rae.id(), ann.id()); }),
              Errc::conflict);
    server.clock().advance(remote_move_pause + std::chrono::seconds(1));
    server.write([&](db::Tx& tx) { return follow_move(tx, rae.id(), ann.id()); });
}

TEST_F(Moves, a_removed_account_leaves_nothing_but_an_empty_row) {
    follows(bob, rae);
    follows(rae, bob);
    auto const own = server.post(bob, "x");
    auto const post = server.post(rae, "gone");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(add_favourite(tx, rae.id(), own));
        TRY_OK(add_reaction(tx, {own.id, rae.id(), "🎉", ""}, false));
        TRY_OK(notify(tx, bob.id(), NotificationKind::favourite, rae.id(), own.id));
        TRY_OK(boost_status(tx, {.account = rae.id()}, own));
        return remove_account(tx, rae.id());
    });
    EXPECT_THAT(told(), ::testing::Contains("AccountRemoved"));
    auto const row = server.read([&](db::Tx& tx) { return load_account(tx, rae.id()); });
    EXPECT_EQ(row.state, AccountState::suspended);
    EXPECT_EQ(row.display_name, "");
    server.drain();
    EXPECT_FALSE(server.read([&](db::Tx& tx) { return find_status(tx, post.id); }));
    EXPECT_FALSE(between(bob, rae).following);
    EXPECT_FALSE(between(bob, rae).followed_by);
    EXPECT_TRUE(
        server.read([&](db::Tx& tx) { return list_reactions(tx, own.id, AccountId{}); }).empty());
    EXPECT_TRUE(
        server.read([&](db::Tx& tx) { return list_favourited_by(tx, bob.id(), own.id, {}); })
            .empty());
    EXPECT_TRUE(
        server.read([&](db::Tx& tx) { return list_notifications(tx, bob.id(), {}, Page{}); })
            .empty());
    auto const again = server.make_account("rae", {.domain = "old.example"});
    EXPECT_NE(again.id(), rae.id()) << "the address is free for somebody else";
    EXPECT_EQ(code([&](db::Tx& tx) { return remove_account(tx, bob.id()); }), Errc::unprocessable);
}

// --- Reactions ---

TEST_F(Moves, reactions_are_bounded_replaced_and_taken_back) {
    auto const post = server.post(ann, "x");
    auto const react = [&](std::string emoji, bool replace) {
        return server.db().write(
            [&](db::Tx& tx) { return add_reaction(tx, {post.id, rae.id(), emoji, ""}, replace); });
    };
    auto const count = [&] {
        return server.read([&](db::Tx& tx) { return list_reactions(tx, post.id, rae.id()); })
            .size();
    };
    for (std::int64_t i = 0; i < reactions_per_account_max; ++i)
        ASSERT_TRUE(react("e" + std::to_string(i), false));
    EXPECT_EQ(react("one_more", false).error().code, Errc::unprocessable);
    EXPECT_TRUE(react("e1", false)) << "it is there already";
    EXPECT_EQ(react("", false).error().code, Errc::unprocessable);
    EXPECT_EQ(react(std::string(reaction_bytes_max + 1, 'x'), false).error().code,
              Errc::unprocessable);
    ASSERT_TRUE(react("🎉", true));
    EXPECT_EQ(count(), 1U);
    server.write([&](db::Tx& tx) { return remove_reaction(tx, {post.id, rae.id(), "🎉", ""}); });
    EXPECT_EQ(count(), 0U);
    ASSERT_TRUE(react("🎉", false));
    server.write([&](db::Tx& tx) { return remove_status(tx, post, true); });
    EXPECT_EQ(count(), 0U) << "with the post";
}

}  // namespace
}  // namespace skein::social
