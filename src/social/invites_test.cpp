#include "social/invites.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/server.h"
#include "social/account_removal.h"
#include "social/account_states.h"
#include "social/sign_ups.h"
#include "testing/test_server.h"

namespace skein::social {
namespace {

using testing::Person;
using testing::TestServer;

NewUser newcomer(std::string const& name) {
    NewUser fresh;
    fresh.username = name;
    fresh.email = name + "@mail.example";
    fresh.password_hash = "none";
    fresh.approved = true;
    return fresh;
}

void declare(Server& server) { server.settings<InviteConfig>(); }

struct Invites : ::testing::Test {
    TestServer server{
        {.features = {{"invites", declare}}, .settings = {{"invites.open_max", "3"}}}};
    Person ann = server.make_account("ann");

    Result<Invite> try_make(NewInvite fresh) {
        return server.db().write(
            [&](db::Tx& tx) { return insert_invite(server.server(), tx, fresh); });
    }
    Invite make(NewInvite fresh = {}) {
        if (!fresh.account_id) fresh.account_id = ann.id();
        return try_make(fresh).value();
    }
    Result<User> join(std::string name, std::string const& code) {
        return server.db().write([&](db::Tx& tx) -> Result<User> {
            TRY(auto user, sign_up(tx, server.server().keys(), newcomer(name)));
            TRY_OK(use_invite(server.server(), tx, code, user.id));
            return user;
        });
    }
    Invitation look(std::string const& code) {
        return server.read([&](db::Tx& tx) { return load_invitation(server.server(), tx, code); });
    }
    void set_mode(std::string_view mode) {
        server.write([&](db::Tx& tx) { return set_instance_text(tx, "registrations", mode); });
    }
    std::vector<InvitedUser> guests() {
        return server.read([](db::Tx& tx) { return list_invited_users(tx, {}, 10); });
    }
};

TEST_F(Invites, a_code_cannot_be_guessed_and_stands_in_an_address_as_it_is) {
    auto const one = make(), two = make();
    EXPECT_NE(one.code, two.code);
    EXPECT_GE(one.code.size(), 16U);
    for (auto const c : one.code)
        EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_') << c;
}

TEST_F(Invites, who_came_by_one_is_remembered_with_whom_brought_them) {
    auto const invite = make({.autofollow = true});
    auto const bob = join("bob", invite.code);
    ASSERT_TRUE(bob) << bob.error().message;
    ASSERT_EQ(guests().size(), 1U);
    EXPECT_EQ(guests()[0].guest_id, bob->account_id);
    auto const brought = [&](AccountId by) {
        return server.read([&](db::Tx& tx) { return list_invited_users(tx, by, 10); }).size();
    };
    EXPECT_EQ(brought(ann.id()), 1U);
    EXPECT_EQ(brought(bob->account_id), 0U);
    EXPECT_EQ(guests()[0].account_id, ann.id());
    EXPECT_TRUE(guests()[0].autofollow);
    EXPECT_EQ(look(invite.code).invite.uses, 1);
}

TEST_F(Invites, one_that_is_used_up_expired_or_revoked_lets_nobody_in_and_makes_nobody) {
    auto const once = make({.uses_max = 1});
    EXPECT_TRUE(join("bob", once.code));
    EXPECT_EQ(join("eve", once.code).error().code, Errc::gone);
    auto const brief = make({.lifetime = std::chrono::hours(1)});
    auto const revoked = make();
    server.write([&](db::Tx& tx) { return revoke_invite(tx, ann.id(), revoked.id); });
    server.write([&](db::Tx& tx) { return revoke_invite(tx, ann.id(), revoked.id); });
    EXPECT_EQ(join("eve", revoked.code).error().code, Errc::gone);
    EXPECT_TRUE(look(brief.code).open);
    server.clock().advance(std::chrono::hours(1));
    EXPECT_FALSE(look(brief.code).open);
    for (auto const& code : {brief.code, std::string("no-such-code"), std::string(500, 'x')})
        EXPECT_EQ(join("eve", code).error().code, Errc::gone) << code;
    auto const eve = server.read([](db::Tx& tx) { return find_account_by_name(tx, "eve", ""); });
    EXPECT_FALSE(eve);
}

TEST_F(Invites, of_many_who_come_at_once_no_more_get_in_than_may) {
    auto const invite = make({.uses_max = 3});
    std::atomic<int> in = 0, out = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            auto const joined = join("guest" + std::to_string(i), invite.code);
            if (joined) ++in;
            else if (joined.error().code == Errc::gone) ++out;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(in, 3);
    EXPECT_EQ(out, 5);
    EXPECT_EQ(look(invite.code).invite.uses, 3);
    EXPECT_EQ(guests().size(), 3U);
}

TEST_F(Invites, an_invite_is_worth_what_its_maker_is) {
    auto const invite = make();
    server.write([&](db::Tx& tx) { return suspend_account(tx, ann.account); });
    EXPECT_FALSE(look(invite.code).open);
    EXPECT_EQ(join("bob", invite.code).error().code, Errc::gone);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto const account, load_account(tx, ann.id()));
        return unsuspend_account(tx, account);
    });
    EXPECT_TRUE(look(invite.code).open);
    set_mode("closed");
    EXPECT_FALSE(look(invite.code).open) << "only staff may invite while sign-up is closed";
    auto const mod = server.make_account("marshal", {.role = Role::moderator});
    EXPECT_TRUE(look(make({.account_id = mod.id()}).code).open);
    EXPECT_TRUE(look(try_make({})->code).open) << "the server's own";
}

