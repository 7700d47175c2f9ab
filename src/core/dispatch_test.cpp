#include <gtest/gtest.h>

#include <future>

#include "core/bare_server.h"

namespace skein {
namespace {

db::Query<std::int64_t> const count_for_ever{
    "test.count_for_ever",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
    "SELECT COUNT(*) FROM n"};

Result<Reply> look_up_for_ever(Call& call) {
    TRY_OK(call.server().db().read([](db::Tx& tx) { return tx.load(count_for_ever, INT64_MAX); }));
    return Reply{};
}

void install(Server& server) {
    server.get("/slow", look_up_for_ever, {.who = Who::unasked, .surface = Surface::api});
}

TEST(Dispatch, a_request_that_looks_something_up_for_too_long_is_told_so) {
    ServerConfig config;
    config.database_request_read_max = std::chrono::milliseconds(20);
    testing::BareServer bare("sqlite::memory:", config);
    bare.open({{"slow", install}});
    std::promise<http::Response> answered;
    http::Request request;
    request.path = request.target = "/slow";
    bare.server->handle(std::move(request),
                        [&](http::Response response) { answered.set_value(std::move(response)); });
    auto const response = answered.get_future().get();
    EXPECT_EQ(response.status, 503);
    EXPECT_TRUE(response.headers.find("Retry-After"));
    EXPECT_TRUE(std::get<std::string>(response.body).contains("takes too long"));
}

}  // namespace
}  // namespace skein
