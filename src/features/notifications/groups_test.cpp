// Notifications in groups, over their routes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/notifications/feature.h"
#include "features/notifications/groups.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::notifications {
namespace {

using testing::Answer;
using ::testing::ElementsAre;
using testing::Person;
using testing::TestServer;

class Groups : public ::testing::Test {
  protected:
    Answer get(std::string const& target, std::string const& token) {
        return Answer(server.get(target, token));
    }
    Answer groups(std::string const& query = {}) {
        return get("/api/v2/notifications" + query, anns);
    }
    /// The value of one field of every group.
    static std::vector<std::string> each(Answer const& answer, std::string const& field) {
        std::vector<std::string> values;
        auto const count = answer.root().find("notification_groups")->elements().size();
        for (std::size_t i = 0; i < count; ++i)
            values.push_back(answer.at(fmt::format("notification_groups.{}.{}", i, field)));
        return values;
    }
    void favourite(Person const& who, social::Status const& post) {
        server.write([&](db::Tx& tx) { return social::add_favourite(tx, who.id(), post); });
    }
    void follow(Person const& who) {
        server.write([&](db::Tx& tx) { return social::follow(tx, who.id(), ann.id(), {}); });
    }
    Person crowd(int number) { return server.make_account(fmt::format("c{}", number)); }

