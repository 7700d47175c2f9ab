#include "core/events.h"

#include <gtest/gtest.h>

#include "core/bare_server.h"

namespace skein {
namespace {

struct BellRung {
    static constexpr std::string_view name = "test.bell_rung";
    int times = 1;
};
struct EchoHeard {
    static constexpr std::string_view name = "test.echo_heard";
    int depth = 1;
};
struct TreeFell {
    static constexpr std::string_view name = "test.tree_fell";
};

/// What the handlers have heard. A part of the board.
struct Heard {
    std::vector<std::string> all;
    int deepest = 0;
    int depth_wanted = 0;
    bool stumble = false;
};
Heard& heard(db::Tx& tx) { return tx.board().part<Heard>(); }

Result<void> first(db::Tx& tx, BellRung const& event) {
    heard(tx).all.push_back("first " + std::to_string(event.times));
    return {};
}
Result<void> second(db::Tx& tx, BellRung const&) {
    if (heard(tx).stumble) return fail(Errc::conflict, "stumbled");
    heard(tx).all.emplace_back("second");
    return {};
}
Result<void> echo(db::Tx& tx, EchoHeard const& event) {
    heard(tx).deepest = event.depth;
    if (event.depth == heard(tx).depth_wanted) return {};
    return publish(tx, EchoHeard{event.depth + 1});
}

void install(Server& server) {
    server.part<Heard>();
    server.on<BellRung>(first);
    server.on<BellRung>(second);
    server.on<EchoHeard>(echo);
}

struct EventsTest : ::testing::Test {
    EventsTest() { bare.open({{"bells", install}}); }

    template <class Event>
    Result<void> publish_in_a_write(Event event) {
        return bare.server->db().write([&](db::Tx& tx) { return publish(tx, event); });
    }
    Heard& heard() { return bare.server->part<Heard>(); }

    testing::BareServer bare;
};

TEST_F(EventsTest, everybody_who_subscribed_hears_it_within_the_transaction) {
    EXPECT_TRUE(publish_in_a_write(BellRung{3}));
    auto all = heard().all;
    std::ranges::sort(all);
    EXPECT_EQ(all, (std::vector<std::string>{"first 3", "second"}));
}

TEST_F(EventsTest, an_event_nobody_waits_for_is_no_error) {
    EXPECT_TRUE(publish_in_a_write(TreeFell{}));
    EXPECT_TRUE(heard().all.empty());
}

TEST_F(EventsTest, a_handler_that_fails_fails_the_transaction) {
    heard().stumble = true;
    auto const done = publish_in_a_write(BellRung{});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::conflict);
}

TEST_F(EventsTest, events_cause_events_three_deep_and_no_deeper) {
    heard().depth_wanted = 3;
    EXPECT_TRUE(publish_in_a_write(EchoHeard{}));
    EXPECT_EQ(heard().deepest, 3);
    heard().depth_wanted = 4;
    auto const deeper = publish_in_a_write(EchoHeard{});
    ASSERT_FALSE(deeper);
    EXPECT_EQ(deeper.error().code, Errc::internal);
    // The failure leaves no depth behind.
    heard().depth_wanted = 3;
    EXPECT_TRUE(publish_in_a_write(EchoHeard{}));
}

TEST_F(EventsTest, shuffled_handlers_are_all_still_heard) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        heard().all.clear();
        bare.server->part<Events>().shuffle(seed);
        EXPECT_TRUE(publish_in_a_write(BellRung{}));
        EXPECT_EQ(heard().all.size(), 2U);
    }
}

TEST_F(EventsTest, the_reference_names_them_with_their_listeners) {
    EXPECT_EQ(bare.server->part<Events>().list(),
              (std::vector<std::pair<std::string, std::size_t>>{{"test.bell_rung", 2},
                                                                {"test.echo_heard", 1}}));
}

}  // namespace
}  // namespace skein
