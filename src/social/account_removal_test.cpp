#include "social/account_removal.h"

#include <gtest/gtest.h>

#include "social/access.h"
#include "social/account_states.h"
#include "social/conversations.h"
#include "social/moves.h"
#include "social/notifications.h"
#include "social/relations.h"
#include "social/standing.h"
#include "social/statuses.h"
#include "social/users.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::Person;

class AccountRemoval : public ::testing::Test {
  protected:
    Result<void> remove(Person const& who) {
        return server.db().write([&](db::Tx& tx) { return remove_own_account(tx, who.id()); });
    }
    Errc code_of(Result<void> const& done) { return done ? Errc::internal : done.error().code; }
    void follows(Person const& who, Person const& whom) {
        server.write([&](db::Tx& tx) { return follow(tx, who.id(), whom.id(), {}); });
    }
    std::int64_t posts_of(Person const& who) {
        static db::Query<std::int64_t> const count{
            "removal_test.posts", "SELECT COUNT(*) FROM statuses WHERE account_id = $1"};
        return server.read([&](db::Tx& tx) { return tx.load(count, who.id()); });
    }
    AccountStats stats(Person const& who) {
        return server.read([&](db::Tx& tx) { return load_account_stats(tx, who.id()); });
    }
    /// Tables in which something of this account is left.
    std::vector<std::string> left_of(Person const& who) {
        std::vector<std::string> left;
        server.read([&](db::Tx& tx) -> Result<void> {
            for (auto const* sql : tables()) {
                TRY(auto const rows, tx.load(*sql, who.id()));
                if (rows > 0) left.emplace_back(sql->name());
            }
            return {};
        });
        return left;
    }

    testing::TestServer server;
    Person ann = server.make_account("ann"), bob = server.make_account("bob");

  private:
    static std::vector<db::Query<std::int64_t> const*> tables() {
#define COUNT_OF(variable, table, column)          \
    static db::Query<std::int64_t> const variable{ \
        "removal_test." table "." column, "SELECT COUNT(*) FROM " table " WHERE " column " = $1"}
        COUNT_OF(statuses, "statuses", "account_id");
        COUNT_OF(follows, "follows", "account_id");
        COUNT_OF(followed, "follows", "target_id");
        COUNT_OF(blocks, "blocks", "account_id");
        COUNT_OF(blocked, "blocks", "target_id");
        COUNT_OF(mutes, "mutes", "account_id");
        COUNT_OF(muted, "mutes", "target_id");
        COUNT_OF(notes, "account_notes", "account_id");
        COUNT_OF(favourites, "favourites", "account_id");
        COUNT_OF(bookmarks, "bookmarks", "account_id");
        COUNT_OF(notices, "notifications", "account_id");
        COUNT_OF(caused, "notifications", "from_account_id");
        COUNT_OF(markers, "markers", "account_id");
        COUNT_OF(home, "home_entries", "account_id");
        COUNT_OF(homes, "homes", "account_id");
        COUNT_OF(conversations, "conversations", "account_id");
        COUNT_OF(letters, "conversation_statuses", "account_id");
        COUNT_OF(media, "media_attachments", "account_id");
        COUNT_OF(aliases, "account_aliases", "account_id");
        COUNT_OF(users, "users", "account_id");
#undef COUNT_OF
        return {&statuses, &follows,       &followed,  &blocks,  &blocked, &mutes,   &muted,
                &notes,    &favourites,    &bookmarks, &notices, &caused,  &markers, &home,
                &homes,    &conversations, &letters,   &media,   &aliases, &users};
    }
};

TEST_F(AccountRemoval, locks_out_and_empties_at_once) {
    auto const token = server.token(ann);
    auto const session = server.session(ann);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, load_account(tx, ann.id()));
        account.display_name = "Ann";
        account.note = account.note_html = "words";
        account.locked = true;
        return update_account(tx, account);
    });
    ASSERT_TRUE(remove(ann));
    auto& authenticator = server.server().part<Authenticator>();
    EXPECT_FALSE(authenticator.by_token(token));
    EXPECT_FALSE(authenticator.by_session(session));
    auto const row = server.read([&](db::Tx& tx) { return load_account(tx, ann.id()); });
    EXPECT_EQ(row.state, AccountState::suspended);
    EXPECT_EQ(row.username, "ann");
    EXPECT_EQ(row.display_name + row.note + row.note_html, "");
    EXPECT_FALSE(row.locked);
    EXPECT_FALSE(server.read([&](db::Tx& tx) { return find_user_by_account(tx, ann.id()); }));
}