    TestServer server{{.features = {{"notifications", install}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           eve = server.make_account("eve");
    std::string anns = server.token(ann), bobs = server.token(bob);
};

TEST_F(Groups, favourites_of_a_post_are_one_entry_with_the_latest_people) {
    auto const post = server.post(ann, "x");
    favourite(bob, post);
    favourite(eve, post);
    server.post(bob, "@ann hello");
    auto const all = groups();
    EXPECT_THAT(each(all, "type"), ElementsAre("mention", "favourite"));
    EXPECT_THAT(each(all, "notifications_count"), ElementsAre("1", "2"));
    EXPECT_EQ(all.at("notification_groups.1.sample_account_ids.0"), to_string(eve.id()));
    EXPECT_EQ(all.at("notification_groups.1.sample_account_ids.1"), to_string(bob.id()));
    EXPECT_EQ(all.at("notification_groups.1.status_id"), to_string(post.id));
    EXPECT_EQ(all.root().find("accounts")->elements().size(), 2U);
    EXPECT_EQ(all.root().find("statuses")->elements().size(), 2U);
    EXPECT_EQ(all.at("partial_accounts"), "absent");
    auto const single = get("/api/v1/notifications?types[]=favourite", anns);
    EXPECT_EQ(single.at("0.group_key"), all.at("notification_groups.1.group_key"));
    EXPECT_EQ(single.at("0.id"), all.at("notification_groups.1.page_max_id"));
    EXPECT_EQ(single.at("1.id"), all.at("notification_groups.1.page_min_id"));
    EXPECT_EQ(each(get("/api/v2_alpha/notifications", anns), "group_key"), each(all, "group_key"));
}

TEST_F(Groups, all_but_the_latest_people_can_come_in_short) {
    auto const post = server.post(ann, "x");
    favourite(bob, post);
    favourite(eve, post);
    auto const brief = groups("?expand_accounts=partial_avatars");
    EXPECT_EQ(brief.at("accounts.0.acct"), "eve");
    EXPECT_EQ(brief.at("accounts.1"), "absent");
    EXPECT_EQ(brief.at("partial_accounts.0.acct"), "bob");
    EXPECT_EQ(brief.at("partial_accounts.0.note"), "absent");
    EXPECT_EQ(groups("?expand_accounts=none").status(), 400);
}

TEST_F(Groups, only_the_types_asked_for_are_grouped) {
    auto const post = server.post(ann, "x");
    for (auto const& who : {bob, eve}) {
        favourite(who, post);
        follow(who);
    }
    EXPECT_THAT(each(groups(), "notifications_count"), ElementsAre("2", "2"));
    EXPECT_THAT(each(groups("?grouped_types[]=follow"), "type"),
                ElementsAre("follow", "favourite", "favourite"));
    EXPECT_THAT(each(groups("?grouped_types[]=birthday"), "notifications_count"),
                ElementsAre("1", "1", "1", "1"));
    EXPECT_TRUE(each(groups("?grouped_types[]=mention"), "group_key")[0].starts_with("ungrouped-"));
    EXPECT_THAT(each(groups("?types[]=follow"), "type"), ElementsAre("follow"));
    EXPECT_THAT(each(groups("?exclude_types[]=follow"), "type"), ElementsAre("favourite"));
    EXPECT_THAT(each(groups("?account_id=" + to_string(bob.id())), "type"),
                ElementsAre("follow", "favourite"));
    EXPECT_THAT(each(groups("?types[]=birthday"), "type"), ElementsAre());
}

TEST_F(Groups, three_pages_lose_nothing_while_the_list_grows) {
    std::vector<social::Status> posts;
    for (int i = 0; i < 9; ++i) {
        posts.push_back(server.post(ann, fmt::format("post {}", i)));
        favourite(bob, posts.back());
    }
    auto const everything = each(groups(), "group_key");
    ASSERT_EQ(everything.size(), 9U);
    std::vector<std::string> seen;
    std::string target = "/api/v2/notifications?limit=3";
    std::string first_back;
    for (int page = 0; page < 3; ++page) {
        auto const answer = get(target, anns);
        for (auto const& key : each(answer, "group_key")) seen.push_back(key);
        target = answer.next();
        if (page == 0) first_back = answer.previous();
        favourite(crowd(page), posts.back());                   // A group that was seen.
        favourite(crowd(page + 10), posts[std::size_t(page)]);  // One that was not.
        follow(crowd(page + 20));                               // And something new.
    }
    EXPECT_EQ(seen, everything);
    // What is new comes by `prev`: the groups that grew, and the follows.
    auto const fresh = get(first_back + "&limit=40", anns);
    EXPECT_EQ(each(fresh, "group_key").size(), 5U);
    EXPECT_EQ(each(fresh, "type").front(), "follow");
}

TEST_F(Groups, a_page_shows_a_group_as_it_is_below_its_cursor) {
    auto const post = server.post(ann, "x");
    favourite(bob, post);
    server.post(bob, "@ann between");
    favourite(eve, post);
    auto const first = groups("?limit=1");
    EXPECT_THAT(each(first, "type"), ElementsAre("favourite"));
    EXPECT_THAT(each(first, "page_min_id"), each(first, "page_max_id"));
    auto const second = get(first.next(), anns);
    EXPECT_THAT(each(second, "type"), ElementsAre("mention"));
    auto const third = get(second.next(), anns);
    EXPECT_THAT(each(third, "group_key"), each(first, "group_key"));
    EXPECT_THAT(each(third, "notifications_count"), ElementsAre("1"));
    EXPECT_EQ(third.at("notification_groups.0.sample_account_ids.0"), to_string(bob.id()));
}

TEST_F(Groups, one_is_shown_listed_and_dismissed_by_its_owner_alone) {
    auto const post = server.post(ann, "x");
    for (int i = 0; i < 10; ++i) favourite(crowd(i), post);
    auto const key = each(groups(), "group_key")[0];
    auto const one = "/api/v2/notifications/" + key;
    auto const shown = get(one, anns);
    EXPECT_EQ(shown.at("notification_groups.0.notifications_count"), "10");
    EXPECT_EQ(shown.at("notification_groups.0.page_min_id"), "absent");
    EXPECT_EQ(shown.root().find("accounts")->elements().size(), shown_accounts_max);
    EXPECT_EQ(get(one, bobs).status(), 404);
    EXPECT_EQ(get("/api/v2/notifications/favourite-x", anns).status(), 404);
    EXPECT_EQ(get("/api/v2/notifications/follow-" + key.substr(key.find('-') + 1), anns).status(),
              404);
    std::vector<std::string> people;
    for (std::string target = one + "/accounts?limit=4"; !target.empty();) {
        auto const page = get(target, anns);
        for (auto const& id : page.ids()) people.push_back(id);
        target = page.next();
    }
    EXPECT_EQ(people.size(), 10U);
    EXPECT_EQ(get(one + "/accounts", bobs).size(), 0U);
    EXPECT_EQ(server.post(one + "/dismiss", "{}", bobs).status, 200);
    EXPECT_EQ(each(groups(), "group_key").size(), 1U);
    EXPECT_EQ(server.post(one + "/dismiss", "{}", anns).status, 200);
    EXPECT_EQ(each(groups(), "group_key").size(), 0U);
    EXPECT_EQ(get(one, anns).status(), 404);
}

TEST_F(Groups, a_single_one_has_a_key_too) {
    server.post(bob, "@ann hello");
    auto const key = each(groups(), "group_key")[0];
    EXPECT_EQ(get("/api/v2/notifications/" + key, anns).at("notification_groups.0.type"),
              "mention");
    EXPECT_EQ(get("/api/v2/notifications/" + key + "/accounts", anns).at("0.acct"), "bob");
    EXPECT_EQ(get("/api/v2/notifications/" + key, bobs).status(), 404);
    server.post("/api/v2/notifications/" + key + "/dismiss", "{}", bobs);
    EXPECT_EQ(each(groups(), "type").size(), 1U);
    server.post("/api/v2/notifications/" + key + "/dismiss", "{}", anns);
    EXPECT_EQ(each(groups(), "type").size(), 0U);
}

TEST_F(Groups, people_blocked_since_are_not_shown_nor_do_they_hide_others) {
    auto const post = server.post(ann, "x");
    favourite(bob, post);
    favourite(eve, post);
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), eve.id()); });
    auto const all = groups();
    ASSERT_THAT(each(all, "type"), ElementsAre("favourite"));
    EXPECT_EQ(all.at("notification_groups.0.sample_account_ids.0"), to_string(bob.id()));
    EXPECT_EQ(all.at("notification_groups.0.sample_account_ids.1"), "absent");
    EXPECT_EQ(all.at("accounts.1"), "absent");
}

