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

Result<Reply> say_where(Call& call, std::string where) {
    if (call.request().query == "fail") return fail(Errc::gone, "Over there it is gone.");
    return http::text_response(200, where + " " + call.path("name"));
}

/// Answers itself when the name is short, else from the lane `fetch`.
Result<Reply> ask_around(Call& call) {
    if (call.path("name").size() < 3) return say_where(call, "here");
    return call.go_on_in(LaneName::fetch, [](Call& later) { return say_where(later, "there"); });
}

void install(Server& server) {
    server.get("/ask/{name}", ask_around, {.who = Who::unasked, .surface = Surface::open});
    server.get("/slow", look_up_for_ever, {.who = Who::unasked, .surface = Surface::api});
}

std::future<http::Response> ask(testing::BareServer& bare, std::string path,
                                std::string query = "") {
    auto answered = std::make_shared<std::promise<http::Response>>();
    http::Request request;
    request.path = request.target = std::move(path);
    request.query = std::move(query);
    bare.server->handle(std::move(request), [answered](http::Response response) {
        answered->set_value(std::move(response));
    });
    return answered->get_future();
}
std::string text_of(http::Response const& response) { return std::get<std::string>(response.body); }

TEST(Dispatch, a_call_may_go_on_in_another_lane) {
    testing::BareServer bare;
    bare.open({{"ask", install}});
    EXPECT_EQ(text_of(ask(bare, "/ask/ann").get()), "there ann");
    EXPECT_EQ(text_of(ask(bare, "/ask/al").get()), "here al");
    auto const gone = ask(bare, "/ask/ann", "fail").get();
    EXPECT_EQ(gone.status, 410);
    EXPECT_EQ(gone.headers.get("Access-Control-Allow-Origin"), "*");
}

TEST(Dispatch, a_call_that_finds_the_other_lane_full_is_told_to_come_back) {
    testing::BareServer bare;
    bare.open({{"ask", install}});
    std::promise<void> gate;
    auto const opened = gate.get_future().share();
    auto const blocked = [opened] { opened.wait(); };
    auto& lane = bare.server->lane(LaneName::fetch);
    auto const fill = [&] {
        for (threads::Lane::Work work = blocked; lane.post(std::move(work));) work = blocked;
    };
    fill();
    auto const threads = static_cast<std::size_t>(bare.config.fetch_threads);
    while (lane.running() < threads) std::this_thread::yield();
    fill();
    auto const busy = ask(bare, "/ask/ann").get();
    EXPECT_EQ(busy.status, 503);
    EXPECT_TRUE(busy.headers.find("Retry-After"));
    EXPECT_EQ(text_of(ask(bare, "/ask/al").get()), "here al");
    gate.set_value();
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