TEST_F(AccountRemoval, keeps_the_name_and_frees_the_address) {
    ASSERT_TRUE(remove(ann));
    server.drain();
    auto const again = [&](std::string username, std::string const& email) {
        NewUser fresh;
        fresh.username = std::move(username);
        fresh.email = email;
        return server.db().write(
            [&](db::Tx& tx) { return insert_user(tx, server.server().keys(), fresh); });
    };
    auto const same = again("Ann", "other@mail.example");
    ASSERT_FALSE(same);
    EXPECT_EQ(same.error().code, Errc::unprocessable);
    EXPECT_TRUE(again("ann2", ann.email));
    auto const gone = [&](std::string_view name) {
        return server.read([&](db::Tx& tx) { return was_removed(tx, name); });
    };
    EXPECT_TRUE(gone("ANN"));
    EXPECT_FALSE(gone("bob"));
    EXPECT_FALSE(gone("nobody"));
}

TEST_F(AccountRemoval, leaves_nothing_of_what_was_made_and_kept) {
    auto const theirs = server.post(bob, "to be liked");
    follows(ann, bob);
    follows(bob, ann);
    auto const eve = server.make_account("eve"), kim = server.make_account("kim");
    for (int i = 0; i < 25; ++i) server.post(ann, "post " + std::to_string(i));
    server.post(ann, "psst @bob", Visibility::direct);
    server.post(bob, "hello @ann");
    server.drain();
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(add_favourite(tx, ann.id(), theirs));
        TRY_OK(add_bookmark(tx, ann.id(), theirs));
        TRY_OK(boost_status(tx, {.account = ann.id()}, theirs));
        TRY_OK(block(tx, ann.id(), eve.id()));
        TRY_OK(block(tx, kim.id(), ann.id()));
        TRY_OK(mute(tx, ann.id(), kim.id(), true, {}));
        TRY_OK(mute(tx, eve.id(), ann.id(), true, {}));
        TRY_OK(set_account_note(tx, ann.id(), bob.id(), "a friend"));
        TRY_OK(add_alias(tx, ann.id(), "https://old.example/users/ann"));
        return notify(tx, bob.id(), NotificationKind::favourite, ann.id(), theirs.id);
    });
    server.drain();
    EXPECT_GE(left_of(ann).size(), 12U) << "there is something to remove";
    ASSERT_TRUE(remove(ann));
    EXPECT_FALSE(left_of(ann).empty()) << "the rest follows in jobs";
    server.drain();
    EXPECT_EQ(left_of(ann), std::vector<std::string>{});
    EXPECT_EQ(stats(bob).followers_count, 0);
    EXPECT_EQ(stats(bob).following_count, 0);
    EXPECT_TRUE(server.read([&](db::Tx& tx) { return find_status(tx, theirs.id); }))
        << "what others wrote stays";
    EXPECT_EQ(left_of(eve), (std::vector<std::string>{"removal_test.homes.account_id",
                                                      "removal_test.users.account_id"}));
}

TEST_F(AccountRemoval, goes_on_where_it_was_interrupted) {
    for (int i = 0; i < 60; ++i) server.post(ann, "post " + std::to_string(i));
    server.drain();
    // As a stop between two writes of the job would leave it; the job itself would go on meanwhile.
    EXPECT_EQ(remove_content(server.server(), ann.id(), 2), false);
    EXPECT_EQ(posts_of(ann), 20) << "some are gone, some are left";
    ASSERT_TRUE(remove(ann));
    server.drain();
    EXPECT_EQ(left_of(ann), std::vector<std::string>{});
}

