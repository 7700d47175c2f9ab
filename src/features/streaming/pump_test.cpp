#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>

#include "features/streaming/streaming_test.h"

namespace skein::streaming {
namespace {

class Pumping : public Streaming {};

/// Holds the pump up until it is let go.
struct Gate {
    std::promise<void> reached, opened;
    std::atomic<bool> passed = false;
    std::shared_future<void> open = opened.get_future().share();

    void pass() {
        if (passed.exchange(true)) return;
        reached.set_value();
        open.wait_for(std::chrono::seconds(30));
    }
};

TEST_F(Pumping, a_full_pump_forgets_no_doubt) {
    auto const token = server.token(bob);
    auto const revoked = socket("?stream=user", token), kept = socket("?stream=user", bob);
    EXPECT_TRUE(is_quiet(kept, bob));
    EXPECT_TRUE(revoked->next().contains("filters_changed"));
    auto& pump = server.server().part<Pump>();
    auto const gate = std::make_shared<Gate>();
    pump.tell(Doubted{0, [gate](Principal const&) {
                          gate->pass();
                          return false;
                      }});
    gate->reached.get_future().wait_for(std::chrono::seconds(30));
    for (std::size_t i = 0; i < Pump::happenings_max; ++i) pump.tell(NoticesMerged{eve.id()});
    auto const principal = server.server().part<Authenticator>().by_token(token).value();
    write([&](db::Tx& tx) { return social::remove_token(tx, principal.token); });
    gate->opened.set_value();
    EXPECT_TRUE(revoked->ends());
    EXPECT_TRUE(kept->is_open());
}

TEST_F(Pumping, what_throws_does_not_stop_the_pump) {
    auto const bobs = socket("?stream=user", bob);
    server.server().part<Pump>().tell(
        Doubted{0, [](Principal const&) -> bool { throw std::runtime_error("no answer"); }});
    EXPECT_TRUE(is_quiet(bobs, bob));
}

TEST_F(Pumping, few_wishes_for_lists_may_wait) {
    auto const session = socket("", bob);
    auto const gate = std::make_shared<Gate>();
    server.server().part<Pump>().tell(Doubted{0, [gate](Principal const&) {
                                                  gate->pass();
                                                  return false;
                                              }});
    gate->reached.get_future().wait_for(std::chrono::seconds(30));
    for (int i = 0; i < 65; ++i) session->say(R"({"type":"subscribe","stream":"list","list":"1"})");
    EXPECT_EQ(session->next(), R"({"error":"Too many subscriptions","status":429})");
    gate->opened.set_value();
    for (int i = 0; i < 64; ++i)
        EXPECT_EQ(Message(session->next()).error, "Not authorized to stream this list");
}

TEST_F(Pumping, ten_readers_cost_what_two_cost) {
    std::vector<Session> sessions;
    auto const join = [&](int from, int to) {
        for (int i = from; i < to; ++i) {
            auto const who = server.make_account(fmt::format("p{}", i));
            follow(who, ann);
            sessions.push_back(socket("?stream=user", who));
        }
    };
    auto const cost = [&] {
        auto const post = server.post(ann, "Hello");
        for (auto const& session : sessions) EXPECT_EQ(heard(session), update(post));
        return server.statements([&] {
            server.read([&](db::Tx& tx) {
                auto& desk = server.server().part<Desk>();
                return deliver({server.server(), tx, desk}, PostPublished{post.id});
            });
        });
    };
    join(0, 2);
    cost();
    for (auto const& session : sessions) session->next();
    auto const few = cost();
    for (auto const& session : sessions) session->next();
    join(2, 10);
    EXPECT_EQ(cost(), few);
}

}  // namespace
}  // namespace skein::streaming
