#include <gtest/gtest.h>

#include "features/notifications/feature.h"
#include "social/domains.h"
#include "social/reactions.h"
#include "social/relations.h"
#include "social/reports.h"
#include "testing/answer.h"

namespace skein::notifications {
namespace {

using testing::Answer;
using testing::Person;
using testing::TestServer;

class Notifications : public ::testing::Test {
  protected:
    Answer get(std::string const& target, std::string const& token = {}) {
        return Answer(server.get(target, token));
    }
    std::vector<std::string> types(std::string const& token, std::string const& query = {}) {
        server.drain();
        std::vector<std::string> types;
        auto const list = get("/api/v1/notifications" + query, token);
        for (auto const& one : list.root().elements()) types.emplace_back(one.get_text("type"));
        return types;
    }
    template <class Deed>
    void write(Deed deed) {
        server.write(deed);
    }
    void follow(Person const& who, Person const& whom, bool notify = false) {
        write([&](db::Tx& tx) {
            return social::follow(tx, who.id(), whom.id(), {.notify = notify});
        });
    }

    using Types = std::vector<std::string>;
    TestServer server{{.features = {{"notifications", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(Notifications, who_is_mentioned_is_told) {
    auto const post = server.post(bob, "Hello @ann and @ann");
    server.post(ann, "Talking of @ann myself");
    auto const list = get("/api/v1/notifications", anns);
    EXPECT_EQ(list.size(), 1U);
    EXPECT_EQ(list.at("0.type"), "mention");
    EXPECT_EQ(list.at("0.account.acct"), "bob");
    EXPECT_EQ(list.at("0.status.id"), to_string(post.id));
    EXPECT_EQ(types(bobs), Types{});
}

TEST_F(Notifications, a_favourite_and_a_boost_are_told_until_they_are_taken_back) {
    auto const post = server.post(ann, "Hello");
    write([&](db::Tx& tx) { return social::add_favourite(tx, bob.id(), post); });
    write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::boost_status(
            tx, {.account = bob.id(), .visibility = social::Visibility::public_}, post));
        return {};
    });
    EXPECT_EQ(types(anns), (Types{"reblog", "favourite"}));
    EXPECT_EQ(get("/api/v1/notifications", anns).at("0.status.id"), to_string(post.id));
    write([&](db::Tx& tx) { return social::unboost_status(tx, bob.id(), post); });
    write([&](db::Tx& tx) { return social::remove_favourite(tx, bob.id(), post); });
    EXPECT_EQ(types(anns), Types{});
}

TEST_F(Notifications, a_follow_is_told_and_a_request_until_it_is_answered) {
    follow(bob, ann);
    EXPECT_EQ(types(anns), Types{"follow"});
    write([&](db::Tx& tx) { return social::unfollow(tx, bob.id(), ann.id()); });
    EXPECT_EQ(types(anns), Types{});
    auto const shy = server.make_account("shy", {.locked = true});
    auto const shys = server.token(shy);
    follow(bob, shy);
    EXPECT_EQ(types(shys), Types{"follow_request"});
    write([&](db::Tx& tx) { return social::accept_follow_request(tx, shy.id(), bob.id()); });
    EXPECT_EQ(types(shys), Types{});
}

TEST_F(Notifications, followers_who_asked_for_it_are_told_of_every_post) {
    auto const carol = server.make_account("carol");
    follow(bob, ann, true);
    follow(carol, ann);
    auto const first = server.post(ann, "News");
    server.post(ann, "More", {.in_reply_to = first.id});
    server.post(ann, "Letter to @carol", social::Visibility::direct);
    server.post(ann, "Answer", {.in_reply_to = server.post(carol, "Question").id});
    EXPECT_EQ(types(bobs), (Types{"status", "status"}));
    EXPECT_EQ(types(server.token(carol), "?types[]=status"), Types{});
}

TEST_F(Notifications, who_boosted_is_told_of_the_newest_edit) {
    auto const post = server.post(ann, "First");
    write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::boost_status(
            tx, {.account = bob.id(), .visibility = social::Visibility::public_}, post));
        return {};
    });
    for (auto const* text : {"Second", "Third"}) {
        write([&](db::Tx& tx) -> Result<void> {
            TRY(auto const now, social::load_status(tx, post.id));
            social::StatusEdit edit;
            edit.text = edit.content = text;
            TRY_OK(social::edit_status(tx, now, edit));
            return {};
        });
        EXPECT_EQ(types(bobs), Types{"update"});
    }
}

TEST_F(Notifications, what_one_may_not_see_any_more_is_not_listed) {
    follow(bob, ann, true);
    server.post(ann, "For followers", social::Visibility::private_);
    EXPECT_EQ(types(bobs), Types{"status"});
    write([&](db::Tx& tx) { return social::unfollow(tx, bob.id(), ann.id()); });
    EXPECT_EQ(types(bobs), Types{});
}

TEST_F(Notifications, muted_and_blocked_people_tell_nothing) {
    write([&](db::Tx& tx) { return social::mute(tx, ann.id(), bob.id(), true, std::nullopt); });
    server.post(bob, "Hello @ann");
    EXPECT_EQ(types(anns), Types{});
    write([&](db::Tx& tx) { return social::unmute(tx, ann.id(), bob.id()); });
    write([&](db::Tx& tx) { return social::block(tx, ann.id(), bob.id()); });
    server.post(bob, "Hello again @ann");
    EXPECT_EQ(types(anns), Types{});
}

TEST_F(Notifications, a_list_can_be_narrowed_and_paged) {
    auto const post = server.post(ann, "Hello");
    auto const carol = server.make_account("carol");
    for (auto const& who : {bob, carol}) {
        write([&](db::Tx& tx) { return social::add_favourite(tx, who.id(), post); });
        follow(who, ann);
    }
    EXPECT_EQ(types(anns, "?types[]=follow"), (Types{"follow", "follow"}));
    EXPECT_EQ(types(anns, "?exclude_types[]=follow&exclude_types[]=mention"),
              (Types{"favourite", "favourite"}));
    EXPECT_EQ(types(anns, "?types[]=birthday"), Types{});
    EXPECT_EQ(types(anns, "?account_id=" + to_string(carol.id())), (Types{"follow", "favourite"}));
    std::vector<std::string> seen;
    for (std::string target = "/api/v1/notifications?limit=3"; !target.empty();) {
        auto const page = get(target, anns);
        for (auto const& id : page.ids()) seen.push_back(id);
        target = page.next();
    }
    EXPECT_EQ(seen, get("/api/v1/notifications", anns).ids());
    auto const count = [&](int limit) {
        return server.statements(
            [&] { get(fmt::format("/api/v1/notifications?limit={}", limit), anns); });
    };
    count(4);
    EXPECT_EQ(count(4), count(2));
}

TEST_F(Notifications, each_is_shown_counted_and_dismissed_by_its_owner_alone) {
    server.post(bob, "Hello @ann");
    follow(bob, ann);
    auto const ids = get("/api/v1/notifications", anns).ids();
    ASSERT_EQ(ids.size(), 2U);
    auto const one = "/api/v1/notifications/" + ids[0];
    EXPECT_EQ(get(one, anns).at("type"), "follow");
    EXPECT_EQ(get(one, bobs).status(), 404);
    EXPECT_EQ(get("/api/v1/notifications/unread_count", anns).at("count"), "2");
    EXPECT_EQ(get("/api/v1/notifications/unread_count?limit=1", anns).at("count"), "1");
    server.post("/api/v1/markers", "notifications[last_read_id]=" + ids[1], anns);
    EXPECT_EQ(get("/api/v1/notifications/unread_count", anns).at("count"), "1");
    EXPECT_EQ(server.post(one + "/dismiss", "{}", bobs).status, 404);
    EXPECT_EQ(server.post(one + "/dismiss", "{}", anns).status, 200);
    EXPECT_EQ(get("/api/v1/notifications", anns).size(), 1U);
    EXPECT_EQ(server.post("/api/v1/notifications/clear", "{}", anns).status, 200);
    EXPECT_EQ(get("/api/v1/notifications", anns).size(), 0U);
    EXPECT_EQ(get("/api/v1/notifications").status(), 401);
    EXPECT_EQ(get("/api/v1/notifications", server.token(ann, "write")).status(), 403);
}

TEST_F(Notifications, markers_are_kept_and_counted_up) {
    EXPECT_EQ(get("/api/v1/markers", anns).at("home"), "absent");
    Answer const first(server.post("/api/v1/markers", R"({"home":{"last_read_id":"12"}})", anns));
    EXPECT_EQ(first.at("home.last_read_id"), "12");
    EXPECT_EQ(first.at("notifications"), "absent");
    Answer const second(server.post("/api/v1/markers", "home[last_read_id]=13", anns));
    EXPECT_EQ(second.at("home.version"), "2");
    EXPECT_EQ(get("/api/v1/markers?timeline[]=home", anns).at("home.last_read_id"), "13");
    EXPECT_EQ(get("/api/v1/markers?timeline[]=home", bobs).at("home"), "absent");
    EXPECT_EQ(server.post("/api/v1/markers", "home[last_read_id]=x", anns).status, 422);
}

TEST_F(Notifications, a_favourite_beside_a_reaction_is_told_until_both_are_taken_back) {
    auto const post = server.post(ann, "Hello");
    social::Reaction const reaction{post.id, bob.id(), "🎉", ""};
    auto const add = [&] {
        write([&](db::Tx& tx) { return social::add_favourite(tx, bob.id(), post); });
        write([&](db::Tx& tx) { return social::add_reaction(tx, reaction, false); });
    };
    add();
    write([&](db::Tx& tx) { return social::remove_reaction(tx, reaction); });
    EXPECT_EQ(types(anns), Types{"favourite"});
    add();
    write([&](db::Tx& tx) { return social::remove_favourite(tx, bob.id(), post); });
    EXPECT_EQ(types(anns), Types{"favourite"});
    write([&](db::Tx& tx) { return social::remove_reaction(tx, reaction); });
    EXPECT_EQ(types(anns), Types{});
}

TEST_F(Notifications, a_reaction_is_told_as_a_favourite_until_the_last_is_taken_back) {
    auto const post = server.post(ann, "Hello");
    auto const react = [&](std::string emoji, bool add) {
        social::Reaction const reaction{post.id, bob.id(), std::move(emoji), ""};
        write([&](db::Tx& tx) {
            return add ? social::add_reaction(tx, reaction, false)
                       : social::remove_reaction(tx, reaction);
        });
    };
    react("🎉", true);
    react("👍", true);
    EXPECT_EQ(types(anns), Types{"favourite"});
    react("🎉", false);
    EXPECT_EQ(types(anns), Types{"favourite"});
    EXPECT_EQ(get("/api/v1/notifications", anns).at("0.status.favourites_count"), "0");
    react("👍", false);
    EXPECT_EQ(types(anns), Types{});
}

TEST_F(Notifications, moderators_are_told_of_each_report_with_the_report) {
    auto const mod = server.make_account("modest", {.role = social::Role::moderator});
    auto const mods = server.token(mod);
    social::Report report;
    report.account_id = bob.id();
    report.comment = "Look";
    for (auto const& target : {ann.id(), mod.id()}) {
        report.target_id = target;
        write([&](db::Tx& tx) -> Result<void> {
            TRY_OK(social::file_report(tx, report));
            return {};
        });
    }
    EXPECT_EQ(types(anns), Types{});
    auto const list = get("/api/v1/notifications", mods);
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list.at("1.type"), "admin.report");
    EXPECT_EQ(list.at("1.account.acct"), "bob");
    EXPECT_EQ(list.at("1.report.comment"), "Look");
    EXPECT_EQ(list.at("1.report.target_account.acct"), "ann");
    EXPECT_EQ(list.at("0.report.target_account.acct"), "modest");
}

TEST_F(Notifications, who_lost_follows_is_told_by_what) {
    auto const eve = server.make_account("eve", {.domain = "bad.example"});
    write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(social::follow(tx, eve.id(), ann.id(), {}));
        return social::block_domain(tx, ann.id(), "bad.example");
    });
    auto const list = get("/api/v1/notifications", anns);
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list.at("0.type"), "severed_relationships");
    EXPECT_EQ(list.at("0.account.acct"), "ann");
    EXPECT_EQ(list.at("0.event.type"), "user_domain_block");
    EXPECT_EQ(list.at("0.event.target_name"), "bad.example");
    EXPECT_EQ(list.at("0.event.followers_count"), "1");
    EXPECT_EQ(list.at("0.event.purged"), "false");
}

}  // namespace
}  // namespace skein::notifications
