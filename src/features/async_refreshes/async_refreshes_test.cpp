#include <gtest/gtest.h>

#include "core/server.h"
#include "features/async_refreshes/feature.h"
#include "features/async_refreshes/handlers.h"
#include "social/async_refreshes.h"
#include "testing/answer.h"

namespace skein::async_refreshes {
namespace {

using testing::Answer;

class AsyncRefreshes : public ::testing::Test {
  protected:
    social::AsyncRefresh begin(std::string const& subject, bool counts = true) {
        auto const id = social::new_refresh_id(server.server());
        return server.write([&](db::Tx& tx) {
            return social::begin_refresh(tx, id, {.subject = subject, .counts = counts});
        });
    }
    void count(std::string_view subject, std::int64_t results) {
        server.write([&](db::Tx& tx) { return social::count_refreshed(tx, subject, results); });
    }
    void finish(std::string_view subject) {
        server.write([&](db::Tx& tx) { return social::finish_refresh(tx, subject); });
    }
    std::optional<social::AsyncRefresh> running(std::string_view subject) {
        return server.read([&](db::Tx& tx) { return social::find_running_refresh(tx, subject); });
    }
    Answer show(std::string const& id) {
        return Answer(server.get("/api/v1_alpha/async_refreshes/" + id, anns));
    }

    testing::TestServer server{{.features = {{"async_refreshes", install}}}};
    std::string anns = server.token(server.make_account("ann"));
};

TEST_F(AsyncRefreshes, one_runs_until_its_work_has_ended) {
    auto const begun = begin("thread 1");
    count("thread 1", 2);
    count("thread 2", 5);
    count("thread 1", 1);
    ASSERT_TRUE(running("thread 1"));
    EXPECT_EQ(running("thread 1")->id, begun.id);
    auto const at_work = show(begun.id);
    EXPECT_EQ(at_work.at("async_refresh.id"), begun.id);
    EXPECT_EQ(at_work.at("async_refresh.status"), "running");
    EXPECT_EQ(at_work.at("async_refresh.result_count"), "3");
    finish("thread 1");
    count("thread 1", 1);
    EXPECT_FALSE(running("thread 1"));
    EXPECT_EQ(show(begun.id).at("async_refresh.status"), "finished");
    EXPECT_EQ(show(begun.id).at("async_refresh.result_count"), "3");
}

TEST_F(AsyncRefreshes, results_that_are_not_counted_are_null) {
    auto const begun = begin("report 1", false);
    count("report 1", 1);
    EXPECT_EQ(show(begun.id).at("async_refresh.result_count"), "null");
    EXPECT_EQ(social::refresh_header(begun, std::chrono::seconds(2)),
              "id=\"" + begun.id + "\", retry=2");
}

TEST_F(AsyncRefreshes, it_is_forgotten_after_an_hour) {
    auto const first = begin("thread 1");
    auto const stuck = begin("thread 2");
    server.clock().advance(std::chrono::minutes(50));
    finish("thread 1");
    server.clock().advance(std::chrono::minutes(20));
    EXPECT_EQ(show(stuck.id).status(), 404);
    EXPECT_FALSE(running("thread 2")) << "another may be begun";
    EXPECT_EQ(show(first.id).status(), 200);
    ASSERT_TRUE(sweep_refreshes(server.server()));
    EXPECT_EQ(show(first.id).status(), 200);
    server.clock().advance(std::chrono::hours(1));
    ASSERT_TRUE(sweep_refreshes(server.server()));
    EXPECT_EQ(server.write([](db::Tx& tx) { return social::remove_expired_refreshes(tx, 10); }), 0);
    EXPECT_EQ(show(first.id).status(), 404);
}

TEST_F(AsyncRefreshes, nobody_asks_without_a_token_or_for_what_never_was) {
    auto const begun = begin("thread 1");
    auto const target = "/api/v1_alpha/async_refreshes/" + begun.id;
    EXPECT_EQ(server.get(target).status, 401);
    auto const bob = server.make_account("bob");
    EXPECT_EQ(server.get(target, server.token(bob, "read:statuses")).status, 403);
    EXPECT_EQ(server.get(target, server.token(bob, "read")).status, 200);
    EXPECT_EQ(show("1").status(), 404);
    EXPECT_EQ(show(std::string(300, 'a')).status(), 404);
    EXPECT_EQ(show("x").error(), "Record not found");
}

}  // namespace
}  // namespace skein::async_refreshes
