// Accounts, users, and how they get in.
#include <gtest/gtest.h>

#include <fstream>

#include "core/auth.h"
#include "social/access.h"
#include "social/accounts.h"
#include "social/relations.h"
#include "social/upkeep.h"
#include "social/users.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::Person;
using testing::TestServer;

db::Query<db::Bytes> const list_token_hashes{"test.people.token_hashes",
                                             "SELECT token_hash FROM access_tokens"};
db::Query<std::int64_t> const count_secrets{
    "test.people.secrets",
    "SELECT (SELECT COUNT(*) FROM one_time_tokens) + (SELECT COUNT(*) FROM idempotency_keys) + "
    "(SELECT COUNT(*) FROM sessions)"};
db::Query<std::int64_t> const count_apps{"test.people.apps", "SELECT COUNT(*) FROM apps"};

class People : public ::testing::Test {
  protected:
    Principal by_token(std::string const& token) { return authenticator().by_token(token).value(); }
    Errc refused(std::string const& token) { return authenticator().by_token(token).error().code; }
    Authenticator& authenticator() { return server.server().part<Authenticator>(); }
    template <class Deed>
    auto change(Deed&& deed) {
        return server.db().write(std::forward<Deed>(deed));
    }

    TestServer server;
};

// --- Accounts ---

TEST_F(People, usernames_are_checked) {
    for (auto const* good : {"a", "ann_2", "Ann", "123456789012345678901234567890"})
        EXPECT_TRUE(check_username(good)) << good;
    for (auto const* bad : {"", "a b", "a-b", "a.b", "änn", "1234567890123456789012345678901",
                            "admin", "ROOT", "instance_actor", "www", "a\n"})
        EXPECT_EQ(check_username(bad).error().code, Errc::unprocessable) << bad;
}

TEST_F(People, a_name_is_taken_in_every_case_but_only_on_its_server) {
    server.make_account("Ann");
    Account account;
    account.address = account.username = "aNN";
    account.fields = "[]";
    auto const taken = change([&](db::Tx& tx) { return insert_account(tx, account); });
    EXPECT_EQ(taken.error().code, Errc::unprocessable);
    server.make_account("ann", {.domain = "remote.example"});
    auto const found =
        server.read([](db::Tx& tx) { return find_account_by_name(tx, "ANN", "remote.example"); });
    EXPECT_EQ(found->acct(), "ann@remote.example");
}

TEST_F(People, a_changed_profile_has_a_higher_version) {
    auto account = server.make_account("ann").account;
    account.display_name = "Ann";
    server.write([&](db::Tx& tx) { return update_account(tx, account); });
    auto const stored = server.read([&](db::Tx& tx) { return load_account(tx, account.id); });
    EXPECT_EQ(stored.version, 2);
    EXPECT_EQ(stored.display_name, "Ann");
}

TEST_F(People, people_are_found_by_name_those_followed_first) {
    auto const me = server.make_account("me");
    auto const ann = server.make_account("ann");
    auto const annabel = server.make_account("annabel");
    auto const shown = server.make_account("x", {.display_name = "Joanna"});
    auto const remote = server.make_account("anne", {.domain = "remote.example"});
    server.write([&](db::Tx& tx) { return follow(tx, me.id(), annabel.id(), {}); });
    auto const search = [&](std::string_view text, bool following = false) {
        return server.read([&](db::Tx& tx) {
            return search_accounts(tx, me.id(), {std::string(text), following});
        });
    };
    auto const all = search("ann");
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0], annabel.id());
    EXPECT_EQ(all[1], ann.id());
    EXPECT_EQ(all.back(), shown.id());
    EXPECT_EQ(search("@anne@remote"), std::vector{remote.id()});
    EXPECT_EQ(search("ann", true), std::vector{annabel.id()});
    EXPECT_TRUE(search("%").empty());
    EXPECT_TRUE(search("_nn").empty());
    auto const empty =
        server.db().read([&](db::Tx& tx) { return search_accounts(tx, me.id(), {"@"}); });
    EXPECT_EQ(empty.error().code, Errc::bad_request);
}