TEST_F(Groups, unread_ones_are_counted_as_groups) {
    auto const post = server.post(ann, "x");
    for (auto const& who : {bob, eve}) {
        favourite(who, post);
        follow(who);
    }
    auto const count = [&](std::string const& query = {}) {
        return get("/api/v2/notifications/unread_count" + query, anns).at("count");
    };
    EXPECT_EQ(count(), "2");
    EXPECT_EQ(count("?limit=1"), "1");
    EXPECT_EQ(count("?grouped_types[]=follow"), "3");
    EXPECT_EQ(count("?types[]=mention"), "0");
    EXPECT_EQ(get("/api/v1/notifications/unread_count", anns).at("count"), "4");
    auto const newest = each(groups(), "page_max_id")[0];
    server.post("/api/v1/markers", "notifications[last_read_id]=" + newest, anns);
    EXPECT_EQ(count(), "0");
    follow(crowd(1));
    EXPECT_EQ(count(), "1");
}

TEST_F(Groups, an_app_that_says_what_it_knows_gets_words_for_the_rest) {
    auto const owner = server.make_account("modest", {.role = social::Role::moderator});
    server.write([&](db::Tx& tx) {
        return social::notify(tx, owner.id(), social::NotificationKind::admin_sign_up, bob.id(),
                              std::nullopt);
    });
    auto const owners = server.token(owner);
    auto const list = get("/api/v1/notifications?supported_types[]=mention", owners);
    EXPECT_THAT(list.at("0.fallback.title"), ::testing::HasSubstr("bob</span></a></span> signed"));
    EXPECT_EQ(list.at("0.fallback.summary"), "null");
    EXPECT_EQ(get("/api/v1/notifications?supported_types[]=admin.sign_up", owners).at("0.fallback"),
              "absent");
    EXPECT_EQ(get("/api/v1/notifications", owners).at("0.fallback"), "absent");
    EXPECT_NE(get("/api/v2/notifications?supported_types[]=mention", owners)
                  .at("notification_groups.0.fallback.title"),
              "absent");
}

TEST_F(Groups, a_page_costs_the_same_however_long_and_however_large_its_groups) {
    std::vector<social::Status> posts;
    for (int i = 0; i < 6; ++i) posts.push_back(server.post(ann, "x"));
    for (int i = 0; i < 5; ++i) {
        auto const who = crowd(i);
        for (auto const& post : posts) favourite(who, post);
    }
    auto const cost = [&](int limit) {
        return server.statements(
            [&] { groups(fmt::format("?expand_accounts=partial_avatars&limit={}", limit)); });
    };
    cost(6);
    EXPECT_EQ(cost(6), cost(2));
}

}  // namespace
}  // namespace skein::notifications
