// Policies and requests, over their routes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/events.h"
#include "features/notifications/feature.h"
#include "social/events.h"
#include "social/relations.h"
#include "testing/answer.h"

namespace skein::notifications {
namespace {

using testing::Answer;
using ::testing::ElementsAre;
using testing::Person;
using testing::TestServer;

struct Merged {
    int times = 0;
};
void listen(Server& server) {
    server.on<social::NotificationsMerged>(
        [](db::Tx& tx, social::NotificationsMerged const&) -> Result<void> {
            ++tx.board().part<Merged>().times;
            return {};
        });
}

class Requests : public ::testing::Test {
  protected:
    Answer get(std::string const& target, std::string const& token) {
        return Answer(server.get(target, token));
    }
    Answer post(std::string const& target, std::string const& token, std::string body = "{}") {
        return Answer(server.post(target, std::move(body), token));
    }
    Answer patch(std::string const& target, std::string const& body) {
        return Answer(server.request(http::Method::patch, target, {.token = anns, .body = body}));
    }
    Answer list() { return get("/api/v1/notifications/requests", anns); }
    std::size_t told(std::string const& query = {}) {
        return get("/api/v1/notifications" + query, anns).size();
    }
    social::Status word(Person const& from) {
        return server.post(from, "@ann psst", social::Visibility::direct);
    }
    int merged() { return server.server().part<Merged>().times; }