// --- Users ---

TEST_F(People, an_address_is_found_by_its_index_and_opened_by_the_keys) {
    auto const ann = server.make_account("ann");
    auto const& keys = server.server().keys();
    auto const found =
        server.read([&](db::Tx& tx) { return find_user_by_email(tx, keys, "ann@mail.example"); });
    ASSERT_TRUE(found);
    EXPECT_EQ(email_of(*found, keys), "ann@mail.example");
    auto stolen = *found;
    stolen.id = UserId{99};
    EXPECT_FALSE(email_of(stolen, keys)) << "a row copied to another owner must not open";
    NewUser again;
    again.username = "other";
    again.email = "ann@mail.example";
    EXPECT_EQ(change([&](db::Tx& tx) { return insert_user(tx, keys, again); }).error().code,
              Errc::conflict);
    EXPECT_FALSE(server.read([](db::Tx& tx) { return find_account_by_name(tx, "other", ""); }));
}

TEST(PeopleOnDisk, no_address_and_no_secret_can_be_read_from_the_files) {
    TestServer server({.in_file = true});
    auto const ann = server.make_account("ann");
    auto const token = server.token(ann);
    auto const session = server.session(ann);
    server.write([&](db::Tx& tx) {
        return insert_one_time_token(
            tx, "one-time-secret",
            {Purpose::reset_password, ann.user->id, "", {}, tx.now() + std::chrono::hours(1)});
    });
    std::string everything;
    for (auto const& entry : std::filesystem::directory_iterator(server.directory())) {
        if (!entry.path().filename().string().starts_with("skein.db")) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        everything.append(std::istreambuf_iterator<char>(file), {});
    }
    if (everything.empty()) GTEST_SKIP() << "the database is not a file";
    EXPECT_NE(everything.find("ann"), std::string::npos);
    for (auto const& secret :
         {std::string("mail.example"), token, session, std::string("one-time-secret")})
        EXPECT_EQ(everything.find(secret), std::string::npos) << secret;
}

TEST_F(People, roles_have_their_permissions) {
    EXPECT_FALSE(permissions_of(Role::user).may(Permissions::manage_reports));
    EXPECT_TRUE(permissions_of(Role::moderator).may(Permissions::manage_reports));
    EXPECT_FALSE(permissions_of(Role::moderator).may(Permissions::manage_settings));
    EXPECT_TRUE(permissions_of(Role::owner).may(Permissions::manage_settings));
}

// --- Tokens and sessions ---

TEST_F(People, a_token_opens_what_its_scopes_say_until_it_is_removed) {
    auto const ann = server.make_account("ann", {.role = Role::moderator});
    auto const token = server.token(ann, "read write:statuses");
    auto const who = by_token(token);
    EXPECT_EQ(who.account, ann.id());
    EXPECT_TRUE(who.active());
    EXPECT_TRUE(who.scopes.grants_any("write:statuses"));
    EXPECT_FALSE(who.scopes.grants_any("write:media"));
    EXPECT_TRUE(who.permissions.may(Permissions::manage_reports));
    server.write([&](db::Tx& tx) { return remove_token(tx, who.token); });
    EXPECT_EQ(refused(token), Errc::unauthenticated);
    EXPECT_EQ(refused("never issued"), Errc::unauthenticated);
}

TEST_F(People, only_the_hash_of_a_token_is_stored) {
    auto const token = server.token(server.make_account("ann"));
    auto const hashes = server.read([](db::Tx& tx) { return tx.list(list_token_hashes); });
    ASSERT_EQ(hashes.size(), 1U);
    EXPECT_EQ(hashes[0], hash_secret(token));
    EXPECT_EQ(hashes[0].data.size(), 32U);
    EXPECT_EQ(hashes[0].data.find(token), std::string::npos);
}

TEST_F(People, a_token_without_a_user_is_an_app) {
    auto const who = by_token(server.app_token());
    EXPECT_TRUE(who.is_known());
    EXPECT_FALSE(who.is_user());
    EXPECT_FALSE(who.permissions.may(Permissions::invite_users));
}