TEST_F(AccountRemoval, a_post_that_many_boosted_is_not_one_big_write) {
    std::vector<Person> fans;
    for (int i = 0; i < 60; ++i) fans.push_back(server.make_account("fan" + std::to_string(i)));
    auto const loved = server.post(ann, "loved"), liked = server.post(ann, "liked");
    server.write([&](db::Tx& tx) -> Result<void> {
        for (auto const& fan : fans) {
            TRY_OK(boost_status(tx, {.account = fan.id()}, loved));
            TRY_OK(add_favourite(tx, fan.id(), liked));
            TRY_OK(add_favourite(tx, fan.id(), loved));
        }
        return {};
    });
    server.drain();
    auto const boosts = [&] {
        return std::ranges::count_if(fans, [&](auto const& fan) { return posts_of(fan) == 1; });
    };
    ASSERT_EQ(boosts(), 60);
    EXPECT_EQ(remove_content(server.server(), ann.id(), 1), false);
    EXPECT_EQ(boosts(), 10) << "a batch of them, and no more in this write";
    EXPECT_EQ(posts_of(ann), 2);
    EXPECT_EQ(remove_content(server.server(), ann.id(), 1), false);
    EXPECT_EQ(boosts(), 0);
    EXPECT_EQ(posts_of(ann), 2);
    EXPECT_EQ(remove_content(server.server(), ann.id()), true);
    EXPECT_EQ(posts_of(ann), 0);
    server.drain();
    EXPECT_EQ(stats(fans[0]).statuses_count, 0);
}

TEST_F(AccountRemoval, is_refused_where_it_would_do_harm) {
    auto const owner = server.make_account("olga", {.role = Role::owner});
    EXPECT_EQ(code_of(remove(owner)), Errc::unprocessable) << "the only owner";
    auto const oskar = server.make_account("oskar", {.role = Role::owner});
    server.make_account("otto", {.role = Role::owner, .confirmed = false});
    server.make_account("odo", {.role = Role::owner, .approved = false});
    auto const shut_out = [&](auto const& change) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, load_account(tx, oskar.id()));
            return change(tx, std::move(account));
        });
        return code_of(remove(owner));
    };
    EXPECT_EQ(shut_out(suspend_account), Errc::unprocessable) << "nobody else can enter";
    EXPECT_EQ(shut_out([](db::Tx& tx, Account account) -> Result<void> {
                  TRY_OK(unsuspend_account(tx, account));
                  TRY(account, load_account(tx, account.id));
                  return memorialize_account(tx, account);
              }),
              Errc::unprocessable);
    auto const set_disabled = [](bool disabled) {
        return [disabled](db::Tx& tx, Account account) -> Result<void> {
            if (account.memorial) TRY_OK(end_memorial(tx, account));
            TRY(auto user, find_user_by_account(tx, account.id));
            user->disabled_at = disabled ? std::optional(tx.now()) : std::nullopt;
            return update_user(tx, *user);
        };
    };
    EXPECT_EQ(shut_out(set_disabled(true)), Errc::unprocessable);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, load_account(tx, oskar.id()));
        return set_disabled(false)(tx, std::move(account));
    });
    EXPECT_TRUE(remove(owner));
    EXPECT_EQ(code_of(remove(owner)), Errc::not_found) << "twice";
    auto const far = server.make_account("far", {.domain = "far.example"});
    EXPECT_EQ(code_of(remove(far)), Errc::unprocessable);
}

class AccountStates : public ::testing::Test {
  protected:
    Result<void> decide(Person const& who, Result<void> (*change)(db::Tx&, Account)) {
        return server.db().write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, load_account(tx, who.id()));
            return change(tx, std::move(account));
        });
    }
    Account row(Person const& who) {
        return server.read([&](db::Tx& tx) { return load_account(tx, who.id()); });
    }
    testing::TestServer server;
    Person ann = server.make_account("ann");
    Person far = server.make_account("far", {.domain = "far.example"});
};

