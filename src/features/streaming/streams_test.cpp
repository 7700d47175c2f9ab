#include "features/streaming/streams.h"

#include <gtest/gtest.h>

#include "features/streaming/desk.h"
#include "features/streaming/fake_session_test.h"

namespace skein::streaming {
namespace {

Scopes scopes(std::string_view text) { return Scopes::parse(text).value(); }

TEST(Streams, a_stream_is_asked_for_by_name_and_marked_as_it_was_asked_for) {
    EXPECT_EQ(read_stream({"user"})->label, R"(["user"])");
    auto const tagged = read_stream({"hashtag:local", "#CaTs"});
    EXPECT_EQ(tagged->kind, StreamKind::hashtag_local);
    EXPECT_EQ(tagged->tag, "cats");
    EXPECT_EQ(tagged->label, R"(["hashtag:local","CaTs"])");
    auto const list = read_stream({"list", "", "42"});
    EXPECT_EQ(list->list, 42);
    EXPECT_EQ(list->label, R"(["list","42"])");
}

TEST(Streams, what_is_no_stream_is_refused_in_mastodons_words) {
    auto const words = [](StreamWish const& wish) { return read_stream(wish).error().message; };
    EXPECT_EQ(words({"users"}), "Unknown stream type");
    EXPECT_EQ(words({""}), "Unknown stream type");
    EXPECT_EQ(words({"hashtag"}), "Missing tag name parameter");
    EXPECT_EQ(words({"hashtag", "#"}), "Missing tag name parameter");
    EXPECT_EQ(words({"hashtag", std::string(10'000, 'x')}), "This is no tag");
    EXPECT_EQ(words({"list"}), "Missing list name parameter");
    EXPECT_EQ(words({"list", "", "x"}), "Not authorized to stream this list");
}

TEST(Streams, paths_name_the_streams_of_server_sent_events) {
    for (auto const* const name : {"user", "user/notification", "public", "public/local",
                                   "public/remote", "hashtag", "hashtag/local", "list", "direct"})
        EXPECT_TRUE(stream_of_path(std::string("/api/v1/streaming/") + name, false)) << name;
    EXPECT_EQ(stream_of_path("/api/v1/streaming/public/local", true), "public:local:media");
    EXPECT_EQ(stream_of_path("/api/v1/streaming/user", true), "user");
    for (auto const* const path :
         {"/api/v1/streaming/", "/api/v1/streaming/public:local:media",
          "/api/v1/streaming/public/media", "/api/v1/streaming/home", "/api/v1/streaming"})
        EXPECT_FALSE(stream_of_path(path, false)) << path;
}

TEST(Streams, scopes_open_streams) {
    EXPECT_TRUE(check_scopes(scopes("read"), StreamKind::user));
    EXPECT_TRUE(check_scopes(scopes("read:statuses"), StreamKind::public_all));
    EXPECT_TRUE(check_scopes(scopes("read:notifications"), StreamKind::user_notification));
    EXPECT_FALSE(check_scopes(scopes("read:statuses"), StreamKind::user_notification));
    auto const refused = check_scopes(scopes("write"), StreamKind::user);
    EXPECT_EQ(refused.error().code, Errc::unauthenticated);
    EXPECT_EQ(refused.error().message, "Access token does not have the required scopes");
    EXPECT_FALSE(carries_notifications(scopes("read:statuses"), StreamKind::user));
    EXPECT_TRUE(carries_notifications(scopes("read"), StreamKind::user));
    EXPECT_FALSE(carries_notifications(scopes("read"), StreamKind::direct));
}

TEST(Frames, one_event_is_written_once_for_each_way_it_goes) {
    Frames frames("update", R"({"a":"b"})");
    auto const& message = frames.of(true, R"(["user"])");
    EXPECT_EQ(*message, R"({"stream":["user"],"event":"update","payload":"{\"a\":\"b\"}"})");
    EXPECT_EQ(frames.of(true, R"(["user"])"), message) << "the same frame";
    EXPECT_EQ(*frames.of(true, R"(["public"])"),
              R"({"stream":["public"],"event":"update","payload":"{\"a\":\"b\"}"})");
    EXPECT_EQ(*frames.of(false, R"(["user"])"), "event: update\ndata: {\"a\":\"b\"}\n\n");
    Frames plain("filters_changed", std::nullopt);
    EXPECT_EQ(*plain.of(true, R"(["user"])"), R"({"stream":["user"],"event":"filters_changed"})");
    EXPECT_EQ(*plain.of(false, ""), "event: filters_changed\ndata: undefined\n\n");
}

class DeskTest : public ::testing::Test {
  protected:
    std::shared_ptr<Socket> add(std::int64_t account) {
        Principal who;
        who.account = AccountId{account};
        return desk.add(std::make_shared<FakeSession>(true), who, {}, nullptr);
    }
    static Stream stream(StreamWish const& wish) { return read_stream(wish).value(); }
    Desk desk;
};

TEST_F(DeskTest, sockets_sit_where_they_asked_to_and_leave_when_they_end) {
    auto const one = add(1), two = add(2);
    EXPECT_EQ(desk.subscribe(one->id, stream({"user"})), Desk::Seated::now);
    EXPECT_EQ(desk.subscribe(one->id, stream({"user"})), Desk::Seated::already);
    EXPECT_EQ(desk.subscribe(two->id, stream({"user"})), Desk::Seated::now);
    EXPECT_EQ(desk.subscribe(two->id, stream({"hashtag", "Cats"})), Desk::Seated::now);
    EXPECT_EQ(desk.subscribe(two->id, stream({"hashtag", "cats"})), Desk::Seated::already);
    EXPECT_EQ(desk.seats(StreamKind::user, 1).size(), 1U);
    EXPECT_EQ(desk.seats(StreamKind::hashtag, std::string("cats")).size(), 1U);
    EXPECT_EQ(desk.all_seats(StreamKind::user).size(), 2U);
    desk.unsubscribe(one->id, stream({"user"}));
    desk.unsubscribe(one->id, stream({"direct"}));
    EXPECT_EQ(desk.numbers(StreamKind::user), std::vector<std::int64_t>{2});
    desk.remove(two->id);
    EXPECT_EQ(desk.sockets(), 1U);
    EXPECT_FALSE(desk.has(StreamKind::user));
    EXPECT_FALSE(desk.has(StreamKind::hashtag));
    EXPECT_EQ(desk.subscribe(two->id, stream({"user"})), Desk::Seated::gone);
    desk.remove(one->id);
    EXPECT_FALSE(desk.is_open());
}

TEST_F(DeskTest, subscriptions_are_bounded) {
    StreamingConfig config;
    config.subscriptions_per_socket_max = 2;
    desk.set_limits(config);
    auto const one = add(1);
    EXPECT_EQ(desk.subscribe(one->id, stream({"hashtag", "a"})), Desk::Seated::now);
    EXPECT_EQ(desk.subscribe(one->id, stream({"hashtag", "b"})), Desk::Seated::now);
    EXPECT_EQ(desk.subscribe(one->id, stream({"hashtag", "c"})), Desk::Seated::too_many);
    desk.unsubscribe(one->id, stream({"hashtag", "a"}));
    EXPECT_EQ(desk.subscribe(one->id, stream({"hashtag", "c"})), Desk::Seated::now);
}

TEST_F(DeskTest, places_are_bounded_by_account_and_by_address_and_given_back) {
    StreamingConfig config;
    config.sockets_per_account_max = 2;
    config.sockets_per_address_max = 3;
    desk.set_limits(config);
    auto first = desk.take_place(AccountId{1}, "2001:db8::1");
    auto const second = desk.take_place(AccountId{1}, "2001:db8::2");
    EXPECT_TRUE(first && second);
    EXPECT_FALSE(desk.take_place(AccountId{1}, "192.0.2.1")) << "enough of this account";
    auto const third = desk.take_place(AccountId{2}, "2001:db8::ffff");
    EXPECT_FALSE(desk.take_place(AccountId{3}, "2001:db8::3")) << "enough of this network";
    EXPECT_TRUE(desk.take_place(AccountId{3}, "2001:db8:0:1::3"));
    EXPECT_TRUE(desk.take_place(AccountId{3}, "")) << "this machine is not counted";
    first.reset();
    EXPECT_TRUE(desk.take_place(AccountId{1}, "2001:db8::4"));
}

}  // namespace
}  // namespace skein::streaming