TEST_F(People, the_state_of_a_login_is_seen_at_once) {
    auto const ann = server.make_account("ann");
    auto const token = server.token(ann);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, load_account(tx, ann.id()));
        account.state = AccountState::suspended;
        return update_account(tx, account);
    });
    EXPECT_TRUE(by_token(token).disabled);
    EXPECT_FALSE(by_token(token).active());
    auto const unconfirmed = server.make_account("bob", {.confirmed = false});
    EXPECT_FALSE(by_token(server.token(unconfirmed)).active());
    auto const waiting = server.make_account("eve", {.approved = false});
    EXPECT_FALSE(by_token(server.token(waiting)).active());
}

TEST_F(People, all_tokens_of_a_user_end_together) {
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    auto const one = server.token(ann), two = server.token(ann), other = server.token(bob);
    server.write([&](db::Tx& tx) { return remove_tokens_of_user(tx, ann.user->id); });
    EXPECT_EQ(refused(one), Errc::unauthenticated);
    EXPECT_EQ(refused(two), Errc::unauthenticated);
    EXPECT_EQ(by_token(other).account, bob.id());
}

TEST_F(People, sessions_are_listed_and_ended_by_their_owner_only) {
    auto const ann = server.make_account("ann"), bob = server.make_account("bob");
    auto const first = server.session(ann), second = server.session(ann);
    auto const list = [&](Person const& who) {
        return server.read([&](db::Tx& tx) { return list_sessions(tx, who.user->id); });
    };
    ASSERT_EQ(list(ann).size(), 2U);
    EXPECT_EQ(list(ann)[0].address_prefix, "127.0.0.0/24");
    auto const who = authenticator().by_session(first).value();
    EXPECT_EQ(who.account, ann.id());
    server.write([&](db::Tx& tx) { return remove_session(tx, bob.user->id, who.session); });
    EXPECT_EQ(list(ann).size(), 2U);
    server.write(
        [&](db::Tx& tx) { return remove_sessions_of_user(tx, ann.user->id, who.session); });
    EXPECT_TRUE(authenticator().by_session(first));
    EXPECT_EQ(authenticator().by_session(second).error().code, Errc::unauthenticated);
}

TEST_F(People, a_session_keeps_only_the_neighbourhood_of_an_address) {
    auto const ann = server.make_account("ann");
    auto const prefix_of = [&](std::string_view address) {
        server.clock().advance(std::chrono::seconds(1));
        return server.write([&](db::Tx& tx) -> Result<std::string> {
            TRY_OK(insert_session(tx, address, ann.user->id, "agent", address));
            TRY(auto const sessions, list_sessions(tx, ann.user->id));
            return sessions.front().address_prefix;
        });
    };
    EXPECT_EQ(prefix_of("198.51.100.77"), "198.51.100.0/24");
    EXPECT_EQ(prefix_of("2001:db8:1:2:3::4"), "2001:db8:1::/48");
    EXPECT_EQ(prefix_of("::1"), "::/48");
    EXPECT_EQ(prefix_of("nonsense"), "");
}

TEST_F(People, the_longest_unused_of_too_many_sessions_makes_room) {
    auto const ann = server.make_account("ann");
    auto const first = server.session(ann);
    for (int i = 0; i < sessions_per_user_max; ++i) {
        server.clock().advance(std::chrono::seconds(1));
        server.session(ann);
    }
    EXPECT_EQ(std::ssize(server.read([&](db::Tx& tx) { return list_sessions(tx, ann.user->id); })),
              sessions_per_user_max);
    EXPECT_FALSE(authenticator().by_session(first));
}

// --- Links sent by mail ---