TEST_F(AccountStates, nobody_acts_for_an_account_in_memoriam) {
    auto const token = server.token(ann);
    auto const session = server.session(ann);
    auto const version = row(ann).version;
    ASSERT_TRUE(decide(ann, memorialize_account));
    EXPECT_TRUE(row(ann).memorial);
    EXPECT_GT(row(ann).version, version);
    auto& authenticator = server.server().part<Authenticator>();
    EXPECT_FALSE(authenticator.by_session(session));
    auto const who = authenticator.by_token(token);
    ASSERT_TRUE(who);
    EXPECT_TRUE(who->disabled);
    auto const draft = server.db().write([&](db::Tx& tx) {
        StatusDraft draft;
        draft.author = ann.id();
        draft.text = draft.content = "from beyond";
        return publish_status(tx, draft);
    });
    ASSERT_FALSE(draft);
    EXPECT_EQ(draft.error().code, Errc::forbidden);
    ASSERT_TRUE(decide(ann, end_memorial));
    EXPECT_FALSE(authenticator.by_token(token).value().disabled);
    EXPECT_FALSE(decide(ann, end_memorial)) << "it is not in memoriam";
    EXPECT_FALSE(decide(far, memorialize_account)) << "its own server says so";
}

TEST_F(AccountStates, limits_are_set_and_taken_back) {
    for (auto const* who : {&ann, &far}) {
        ASSERT_TRUE(decide(*who, limit_account));
        EXPECT_TRUE(decide(*who, limit_account)) << "again";
        EXPECT_EQ(row(*who).state, AccountState::limited);
        ASSERT_TRUE(decide(*who, unlimit_account));
        EXPECT_EQ(row(*who).state, AccountState::active);
        EXPECT_FALSE(decide(*who, unlimit_account));
        EXPECT_FALSE(decide(*who, unsuspend_account)) << "it is not suspended";
        ASSERT_TRUE(decide(*who, limit_account));
        EXPECT_FALSE(decide(*who, unsuspend_account));
        EXPECT_EQ(row(*who).state, AccountState::limited) << "which that does not lift";
        ASSERT_TRUE(decide(*who, suspend_account));
        EXPECT_FALSE(decide(*who, limit_account)) << "suspended is more";
        ASSERT_TRUE(decide(*who, unsuspend_account));
        EXPECT_EQ(row(*who).state, AccountState::active);
    }
}

TEST_F(AccountStates, who_may_act_is_answered_alike_everywhere) {
    auto const alike = [&](Person const& who, bool expected) {
        server.read([&](db::Tx& tx) -> Result<void> {
            TRY(auto const account, load_account(tx, who.id()));
            TRY(auto const user, find_user_by_account(tx, who.id()));
            TRY(auto const asked, may_act(tx, who.id()));
            EXPECT_EQ(asked, expected) << account.username;
            EXPECT_EQ(user && may_act(*user, account), expected) << account.username;
            return {};
        });
    };
    alike(ann, true);
    alike(far, false);
    alike(server.make_account("new", {.confirmed = false}), false);
    alike(server.make_account("waits", {.approved = false}), false);
    ASSERT_TRUE(decide(ann, limit_account));
    alike(ann, true);
    ASSERT_TRUE(decide(ann, suspend_account));
    alike(ann, false);
    ASSERT_TRUE(decide(ann, unsuspend_account));
    ASSERT_TRUE(decide(ann, memorialize_account));
    alike(ann, false);
    ASSERT_TRUE(decide(ann, end_memorial));
    alike(ann, true);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto user, find_user_by_account(tx, ann.id()));
        user->disabled_at = tx.now();
        return update_user(tx, *user);
    });
    alike(ann, false);
    server.write([&](db::Tx& tx) { return remove_own_account(tx, ann.id()); });
    alike(ann, false);
}

TEST_F(AccountStates, what_was_deleted_does_not_come_back) {
    server.write([&](db::Tx& tx) { return remove_own_account(tx, ann.id()); });
    auto const back = decide(ann, unsuspend_account);
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error().code, Errc::unprocessable);
    EXPECT_FALSE(decide(ann, memorialize_account));
}

}  // namespace
}  // namespace skein::social
