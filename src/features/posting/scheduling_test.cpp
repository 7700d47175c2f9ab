#include <gtest/gtest.h>

#include "features/posting/feature.h"
#include "features/posting/scheduled_statuses.h"
#include "social/account_removal.h"
#include "social/account_states.h"
#include "social/kept_media.h"
#include "social/upkeep.h"
#include "social/users.h"
#include "testing/answer.h"

namespace skein::posting {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using testing::Answer;
using testing::TestServer;

class Scheduling : public ::testing::Test {
  protected:
    std::string at(Duration ahead) { return to_rfc3339(server.clock().now() + ahead); }
    Answer post(std::string body, std::string const& token, std::string key = {}) {
        testing::Ask ask{.token = token, .body = std::move(body)};
        if (!key.empty()) ask.headers = {{"Idempotency-Key", key}};
        return Answer(server.request(http::Method::post, "/api/v1/statuses", ask));
    }
    Answer schedule(Duration ahead, std::string more = "status=Later", std::string key = {}) {
        return post(more + "&scheduled_at=" + at(ahead), anns, std::move(key));
    }
    Answer get(std::string const& target, std::string const& token) {
        return Answer(server.get(target, token));
    }
    Answer move(std::string const& id, Duration ahead, std::string const& token) {
        return Answer(
            server.put("/api/v1/scheduled_statuses/" + id, "scheduled_at=" + at(ahead), token));
    }
    std::string file(testing::Person const& owner) {
        social::Media media;
        media.account_id = owner.id();
        media.kind = social::MediaKind::image;
        media.state = social::MediaState::ready;
        media.original_key = "key.png";
        return to_string(
            server.write([&](db::Tx& tx) { return social::insert_media(tx, media); }).id);
    }
    void wait(Duration by) {
        server.clock().advance(by);
        server.drain();
    }
    std::int64_t posts() {
        return server.read([](db::Tx& tx) { return tx.load(count_posts); });
    }
    static db::Query<std::int64_t> const count_posts;
    static db::Query<social::Visibility> const find_visibility;

