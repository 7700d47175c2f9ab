#include "core/hub.h"

#include <gtest/gtest.h>

#include <latch>
#include <thread>

namespace skein {
namespace {

TEST(Hub, a_listener_hears_its_topic_and_owner_and_nothing_else) {
    Hub hub;
    std::vector<std::int64_t> heard;
    auto const ear = hub.listen("home", 7, [&](Hub::News const& news) {
        EXPECT_EQ(news.topic, "home");
        EXPECT_EQ(news.owner, 7);
        heard.push_back(news.id);
    });
    hub.tell({"home", 7, 1});
    hub.tell({"home", 8, 2});
    hub.tell({"notifications", 7, 3});
    hub.tell({"hom", 7, 4});
    hub.tell({"home", 7, 5});
    EXPECT_EQ(heard, (std::vector<std::int64_t>{1, 5}));
}

TEST(Hub, everybody_who_listens_is_told_what_happened) {
    Hub hub;
    std::vector<std::string> heard;
    auto const note = [&](Hub::News const& news) { heard.emplace_back(news.what); };
    auto const first = hub.listen("public", 0, note), second = hub.listen("public", 0, note);
    EXPECT_EQ(hub.listeners(), 2U);
    hub.tell({.topic = "public", .id = 1});
    hub.tell({.topic = "public", .id = 1, .what = "delete"});
    EXPECT_EQ(heard, (std::vector<std::string>{"update", "update", "delete", "delete"}));
}

TEST(Hub, an_ear_that_is_gone_hears_nothing) {
    Hub hub;
    int heard = 0;
    {
        auto const ear = hub.listen("home", 1, [&](Hub::News const&) { ++heard; });
        hub.tell({"home", 1, 1});
    }
    hub.tell({"home", 1, 2});
    EXPECT_EQ(heard, 1);
    EXPECT_EQ(hub.listeners(), 0U);
}

TEST(Hub, an_ear_can_be_handed_over_and_replaced) {
    Hub hub;
    int first = 0, second = 0;
    auto ear = hub.listen("home", 1, [&](Hub::News const&) { ++first; });
    Hub::Ear kept(std::move(ear));
    hub.tell({"home", 1, 1});
    kept = hub.listen("home", 1, [&](Hub::News const&) { ++second; });
    EXPECT_EQ(hub.listeners(), 1U);
    hub.tell({"home", 1, 2});
    EXPECT_EQ(first, 1);
    EXPECT_EQ(second, 1);
}

TEST(Hub, a_listener_may_drop_its_own_ear_and_others_while_it_is_called) {
    Hub hub;
    std::optional<Hub::Ear> own, other;
    int heard = 0;
    own = hub.listen("home", 1, [&](Hub::News const&) {
        ++heard;
        own.reset();
        other.reset();
    });
    other = hub.listen("home", 1, [&](Hub::News const&) { heard += 100; });
    hub.tell({"home", 1, 1});
    hub.tell({"home", 1, 2});
    EXPECT_EQ(heard, 1);
}

TEST(Hub, a_listener_may_listen_and_tell) {
    Hub hub;
    std::vector<Hub::Ear> ears;
    int deeper = 0;
    auto const outer = hub.listen("home", 1, [&](Hub::News const&) {
        ears.push_back(hub.listen("home", 2, [&](Hub::News const&) { ++deeper; }));
        hub.tell({"home", 2, 1});
    });
    hub.tell({"home", 1, 1});
    EXPECT_EQ(deeper, 1);
}

TEST(Hub, an_ear_may_outlive_the_hub) {
    auto hub = std::make_unique<Hub>();
    auto const ear = hub->listen("home", 1, [](Hub::News const&) {});
    hub.reset();
}

TEST(Hub, nobody_is_called_once_the_ear_has_gone_though_others_are_telling) {
    Hub hub;
    std::atomic<bool> over = false;
    std::latch telling(2);
    std::vector<std::jthread> tellers;
    for (int i = 0; i < 2; ++i)
        tellers.emplace_back([&] {
            telling.count_down();
            while (!over) hub.tell({"home", 1, 1});
        });
    telling.wait();
    for (int round = 0; round < 200; ++round) {
        auto alive = std::make_unique<std::atomic<bool>>(true);
        {
            auto const ear = hub.listen("home", 1, [&](Hub::News const&) {
                if (!*alive) ADD_FAILURE() << "called after the end";
            });
        }
        *alive = false;
        alive.reset();  // A call from now on reads freed memory, which the sanitizers tell.
    }
    over = true;
}

}  // namespace
}  // namespace skein
