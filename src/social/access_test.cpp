// What a credential that is remembered stands for, after whatever may change it.

#include "social/access.h"

#include <gtest/gtest.h>

#include "social/sign_ups.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

class Credentials : public ::testing::Test {
  protected:
    Result<Principal> by_token() { return server.server().part<Authenticator>().by_token(token); }
    Result<Principal> by_session() {
        return server.server().part<Authenticator>().by_session(session);
    }
    /// Both are in use, and so remembered.
    void SetUp() override {
        ASSERT_TRUE(by_token());
        ASSERT_TRUE(by_session());
        ASSERT_EQ(server.statements([&] {
            EXPECT_EQ(by_token()->account, ann.id());
            EXPECT_EQ(by_session()->account, ann.id());
        }),
                  0U);
    }
    template <class Change>
    void change_user(Change change) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto user, load_user(tx, ann.user->id));
            change(user);
            return update_user(tx, user);
        });
    }

    testing::TestServer server;
    testing::Person ann = server.make_account("ann");
    std::string token = server.token(ann);
    std::string session = server.session(ann);
};

TEST_F(Credentials, a_removed_token_opens_nothing_from_then_on) {
    auto const id = by_token()->token;
    server.write([&](db::Tx& tx) { return remove_token(tx, id); });
    EXPECT_EQ(by_token().error().code, Errc::unauthenticated);
    EXPECT_TRUE(by_session());
}

TEST_F(Credentials, a_removal_taken_back_changes_nothing) {
    auto const id = by_token()->token;
    auto const done = server.db().write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(remove_token(tx, id));
        return fail(Errc::conflict, "");
    });
    EXPECT_FALSE(done);
    EXPECT_TRUE(by_token());
}

TEST_F(Credentials, the_end_of_a_session_is_its_end) {
    auto const id = by_session()->session;
    server.write([&](db::Tx& tx) { return remove_session(tx, ann.user->id, id); });
    EXPECT_EQ(by_session().error().code, Errc::unauthenticated);
    EXPECT_TRUE(by_token());
}

TEST_F(Credentials, all_of_a_user_end_together) {
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(remove_tokens_of_user(tx, ann.user->id));
        return remove_sessions_of_user(tx, ann.user->id);
    });
    EXPECT_FALSE(by_token());
    EXPECT_FALSE(by_session());
}

TEST_F(Credentials, a_new_role_counts_at_once) {
    EXPECT_FALSE(by_token()->permissions.may(Permissions::manage_reports));
    change_user([](User& user) { user.role = Role::moderator; });
    EXPECT_TRUE(by_token()->permissions.may(Permissions::manage_reports));
    change_user([](User& user) { user.role = Role::user; });
    EXPECT_FALSE(by_token()->permissions.may(Permissions::manage_reports));
}

TEST_F(Credentials, a_disabled_login_is_disabled_at_once) {
    change_user([&](User& user) { user.disabled_at = server.clock().now(); });
    EXPECT_TRUE(by_token()->disabled);
    EXPECT_TRUE(by_session()->disabled);
}

TEST_F(Credentials, a_suspended_account_is_disabled_at_once) {
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, load_account(tx, ann.id()));
        account.state = AccountState::suspended;
        return update_account(tx, account);
    });
    EXPECT_FALSE(by_token()->active());
    EXPECT_FALSE(by_session()->active());
}

TEST_F(Credentials, a_refused_sign_up_is_nobody_at_once) {
    auto const bob = server.make_account("bob", {.approved = false});
    auto const bobs = server.token(bob);
    auto& authenticator = server.server().part<Authenticator>();
    ASSERT_TRUE(authenticator.by_token(bobs));
    server.write([&](db::Tx& tx) { return remove_sign_up(tx, bob.user->id); });
    EXPECT_EQ(authenticator.by_token(bobs).error().code, Errc::unauthenticated);
}

}  // namespace
}  // namespace skein::social