    TestServer server{{.features = {{"posting", install}}, .in_file = true}};
    testing::Person ann = server.make_account("ann"), bob = server.make_account("bob");
    std::string anns = server.token(ann), bobs = server.token(bob);
};
db::Query<std::int64_t> const Scheduling::count_posts{"test.scheduling.posts",
                                                      "SELECT COUNT(*) FROM statuses"};
db::Query<social::Visibility> const Scheduling::find_visibility{"test.scheduling.visibility",
                                                                "SELECT visibility FROM statuses"};

TEST_F(Scheduling, a_post_for_later_is_shown_as_it_was_asked_for) {
    auto const made = schedule(hours(1),
                               "status=Tea&spoiler_text=Hot&visibility=unlisted&language=en&"
                               "sensitive=true&poll[options][]=a&poll[options][]=b&"
                               "poll[expires_in]=600&poll[multiple]=true",
                               "my key");
    EXPECT_EQ(made.status(), 200);
    EXPECT_EQ(made.at("scheduled_at"), at(hours(1)));
    EXPECT_EQ(made.at("params.text"), "Tea");
    EXPECT_EQ(made.at("params.spoiler_text"), "Hot");
    EXPECT_EQ(made.at("params.visibility"), "unlisted");
    EXPECT_EQ(made.at("params.language"), "en");
    EXPECT_EQ(made.at("params.sensitive"), "true");
    EXPECT_EQ(made.at("params.poll"),
              R"({"options":["a","b"],"expires_in":600,"multiple":true,"hide_totals":false})");
    EXPECT_EQ(made.at("params.media_ids"), "null");
    EXPECT_EQ(made.at("params.in_reply_to_id"), "null");
    EXPECT_EQ(made.at("params.scheduled_at"), "null");
    EXPECT_EQ(made.at("params.idempotency"), "my key");
    EXPECT_EQ(made.at("media_attachments"), "[]");
    EXPECT_EQ(posts(), 0);
    EXPECT_EQ(get("/api/v1/scheduled_statuses/" + made.at("id"), anns).at("params"),
              made.at("params"));
}

TEST_F(Scheduling, it_is_published_once_when_its_time_has_come) {
    auto const parent = post("status=Up", bobs).at("id");
    auto const made =
        schedule(minutes(6), "status=Hi+%40bob&visibility=private&in_reply_to_id=" + parent);
    wait(minutes(5));
    EXPECT_EQ(posts(), 1);
    wait(minutes(2));
    EXPECT_EQ(posts(), 2);
    EXPECT_EQ(get("/api/v1/scheduled_statuses", anns).size(), 0U);
    auto const status = get("/api/v1/statuses/" + parent + "/context", bobs);
    EXPECT_EQ(status.at("descendants.0.visibility"), "private");
    EXPECT_EQ(status.at("descendants.0.mentions.0.acct"), "bob");
    EXPECT_EQ(status.at("descendants.0.application.name"), "Test app");
    wait(hours(1));
    EXPECT_EQ(posts(), 2);
}

TEST_F(Scheduling, it_survives_a_restart) {
    schedule(minutes(6));
    server.restart();
    wait(minutes(7));
    EXPECT_EQ(posts(), 1);
}

TEST_F(Scheduling, another_time_counts_and_the_first_one_no_longer) {
    auto const id = schedule(minutes(10)).at("id");
    auto const moved = move(id, minutes(30), anns);
    EXPECT_EQ(moved.status(), 200);
    EXPECT_EQ(moved.at("scheduled_at"), at(minutes(30)));
    wait(minutes(20));
    EXPECT_EQ(posts(), 0);
    // Forth and back.
    EXPECT_EQ(move(id, minutes(8), anns).status(), 200);
    EXPECT_EQ(move(id, minutes(6), anns).status(), 200);
    wait(minutes(7));
    EXPECT_EQ(posts(), 1);
    wait(hours(1));
    EXPECT_EQ(posts(), 1);
    EXPECT_EQ(move(id, minutes(8), anns).status(), 404);
}

TEST_F(Scheduling, what_breaks_a_rule_is_refused_with_words) {
    EXPECT_EQ(schedule(minutes(4)).error(),
              "Validation failed: Scheduled at The scheduled date must be in the future");
    EXPECT_EQ(schedule(-hours(1)).status(), 422);
    EXPECT_EQ(post("status=x&scheduled_at=tomorrow", anns).status(), 422);
    EXPECT_EQ(schedule(hours(1), "status=").error(), "Validation failed: Text can't be blank");
    EXPECT_EQ(schedule(hours(1), "status=" + std::string(501, 'x')).status(), 422);
    EXPECT_EQ(schedule(hours(1), "status=x&in_reply_to_id=12345").status(), 404);
    EXPECT_EQ(schedule(hours(1), "status=x&media_ids[]=" + file(bob)).status(), 422);
    EXPECT_EQ(get("/api/v1/scheduled_statuses", anns).size(), 0U);
    auto const id = schedule(hours(1)).at("id");
    EXPECT_EQ(move(id, minutes(4), anns).status(), 422);
}

TEST_F(Scheduling, there_are_so_many_a_day_and_in_all) {
    for (int i = 0; i < scheduled_a_day_max; ++i) schedule(days(2));
    EXPECT_EQ(schedule(days(2)).error(),
              "Validation failed: You have exceeded the limit of 25 scheduled posts for that day");
    auto const other = schedule(days(3));
    EXPECT_EQ(other.status(), 200);
    EXPECT_EQ(move(other.at("id"), days(2), anns).status(), 422);
    for (std::int64_t i = scheduled_a_day_max + 1; i < scheduled_max; ++i)
        ASSERT_EQ(schedule(days(4 + i / 20)).status(), 200) << i;
    EXPECT_EQ(schedule(days(200)).error(),
              "Validation failed: You have exceeded the limit of 300 scheduled posts");
}

TEST_F(Scheduling, files_are_kept_while_they_wait) {
    auto const id = file(ann);
    auto const made = schedule(days(3), "status=Look&media_ids[]=" + id);
    EXPECT_EQ(made.at("media_attachments.0.id"), id);
    EXPECT_EQ(made.at("params.media_ids.0"), id);
    // Nobody else takes them, and no sweep.
    EXPECT_EQ(post("status=x&media_ids[]=" + id, anns).status(), 422);
    server.clock().advance(days(2));
    ASSERT_TRUE(social::sweep_unattached_media(server.server()));
    wait(days(1) + minutes(1));
    EXPECT_EQ(posts(), 1);
    auto const media = server.read([&](db::Tx& tx) {
        return social::load_own_media(tx, ann.id(), MediaId{parse_id(id).value()});
    });
    EXPECT_TRUE(media.status_id);
}

TEST_F(Scheduling, a_cancelled_post_lets_go_of_its_files) {
    auto const media = file(ann);
    auto const id = schedule(hours(1), "status=Look&media_ids[]=" + media).at("id");
    EXPECT_EQ(server.del("/api/v1/scheduled_statuses/" + id, bobs).status, 404);
    EXPECT_EQ(server.del("/api/v1/scheduled_statuses/" + id, anns).status, 200);
    EXPECT_EQ(server.del("/api/v1/scheduled_statuses/" + id, anns).status, 404);
    EXPECT_EQ(post("status=x&media_ids[]=" + media, anns).status(), 200);
    wait(hours(2));
    EXPECT_EQ(posts(), 1);
}

TEST_F(Scheduling, nobody_else_sees_or_changes_it) {
    auto const id = schedule(hours(1)).at("id");
    EXPECT_EQ(get("/api/v1/scheduled_statuses/" + id, bobs).status(), 404);
    EXPECT_EQ(get("/api/v1/scheduled_statuses", bobs).size(), 0U);
    EXPECT_EQ(move(id, hours(2), bobs).status(), 404);
    EXPECT_EQ(get("/api/v1/scheduled_statuses", "").status(), 401);
    EXPECT_EQ(get("/api/v1/scheduled_statuses", server.token(ann, "write")).status(), 403);
}

TEST_F(Scheduling, one_key_makes_one) {
    auto const first = schedule(hours(1), "status=x", "key").at("id");
    EXPECT_EQ(schedule(hours(1), "status=x", "key").at("id"), first);
    EXPECT_NE(schedule(hours(1), "status=x", "other").at("id"), first);
    EXPECT_EQ(get("/api/v1/scheduled_statuses", anns).size(), 2U);
}

TEST_F(Scheduling, what_cannot_be_published_any_more_stays_in_the_list) {
    auto const parent = post("status=Up", bobs).at("id");
    auto const id = schedule(hours(1), "status=No&in_reply_to_id=" + parent).at("id");
    EXPECT_EQ(server.del("/api/v1/statuses/" + parent, bobs).status, 200);
    wait(hours(2));
    EXPECT_EQ(get("/api/v1/scheduled_statuses", anns).ids(), std::vector{id});
    EXPECT_EQ(posts(), 0);
}

TEST_F(Scheduling, a_default_of_today_holds_and_a_disabled_author_does_not_post) {
    auto const change = [&](auto what) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto user, social::load_user(tx, ann.user->id));
            what(user);
            return social::update_user(tx, user);
        });
    };
    change([](auto& user) { user.posting_visibility = social::Visibility::private_; });
    schedule(minutes(10));
    change([](auto& user) { user.posting_visibility = social::Visibility::public_; });
    wait(minutes(11));
    EXPECT_EQ(posts(), 1);
    EXPECT_EQ(server.read([](db::Tx& tx) { return tx.load(find_visibility); }),
              social::Visibility::private_);
    schedule(minutes(10));
    change([&](auto& user) { user.disabled_at = server.clock().now(); });
    wait(minutes(11));
    EXPECT_EQ(posts(), 1);
}