    TestServer server{{.features = {{"notifications", install}, {"listener", listen}}}};
    Person ann = server.make_account("ann"), bob = server.make_account("bob"),
           eve = server.make_account("eve");
    std::string anns = server.token(ann), bobs = server.token(bob);
    std::string const policy = "/api/v2/notifications/policy",
                      old_policy = "/api/v1/notifications/policy",
                      requests = "/api/v1/notifications/requests";
};

TEST_F(Requests, a_policy_is_shown_and_changed_field_by_field) {
    auto const first = get(policy, anns);
    EXPECT_EQ(first.at("for_not_following"), "accept");
    EXPECT_EQ(first.at("for_private_mentions"), "filter");
    EXPECT_EQ(first.at("for_limited_accounts"), "filter");
    EXPECT_EQ(first.at("summary.pending_requests_count"), "0");
    auto const changed =
        patch(policy, R"({"for_not_followers":"drop","for_new_accounts":"filter"})");
    EXPECT_EQ(changed.status(), 200);
    EXPECT_EQ(changed.at("for_not_followers"), "drop");
    EXPECT_EQ(changed.at("for_private_mentions"), "filter");
    EXPECT_EQ(patch(policy, R"({"for_new_accounts":"maybe"})").status(), 422);
    EXPECT_EQ(get(policy, anns).at("for_new_accounts"), "filter");
    EXPECT_EQ(get(policy, bobs).at("for_not_followers"), "accept");
    EXPECT_EQ(get(policy, {}).status(), 401);
    EXPECT_EQ(get(policy, server.token(ann, "write")).status(), 403);
}

TEST_F(Requests, the_older_form_says_yes_and_no_and_keeps_what_it_has_no_word_for) {
    patch(policy, R"({"for_not_followers":"drop"})");
    auto const shown = get(old_policy, anns);
    EXPECT_EQ(shown.at("filter_not_followers"), "true");
    EXPECT_EQ(shown.at("filter_private_mentions"), "true");
    EXPECT_EQ(shown.at("filter_not_following"), "false");
    Answer const changed(server.put(
        old_policy,
        R"({"filter_not_followers":true,"filter_not_following":true,"filter_private_mentions":false})",
        anns));
    EXPECT_EQ(changed.at("filter_not_following"), "true");
    EXPECT_EQ(get(policy, anns).at("for_not_followers"), "drop");
    EXPECT_EQ(get(policy, anns).at("for_not_following"), "filter");
    EXPECT_EQ(get(policy, anns).at("for_private_mentions"), "accept");
    EXPECT_EQ(patch(old_policy, R"({"filter_not_following":false})").at("filter_not_following"),
              "false");
}

TEST_F(Requests, what_waits_is_a_request_until_it_is_accepted) {
    word(bob);
    auto const last = word(bob);
    EXPECT_EQ(told(), 0U);
    EXPECT_EQ(told("?include_filtered=true"), 2U);
    auto const all = list();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.at("0.account.acct"), "bob");
    EXPECT_EQ(all.at("0.notifications_count"), "2");
    EXPECT_EQ(all.at("0.last_status.id"), to_string(last.id));
    EXPECT_EQ(get(policy, anns).at("summary.pending_requests_count"), "1");
    EXPECT_EQ(get(policy, anns).at("summary.pending_notifications_count"), "2");
    auto const one = requests + "/" + all.at("0.id");
    EXPECT_EQ(get(one, anns).at("account.acct"), "bob");
    EXPECT_EQ(get(one, bobs).status(), 404);
    EXPECT_EQ(post(one + "/accept", bobs).status(), 404);
    EXPECT_EQ(post(one + "/accept", anns).status(), 200);
    EXPECT_EQ(list().size(), 0U);
    server.drain();
    EXPECT_EQ(get(requests + "/merged", anns).at("merged"), "true");
    EXPECT_EQ(merged(), 1);
    EXPECT_EQ(told(), 2U);
    EXPECT_EQ(get(one, anns).status(), 404);
    word(bob);
    EXPECT_EQ(told(), 3U) << "from now on at once";
}

TEST_F(Requests, what_is_dismissed_is_gone_and_the_next_word_asks_again) {
    word(bob);
    word(eve);
    auto const ids = list().ids();
    ASSERT_EQ(ids.size(), 2U);
    EXPECT_EQ(post(requests + "/" + ids[1] + "/dismiss", anns).status(), 200);
    server.drain();
    EXPECT_EQ(told("?include_filtered=true"), 1U);
    EXPECT_THAT(list().ids(), ElementsAre(ids[0]));
    EXPECT_EQ(merged(), 0);
    server.clock().advance(std::chrono::seconds(1));
    word(bob);
    EXPECT_EQ(list().size(), 2U);
    EXPECT_EQ(told(), 0U);
}

TEST_F(Requests, many_are_answered_at_once) {
    std::vector<std::string> ids;
    std::string some;
    for (int i = 0; i < 6; ++i) word(server.make_account(fmt::format("p{}", i)));
    for (std::string target = requests + "?limit=2"; !target.empty();) {
        auto const page = get(target, anns);
        for (auto const& id : page.ids()) ids.push_back(id);
        if (ids.size() == 2) word(server.make_account("between"));
        target = page.next();
    }
    ASSERT_EQ(ids.size(), 6U) << "three pages, and nothing of what came between";
    for (int i = 0; i < 3; ++i) some += "id[]=" + ids[std::size_t(i)] + "&";
    EXPECT_EQ(post(requests + "/accept", bobs, some).status(), 200);
    EXPECT_EQ(list().size(), 7U);
    EXPECT_EQ(post(requests + "/accept", anns, some).status(), 200);
    EXPECT_EQ(post(requests + "/dismiss", anns, "id[]=" + ids[3] + "&id[]=" + ids[4]).status(),
              200);
    server.drain();
    EXPECT_EQ(list().size(), 2U);
    EXPECT_EQ(told(), 3U);
    EXPECT_EQ(merged(), 1);
    EXPECT_EQ(post(requests + "/accept", anns).status(), 400);
    std::string too_many;
    for (int i = 0; i < 101; ++i) too_many += fmt::format("id[]={}&", i + 1);
    EXPECT_EQ(post(requests + "/accept", anns, too_many).status(), 422);
}

TEST_F(Requests, only_words_are_asked_about) {
    patch(policy, R"({"for_not_following":"filter"})");
    auto const mine = server.post(ann, "x");
    server.write([&](db::Tx& tx) { return social::add_favourite(tx, bob.id(), mine); });
    server.write([&](db::Tx& tx) { return social::follow(tx, bob.id(), ann.id(), {}); });
    EXPECT_EQ(told(), 0U);
    EXPECT_EQ(list().size(), 0U);
    server.post(bob, "@ann hello");
    auto const all = list();
    EXPECT_EQ(all.at("0.notifications_count"), "1");
    post(requests + "/" + all.at("0.id") + "/accept", anns);
    server.drain();
    EXPECT_EQ(told(), 3U) << "with all the rest of theirs";
}

TEST_F(Requests, neither_people_one_blocks_nor_posts_that_are_gone_wait) {
    word(bob);
    auto const gone = word(eve);
    server.write([&](db::Tx& tx) { return social::block(tx, ann.id(), bob.id()); });
    EXPECT_EQ(list().size(), 1U);
    server.write([&](db::Tx& tx) { return social::remove_status(tx, gone, true); });
    EXPECT_EQ(list().size(), 0U);
    EXPECT_EQ(get(policy, anns).at("summary.pending_requests_count"), "0");
}

TEST_F(Requests, who_is_shut_out_later_is_a_stranger_again) {
    word(bob);
    post(requests + "/" + list().at("0.id") + "/accept", anns);
    server.drain();
    EXPECT_EQ(told(), 1U);
    server.write([&](db::Tx& tx) { return social::mute(tx, ann.id(), bob.id(), true, {}); });
    server.write([&](db::Tx& tx) { return social::unmute(tx, ann.id(), bob.id()); });
    word(bob);
    EXPECT_EQ(told(), 1U);
    EXPECT_EQ(list().size(), 1U);
}

TEST_F(Requests, the_older_form_of_dismissing_names_it_in_the_body) {
    server.post(bob, "@ann hello");
    auto const id = get("/api/v1/notifications", anns).at("0.id");
    EXPECT_EQ(post("/api/v1/notifications/dismiss", bobs, "id=" + id).status(), 404);
    EXPECT_EQ(post("/api/v1/notifications/dismiss", anns, "id=" + id).status(), 200);
    EXPECT_EQ(post("/api/v1/notifications/dismiss", anns).status(), 400);
    EXPECT_EQ(told(), 0U);
}

TEST_F(Requests, a_page_costs_the_same_however_long) {
    for (int i = 0; i < 6; ++i) word(server.make_account(fmt::format("p{}", i)));
    auto const cost = [&](int limit) {
        return server.statements([&] { get(fmt::format("{}?limit={}", requests, limit), anns); });
    };
    cost(6);
    EXPECT_EQ(cost(6), cost(2));
}

}  // namespace
}  // namespace skein::notifications
