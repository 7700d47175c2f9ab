#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "features/monitoring/feature.h"
#include "testing/test_server.h"

namespace skein::monitoring {
namespace {

using testing::body_of;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing::TestServer;

void add_complaint(Server& server) {
    server.health("roof", [](Server&) { return std::optional<std::string>("It leaks."); });
}

testing::TestOptions with_token() {
    return {.features = {{"monitoring", install}}, .settings = {{"metrics.token", "s3cret"}}};
}

TEST(Monitoring, health_answers_as_mastodons) {
    TestServer server({.features = {{"monitoring", install}}});
    auto const answer = server.get("/health");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(body_of(answer), R"({"status":"UP"})");
    EXPECT_THAT(std::string(answer.headers.get("Content-Type")), StartsWith("application/json"));
}

TEST(Monitoring, health_asks_neither_for_a_token_nor_for_the_database) {
    TestServer server({.features = {{"monitoring", install}}});
    auto const statements =
        server.statements([&] { EXPECT_EQ(server.get("/health", "no such token").status, 200); });
    EXPECT_EQ(statements, 0u);
}

TEST(Monitoring, readiness_gives_its_reasons) {
    TestServer well({.features = {{"monitoring", install}}});
    EXPECT_EQ(body_of(well.get("/readyz")), "ready\n");
    TestServer ill({.features = {{"monitoring", install}, {"roof", add_complaint}}});
    auto const answer = ill.get("/readyz");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(body_of(answer), "not ready\nroof: It leaks.\n");
}

TEST(Monitoring, work_long_overdue_is_a_reason) {
    TestServer server({.features = {{"monitoring", install}}});
    // Nobody here knows this kind of job, so it waits for ever.
    server.write([](db::Tx& tx) { return enqueue_payload(tx, "test.unknown", "[]", {}); });
    server.clock().advance(std::chrono::minutes(9));
    EXPECT_EQ(server.get("/readyz").status, 200);
    server.clock().advance(std::chrono::minutes(2));
    EXPECT_THAT(body_of(server.get("/readyz")), HasSubstr("jobs: Background work is 11 minutes"));
}

TEST(Monitoring, metrics_are_not_there_without_their_token) {
    TestServer closed({.features = {{"monitoring", install}}});
    EXPECT_EQ(closed.get("/metrics", "").status, 404);
    EXPECT_EQ(closed.get("/metrics", "s3cret").status, 404);
    TestServer open(with_token());
    EXPECT_EQ(open.get("/metrics").status, 404);
    EXPECT_EQ(open.get("/metrics", "wrong").status, 404);
    EXPECT_EQ(open.get("/metrics", "s3cret").status, 200);
}

TEST(Monitoring, metrics_show_the_whole_server) {
    TestServer server(with_token());
    auto const answer = server.get("/metrics", "s3cret");
    EXPECT_THAT(std::string(answer.headers.get("Content-Type")),
                StartsWith("text/plain; version=0.0.4"));
    auto const text = body_of(answer);
    for (auto const* line :
         {"skein_lane_queued{lane=\"read\"} 0", "skein_jobs{state=\"dead\"} 0",
          "# TYPE skein_http_request_seconds histogram", "skein_http_connections 0",
          "# TYPE skein_resident_bytes gauge", "skein_build_info{version="})
        EXPECT_THAT(text, HasSubstr(line));
    EXPECT_THAT(text, Not(HasSubstr("s3cret")));
}

}  // namespace
}  // namespace skein::monitoring
