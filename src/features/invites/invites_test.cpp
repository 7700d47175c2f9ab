#include <gtest/gtest.h>

#include "core/server.h"
#include "features/invites/feature.h"
#include "social/account_states.h"
#include "social/instance.h"
#include "social/invites.h"
#include "social/relations.h"
#include "social/sign_ups.h"
#include "testing/answer.h"
#include "testing/browser.h"

namespace skein::invites {
namespace {

using testing::Answer;
using testing::body_of;
using testing::Browser;
using testing::Person;
using testing::TestServer;

class InviteRoutes : public ::testing::Test {
  protected:
    Answer make(std::string const& body = "", std::string const& token = {}) {
        return Answer(server.post("/api/v1/skein/invites", body, token.empty() ? anns : token));
    }
    Answer list(std::string const& query = "", std::string const& token = {}) {
        return Answer(server.get("/api/v1/skein/invites" + query, token.empty() ? anns : token));
    }
    int revoke(std::string const& id, std::string const& token) {
        return server.del("/api/v1/skein/invites/" + id, token).status;
    }
    void set_mode(std::string_view mode) {
        server.write(
            [&](db::Tx& tx) { return social::set_instance_text(tx, "registrations", mode); });
    }
    /// Somebody comes by this code.
    social::User come(std::string const& name, std::string const& code) {
        social::NewUser fresh;
        fresh.username = name;
        fresh.email = name + "@mail.example";
        fresh.password_hash = "none";
        fresh.approved = true;
        return server.write([&](db::Tx& tx) -> Result<social::User> {
            TRY(auto made, social::sign_up(tx, server.server().keys(), fresh));
            TRY_OK(social::use_invite(server.server(), tx, code, made.id));
            return made;
        });
    }
    /// The same, and proves their address.
    AccountId join(std::string name, std::string const& code) {
        auto const user = come(name, code);
        EXPECT_FALSE(follows(user.account_id)) << "not before the address is proven";
        server.write(
            [&](db::Tx& tx) { return social::confirm_user(tx, server.server().keys(), user.id); });
        server.drain();
        return user.account_id;
    }
    bool follows(AccountId guest) {
        return server.read([&](db::Tx& tx) { return social::is_following(tx, guest, ann.id()); });
    }
    std::string command(std::string_view name, std::map<std::string, std::string> options = {},
                        std::vector<std::string> arguments = {}) {
        std::string printed;
        CommandCall call;
        call.arguments = std::move(arguments);
        call.options = std::move(options);
        call.out = [&](std::string_view line) { printed += std::string(line) + "\n"; };
        for (auto const& one : server.server().commands())
            if (one.name == name)
                if (auto const done = one.run(server.server(), call); !done)
                    return "failed: " + done.error().message;
        return printed;
    }

    TestServer server{{.features = {{"invites", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(InviteRoutes, one_is_made_listed_and_taken_back) {
    auto const one = make("max_uses=5&expires_in=3600&autofollow=1&comment=for the choir");
    ASSERT_EQ(one.status(), 200) << one.error();
    EXPECT_EQ(one.at("url"), "https://skein.example/invite/" + one.at("code"));
    EXPECT_EQ(one.at("max_uses"), "5");
    EXPECT_EQ(one.at("uses"), "0");
    EXPECT_EQ(one.at("autofollow"), "true");
    EXPECT_EQ(one.at("comment"), "for the choir");
    EXPECT_EQ(one.at("expires_at"), to_rfc3339(server.clock().now() + std::chrono::hours(1)));
    EXPECT_EQ(one.at("ended"), "false");
    EXPECT_EQ(make().at("expires_at"), "null");
    EXPECT_EQ(list().size(), 2U);
    EXPECT_EQ(list("", bobs).size(), 0U) << "only its maker sees it";
    EXPECT_EQ(revoke(one.at("id"), bobs), 404);
    EXPECT_EQ(revoke(one.at("id"), anns), 200);
    EXPECT_EQ(list().at("1.ended"), "true");
    EXPECT_NE(list().at("1.revoked_at"), "null");
}

TEST_F(InviteRoutes, whoever_may_not_is_refused) {
    EXPECT_EQ(server.get("/api/v1/skein/invites").status, 401);
    EXPECT_EQ(make("", server.token(ann, "read")).status(), 403);
    EXPECT_EQ(list("", server.token(ann, "read")).status(), 403) << "codes let people in";
    for (auto const* wrong : {"max_uses=0", "max_uses=10001", "expires_in=0", "expires_in=-5",
                              "expires_in=9223372036854775807", "max_uses=many"})
        EXPECT_EQ(make(wrong).status(), 422) << wrong;
    EXPECT_EQ(make("comment=" + std::string(421, 'x')).status(), 422);
    set_mode("closed");
    EXPECT_EQ(make().status(), 403);
    auto const mod = server.make_account("marshal", {.role = social::Role::moderator});
    EXPECT_EQ(make("", server.token(mod)).status(), 200);
}

TEST_F(InviteRoutes, the_list_is_paged_while_it_grows) {
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) ids.insert(ids.begin(), make().at("id"));
    auto const first = list("?limit=2");
    EXPECT_EQ(first.ids(), (std::vector{ids[0], ids[1]}));
    make();
    Answer const second(server.get(first.next(), anns));
    EXPECT_EQ(second.ids(), (std::vector{ids[2], ids[3]}));
    make();
    Answer const third(server.get(second.next(), anns));
    EXPECT_EQ(third.ids(), std::vector{ids[4]});
    EXPECT_EQ(Answer(server.get(third.previous(), anns)).ids(), (std::vector{ids[2], ids[3]}));
}

TEST_F(InviteRoutes, many_cost_what_one_costs) {
    make();
    auto const cost = [&] { return server.statements([&] { list(); }); };
    auto const one = cost();
    for (int i = 0; i < 10; ++i) make();
    EXPECT_EQ(cost(), one);
}

TEST_F(InviteRoutes, newcomers_follow_who_brought_them_where_that_was_asked_for) {
    EXPECT_TRUE(follows(join("cat", make("autofollow=true").at("code"))));
    EXPECT_FALSE(follows(join("dan", make().at("code"))));
}

TEST_F(InviteRoutes, whoever_moved_away_brings_nobody_and_is_followed_by_nobody) {
    auto const cat = come("cat", make("autofollow=true").at("code"));
    auto const far = server.make_account("ann", {.domain = "far.example"});
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, ann.id()));
        account.moved_to_id = far.id();
        TRY_OK(social::update_account(tx, account));
        return social::confirm_user(tx, server.server().keys(), cat.id);
    });
    server.drain();
    EXPECT_FALSE(follows(cat.account_id));
    EXPECT_EQ(server.server().jobs().figures()->dead, 0);
    EXPECT_EQ(make().status(), 403);
}

TEST_F(InviteRoutes, a_locked_inviter_is_asked_and_one_who_is_shut_out_followed_by_nobody) {
    auto const code = make("autofollow=true").at("code");
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY(auto account, social::load_account(tx, ann.id()));
        account.locked = true;
        return social::update_account(tx, account);
    });
    auto const cat = join("cat", code);
    EXPECT_FALSE(follows(cat));
    auto const asked = server.read(
        [&](db::Tx& tx) { return social::list_relationships(tx, cat, std::vector{ann.id()}); });
    EXPECT_TRUE(asked[0].requested);
    auto const dan = come("dan", code);
    server.write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::block(tx, ann.id(), dan.account_id));
        return social::confirm_user(tx, server.server().keys(), dan.id);
    });
    server.drain();
    EXPECT_EQ(server.read([&](db::Tx& tx) { return social::count_follow_requests(tx, ann.id()); }),
              1);
}

