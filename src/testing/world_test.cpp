#include "testing/world.h"

#include <gtest/gtest.h>

namespace skein::testing {
namespace {

/// Something one server tells another, for the tests of the world itself.
struct Greet {
    static constexpr std::string_view name = "test.greet";
    std::string url;
    std::string word;
    auto row() { return std::tie(url, word); }
};

struct Greeting {
    std::string word;
    void read(Fields& in) { in.required("word", word); }
};

db::Sql const remember{"test.remember_greeting",
                       "INSERT INTO instance_values (name, value, updated_at) VALUES ($1, $1, $2) "
                       "ON CONFLICT (name) DO NOTHING"};
db::Query<std::int64_t> const count_greetings{
    "test.count_greetings", "SELECT COUNT(*) FROM instance_values WHERE name LIKE 'word%'"};

Result<Reply> hear(Call& call, Greeting const& greeting) {
    TRY_OK(call.server().db().write([&](db::Tx& tx) -> Result<void> {
        TRY_OK(tx.run(remember, greeting.word, tx.now()));
        return {};
    }));
    return empty_reply();
}

Result<http::Outgoing> prepare(Server&, Greet const& greet) {
    http::Outgoing request;
    request.method = http::Method::post;
    request.url = greet.url;
    request.headers.set("Content-Type", "application/json");
    request.body = "{\"word\":\"" + greet.word + "\"}";
    return request;
}

Result<Verdict> finish(db::Tx&, Greet const&, Outcome const& outcome) {
    return outcome && outcome->status == 200 ? Verdict::done : Verdict::again;
}

void install_greetings(Server& server) {
    server.network_job<Greet>(prepare, finish);
    server.post("/test/greet", hear,
                {.who = Who::anyone, .lane = LaneName::write, .surface = Surface::open});
}

/// Ten greetings from one server to the other over a bad network; how the world went.
std::vector<std::string> greet(std::uint64_t seed) {
    World world({.seed = seed, .features = {{"greetings", install_greetings}}});
    world.faults({.drop = 0.4, .repeat = 0.3, .delay_max = std::chrono::seconds(3)});
    world.server(0).write([&](db::Tx& tx) -> Result<void> {
        for (int i = 0; i < 10; ++i)
            TRY_OK(enqueue(tx, Greet{"https://two.example/test/greet", fmt::format("word{}", i)}));
        return {};
    });
    world.run_for(std::chrono::hours(24));
    auto const heard = world.server(1).read([](db::Tx& tx) { return tx.load(count_greetings); });
    EXPECT_EQ(heard, 10) << world.seed();
    return world.scheduler().trace();
}

TEST(World, a_network_job_arrives_however_bad_the_network) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) greet(seed);
}

TEST(World, the_same_seed_gives_the_same_course_of_events) { EXPECT_EQ(greet(3), greet(3)); }

}  // namespace
}  // namespace skein::testing