TEST_F(Invites, those_of_somebody_who_moved_away_let_nobody_in) {
    auto const invite = make();
    auto const far = server.make_account("ann", {.domain = "far.example"});
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, load_account(tx, ann.id()));
        account.moved_to_id = far.id();
        return update_account(tx, account);
    });
    EXPECT_FALSE(look(invite.code).open);
}

TEST_F(Invites, the_setting_says_who_may) {
    auto const person = permissions_of(Role::user), staff = permissions_of(Role::moderator);
    auto const may = [](std::string from, Registrations mode, Permissions who) {
        return may_invite(InviteConfig{.from = std::move(from)}, mode, who);
    };
    for (auto const mode : {Registrations::open, Registrations::approval, Registrations::closed}) {
        EXPECT_EQ(may("auto", mode, person), mode != Registrations::closed);
        EXPECT_TRUE(may("everybody", mode, person));
        EXPECT_FALSE(may("everybody", mode, {}));
        EXPECT_FALSE(may("staff", mode, person));
        EXPECT_FALSE(may("nobody", mode, permissions_of(Role::owner)));
        for (auto const* from : {"auto", "everybody", "staff"}) {
            EXPECT_TRUE(may(from, mode, staff));
            EXPECT_TRUE(may(from, mode, permissions_of(Role::owner)));
        }
    }
}

TEST_F(Invites, what_is_out_of_bounds_is_refused_and_so_is_one_open_link_too_many) {
    for (auto const& wrong : {NewInvite{.account_id = ann.id(), .uses_max = 0},
                              NewInvite{.account_id = ann.id(), .uses_max = 10'001},
                              NewInvite{.account_id = ann.id(), .lifetime = Duration{}},
                              NewInvite{.account_id = ann.id(), .lifetime = std::chrono::days(367)},
                              NewInvite{.account_id = ann.id(), .comment = std::string(421, 'x')}})
        EXPECT_EQ(try_make(wrong).error().code, Errc::unprocessable);
    auto const first = make();
    make();
    make({.lifetime = std::chrono::hours(1)});
    EXPECT_EQ(try_make({.account_id = ann.id()}).error().code, Errc::unprocessable);
    server.clock().advance(std::chrono::hours(2));
    EXPECT_TRUE(try_make({.account_id = ann.id()}));
    EXPECT_FALSE(try_make({.account_id = ann.id()}));
    server.write([&](db::Tx& tx) { return revoke_invite(tx, ann.id(), first.id); });
    EXPECT_TRUE(try_make({.account_id = ann.id()}));
    EXPECT_TRUE(try_make({}));
}

TEST_F(Invites, nobody_takes_back_what_is_somebody_elses) {
    auto const invite = make();
    auto const bob = server.make_account("bob");
    auto const refused =
        server.db().write([&](db::Tx& tx) { return revoke_invite(tx, bob.id(), invite.id); });
    EXPECT_EQ(refused.error().code, Errc::not_found);
    EXPECT_TRUE(look(invite.code).open);
}

TEST_F(Invites, whoever_never_came_in_leaves_room_for_another) {
    auto const invite = make({.uses_max = 1});
    auto const bob = join("bob", invite.code);
    server.write([&](db::Tx& tx) { return remove_sign_up(tx, bob->id); });
    EXPECT_TRUE(guests().empty());
    EXPECT_TRUE(join("cat", invite.code));
}

TEST_F(Invites, ended_ones_go_after_a_month_and_open_ones_stay) {
    auto const used = make({.uses_max = 1}), open = make();
    auto const brief = make({.lifetime = std::chrono::days(40)});
    EXPECT_TRUE(join("bob", used.code));
    auto const swept = [&] {
        return server.write([](db::Tx& tx) { return remove_ended_invites(tx, 10); });
    };
    EXPECT_EQ(swept(), 0);
    server.clock().advance(std::chrono::days(31));
    EXPECT_EQ(swept(), 1);
    server.clock().advance(std::chrono::days(31));
    EXPECT_EQ(swept(), 1);
    EXPECT_TRUE(look(open.code).open);
    EXPECT_EQ(guests()[0].account_id, ann.id()) << "what is remembered stays";
}

TEST_F(Invites, an_account_that_goes_takes_its_invites_along) {
    auto const invite = make();
    auto const bob = join("bob", invite.code);
    server.write([&](db::Tx& tx) { return remove_own_account(tx, ann.id()); });
    EXPECT_FALSE(look(invite.code).open);
    server.drain();
    auto const left = server.read([](db::Tx& tx) { return list_all_invites(tx, 10); });
    EXPECT_TRUE(left.empty());
    server.write([&](db::Tx& tx) { return remove_own_account(tx, bob->account_id); });
    EXPECT_TRUE(guests().empty());
}

TEST_F(Invites, what_a_code_is_worth_costs_the_same_however_many_there_are) {
    auto const first = make();
    auto const cost = [&] { return server.statements([&] { look(first.code); }); };
    auto const one = cost();
    for (int i = 0; i < 20; ++i) try_make({}).value();
    EXPECT_EQ(cost(), one);
}

}  // namespace
}  // namespace skein::social