TEST_F(Scheduling, nobody_posts_who_is_suspended_by_then) {
    auto const id = schedule(minutes(10)).at("id");
    auto const decide = [&](Result<void> (*change)(db::Tx&, social::Account)) {
        server.write([&](db::Tx& tx) -> Result<void> {
            TRY(auto account, social::load_account(tx, ann.id()));
            return change(tx, std::move(account));
        });
    };
    decide(social::suspend_account);
    wait(minutes(11));
    decide(social::unsuspend_account);
    EXPECT_EQ(posts(), 0);
    EXPECT_EQ(get("/api/v1/scheduled_statuses", anns).ids(), std::vector{id}) << "it stays";
}

TEST_F(Scheduling, what_a_deleted_account_had_scheduled_goes_in_a_job_with_its_files) {
    static db::Query<std::int64_t> const rows{"test.scheduling.rows",
                                              "SELECT COUNT(*) FROM scheduled_statuses"};
    static db::Query<std::int64_t> const files{"test.scheduling.files",
                                               "SELECT COUNT(*) FROM kept_media"};
    auto const count = [&](auto const& query) {
        return server.read([&](db::Tx& tx) { return tx.load(query); });
    };
    for (int i = 0; i < 70; ++i) {
        auto const file_id = i == 0 ? "&media_ids[]=" + file(ann) : std::string();
        schedule(days(1 + i / 20), "status=Later" + file_id);
    }
    post("status=Theirs&scheduled_at=" + at(hours(1)), bobs);
    ASSERT_EQ(count(rows), 71);
    ASSERT_EQ(count(files), 1);
    server.write([&](db::Tx& tx) { return social::remove_own_account(tx, ann.id()); });
    server.drain();
    EXPECT_EQ(count(rows), 1) << "somebody else's";
    EXPECT_EQ(count(files), 0);
    wait(days(5));
    EXPECT_EQ(posts(), 1);
}

TEST_F(Scheduling, the_list_is_paged_and_costs_as_much_for_many_as_for_one) {
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i)
        ids.push_back(schedule(hours(1), "status=x&media_ids[]=" + file(ann)).at("id"));
    auto const first = get("/api/v1/scheduled_statuses?limit=2", anns);
    EXPECT_EQ(first.ids(), (std::vector{ids[4], ids[3]}));
    schedule(hours(1));
    auto const second = get(first.next(), anns);
    EXPECT_EQ(second.ids(), (std::vector{ids[2], ids[1]}));
    schedule(hours(1));
    EXPECT_EQ(get(second.next(), anns).ids(), std::vector{ids[0]});
    EXPECT_EQ(get("/api/v1/scheduled_statuses?limit=2&min_id=" + ids[0], anns).ids(),
              (std::vector{ids[2], ids[1]}));
    auto const cost = [&](std::string const& query) {
        return server.statements([&] { get("/api/v1/scheduled_statuses?" + query, anns); });
    };
    cost("limit=5");
    EXPECT_EQ(cost("min_id=1&limit=5"), cost("min_id=1&limit=1"));
}

}  // namespace
}  // namespace skein::posting