TEST_F(InviteRoutes, the_page_makes_links_and_takes_them_back) {
    Browser browser(server);
    browser.cookies()["__Host-skein_session"] = server.session(ann);
    auto const open = [&] { return body_of(browser.open("/settings/invites")); };
    auto const send = [&](std::string const& path, Browser::FormFields fields) {
        open();
        return browser.send(path, std::move(fields));
    };
    auto const made =
        send("/settings/invites",
             {{"people", "3"}, {"days", "7"}, {"comment", "a <b>"}, {"autofollow", "1"}});
    EXPECT_EQ(made.status, 303) << body_of(made);
    auto const page = open();
    EXPECT_TRUE(page.contains("https://skein.example/invite/"));
    EXPECT_TRUE(page.contains("used 0 of 3 times"));
    EXPECT_TRUE(page.contains("a &lt;b&gt;"));
    EXPECT_EQ(send("/settings/invites", {{"people", "none"}, {"days", "400"}}).status, 422);
    auto const own =
        server.read([&](db::Tx& tx) { return social::list_invites_by(tx, ann.id(), {}); });
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0].expires_at, server.clock().now() + std::chrono::days(7));
    EXPECT_EQ(send("/settings/invites/" + to_string(own[0].id) + "/revoke", {}).status, 303);
    EXPECT_FALSE(open().contains("/revoke\""));
    set_mode("closed");
    EXPECT_TRUE(open().contains("You cannot invite people at the moment"));
}

TEST_F(InviteRoutes, the_command_line_makes_lists_and_revokes_them) {
    EXPECT_EQ(command("invite list"), "There are no invites.\n");
    EXPECT_EQ(command("invite guests"), "Nobody came by an invite.\n");
    auto link = command("invite create", {{"uses", "2"}, {"days", "3"}, {"comment", "choir"}});
    ASSERT_TRUE(link.starts_with("https://skein.example/invite/")) << link;
    link.pop_back();
    auto const code = link.substr(link.rfind('/') + 1);
    EXPECT_EQ(command("invite create", {{"uses", "0"}}).substr(0, 6), "failed");
    EXPECT_EQ(command("invite create", {{"days", "367"}}).substr(0, 6), "failed");
    set_mode("closed");
    join("cat", code);
    auto const listed = command("invite list");
    EXPECT_TRUE(listed.contains(code + "  runs "));
    EXPECT_TRUE(listed.contains("by the server, used 1 of 2, until "));
    EXPECT_TRUE(listed.contains(": choir"));
    EXPECT_TRUE(command("invite guests").contains("cat came by an invite of the server"));
    EXPECT_EQ(command("invite revoke", {}, {link}), "Revoked.\n");
    EXPECT_TRUE(command("invite list").contains(code + "  ended"));
    EXPECT_EQ(command("invite revoke", {}, {"wrong"}), "failed: There is no invite wrong.");
}

}  // namespace
}  // namespace skein::invites