TEST_F(People, a_one_time_token_works_once_in_time_and_for_its_purpose) {
    auto const ann = server.make_account("ann");
    server.write([&](db::Tx& tx) {
        return insert_one_time_token(tx, "secret",
                                     {Purpose::reset_password, ann.user->id, "bound",
                                      db::Bytes{"payload"}, tx.now() + std::chrono::hours(1)});
    });
    auto const take = [&](Purpose purpose) {
        return server.write([&](db::Tx& tx) { return take_one_time_token(tx, "secret", purpose); });
    };
    EXPECT_FALSE(take(Purpose::confirm_email));
    EXPECT_TRUE(server.read(
        [](db::Tx& tx) { return find_one_time_token(tx, "secret", Purpose::reset_password); }));
    auto const taken = take(Purpose::reset_password);
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->user_id, ann.user->id);
    EXPECT_EQ(taken->bound_to, "bound");
    EXPECT_EQ(taken->payload.data, "payload");
    EXPECT_FALSE(take(Purpose::reset_password));
}

TEST_F(People, what_a_user_asked_for_is_found_by_its_purpose_until_it_expires_or_is_ended) {
    auto const user = server.make_account("asker").user->id;
    auto const insert = [&](std::string_view secret, Purpose purpose) {
        server.write([&](db::Tx& tx) {
            return insert_one_time_token(
                tx, secret, {purpose, user, "state", {}, tx.now() + std::chrono::hours(1)});
        });
    };
    auto const found = [&](Purpose purpose) {
        return server.read([&](db::Tx& tx) { return find_link_of_user(tx, user, purpose); })
            .has_value();
    };
    insert("one", Purpose::ask_email_change);
    insert("two", Purpose::reset_password);
    EXPECT_TRUE(found(Purpose::ask_email_change));
    EXPECT_FALSE(found(Purpose::change_email));
    server.write(
        [&](db::Tx& tx) { return remove_links_of_user(tx, user, Purpose::ask_email_change); });
    EXPECT_FALSE(found(Purpose::ask_email_change));
    EXPECT_TRUE(found(Purpose::reset_password));
    server.clock().advance(std::chrono::hours(1));
    EXPECT_FALSE(found(Purpose::reset_password));
}

TEST_F(People, an_expired_one_time_token_is_none) {
    server.write([&](db::Tx& tx) {
        return insert_one_time_token(
            tx, "secret",
            {Purpose::first_owner, std::nullopt, "", {}, tx.now() + std::chrono::hours(1)});
    });
    server.clock().advance(std::chrono::hours(1));
    EXPECT_FALSE(server.write(
        [](db::Tx& tx) { return take_one_time_token(tx, "secret", Purpose::first_owner); }));
}

// --- Upkeep ---

TEST_F(People, what_has_expired_is_swept) {
    auto const ann = server.make_account("ann");
    auto const post = server.post(ann, "x");
    server.session(ann);
    server.write([&](db::Tx& tx) -> Result<void> {
        for (int i = 0; i < 450; ++i)
            TRY_OK(remember_key(tx, ann.id(), fmt::format("key {}", i), post.id));
        return insert_one_time_token(tx, "secret",
                                     {Purpose::first_owner, std::nullopt, "", {}, tx.now()});
    });
    ASSERT_TRUE(sweep_expired_secrets(server.server()));
    ASSERT_TRUE(sweep_old_sessions(server.server()));
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_secrets); }), 451);
    server.clock().advance(std::chrono::days(366));
    ASSERT_TRUE(sweep_expired_secrets(server.server()));
    ASSERT_TRUE(sweep_old_sessions(server.server()));
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_secrets); }), 0);
}

TEST_F(People, apps_nobody_authorised_are_swept_and_others_are_not) {
    server.app_token();
    App unused;
    unused.client_id = "unused";
    unused.name = "Unused";
    server.write([&](db::Tx& tx) { return insert_app(tx, unused); });
    ASSERT_TRUE(sweep_unused_apps(server.server()));
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_apps); }), 2);
    server.clock().advance(std::chrono::days(8));
    ASSERT_TRUE(sweep_unused_apps(server.server()));
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(count_apps); }), 1);
    EXPECT_FALSE(server.read([](db::Tx& tx) { return find_app_by_client_id(tx, "unused"); }));
}

}  // namespace
}  // namespace skein::social
