#include "platform/http/stream.h"

#include <gmock/gmock.h>

#include "platform/http/stream_queue.h"
#include "platform/http/test_server.h"

namespace skein::http {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

using Session = std::shared_ptr<StreamSession>;

class StreamTest : public ServerTest {
  protected:
    void SetUp() override {
        ServerTest::SetUp();
        on_request = [this](Request request, Respond respond) {
            Response response;
            response.status = request.path == "/socket" ? 101 : 200;
            response.headers.set("Content-Type", "text/event-stream");
            if (request.headers.find("Sec-WebSocket-Protocol"))
                response.headers.set("Sec-WebSocket-Protocol",
                                     request.headers.get("Sec-WebSocket-Protocol"));
            response.take_over = [this](Session session) {
                session->on_close([this] { closed.say(true); });
                opened.say(std::move(session));
            };
            respond(std::move(response));
        };
    }

    static constexpr std::string_view upgrade =
        "GET /socket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, "
        "Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";

    Session open_socket(RawClient& client, std::string_view headers = "") {
        client.send(fmt::format("{}{}\r\n", upgrade, headers));
        handshake = client.answer();
        auto session = opened.wait();
        return session ? *session : nullptr;
    }

    /// A frame as a client must send it: masked.
    static std::string frame(int opcode, std::string_view payload, bool last = true) {
        std::string out(1, static_cast<char>((last ? 0x80 : 0) | opcode));
        if (payload.size() < 126) {
            out += static_cast<char>(0x80 | payload.size());
        } else if (payload.size() < 65536) {
            out += static_cast<char>(0x80 | 126);
            out += static_cast<char>(payload.size() >> 8);
            out += static_cast<char>(payload.size() & 0xFF);
        } else {
            out += static_cast<char>(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8)
                out += static_cast<char>((payload.size() >> shift) & 0xFF);
        }
        constexpr std::string_view mask = "mask";
        out += mask;
        for (std::size_t i = 0; i < payload.size(); ++i)
            out += static_cast<char>(payload[i] ^ mask[i % 4]);
        return out;
    }

    /// One short frame of the server: its opcode and payload.
    static std::pair<int, std::string> read_frame(RawClient& client) {
        auto const head = client.take(2);
        if (head.size() < 2) return {-1, ""};
        return {head[0] & 0x0F, client.take(static_cast<std::size_t>(head[1] & 0x7F))};
    }

    static int close_code(std::string const& payload) {
        if (payload.size() < 2) return 0;
        return static_cast<unsigned char>(payload[0]) * 256 +
               static_cast<unsigned char>(payload[1]);
    }

    Heard<Session> opened;
    Heard<bool> closed;
    RawAnswer handshake;
};

TEST_F(StreamTest, events_go_out_as_they_are_queued) {
    start();
    auto const client = connect();
    client->send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const head = client->answer();
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("Content-Type"), "text/event-stream");
    EXPECT_EQ(head.header("Content-Length"), "");
    auto const session = *opened.wait();
    EXPECT_FALSE(session->is_websocket());
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(session->send(fmt::format("data: {}\n\n", i)));
    for (int i = 0; i < 100; ++i)
        ASSERT_EQ(client->take_until("\n\n"), fmt::format("data: {}\n\n", i));
    session->send("data: last\n\n");
    session->close();
    EXPECT_EQ(client->take_until("\n\n"), "data: last\n\n");
    EXPECT_TRUE(client->ends());
    EXPECT_TRUE(closed.wait());
    EXPECT_FALSE(session->send("data: late\n\n"));
}

TEST_F(StreamTest, a_client_that_goes_ends_the_stream) {
    start();
    auto client = connect();
    client->send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    client->answer();
    auto const session = *opened.wait();
    client.reset();
    EXPECT_TRUE(closed.wait());
    EXPECT_FALSE(session->send("x"));
    bool called = false;
    session->on_close([&] { called = true; });
    EXPECT_TRUE(called) << "who asks after the end is told at once";
}

TEST_F(StreamTest, a_reader_too_slow_for_its_queue_is_closed) {
    options.stream_queue_bytes_max = 100'000;
    start();
    auto const client = connect(4096);
    client->send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const session = *opened.wait();
    // Far more than the sockets between hold.
    int sent = 0;
    while (sent < 100'000 && session->send(std::string(1000, 'x'))) ++sent;
    EXPECT_LT(sent, 100'000);
    EXPECT_TRUE(closed.wait());
}

TEST_F(StreamTest, a_reader_that_stands_still_is_closed_after_the_write_deadline) {
    options.write_deadline = 60ms;
    options.stream_queue_bytes_max = 64U << 20;
    start();
    auto const client = connect(4096);
    client->send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const session = *opened.wait();
    EXPECT_TRUE(session->send(std::string(32U << 20, 'x')));
    EXPECT_TRUE(closed.wait());
}

TEST_F(StreamTest, head_does_not_open_a_stream) {
    start();
    auto const client = connect();
    client->send("HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client->answer(true).status, 200);
    EXPECT_EQ(client->get("/events").status, 200) << "the connection is still HTTP";
}

TEST_F(StreamTest, a_websocket_talks_both_ways) {
    start();
    auto const client = connect();
    auto const session = open_socket(*client, "Sec-WebSocket-Protocol: token\r\n");
    ASSERT_TRUE(session);
    EXPECT_EQ(handshake.status, 101);
    // The example of RFC 6455, 1.3.
    EXPECT_EQ(handshake.header("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(handshake.header("Sec-WebSocket-Protocol"), "token");
    EXPECT_EQ(handshake.header("X-Request-Id").size(), 13U);
    EXPECT_EQ(handshake.header("Server"), "");
    EXPECT_TRUE(session->is_websocket());
    Heard<std::string> message;
    session->on_message([&](std::string text) { message.say(std::move(text)); });
    client->send(frame(1, "hello"));
    EXPECT_EQ(message.wait(), "hello");
    client->send(frame(1, "in ", false) + frame(0, "pieces"));
    EXPECT_EQ(message.wait(), "in pieces");
    session->send("answer");
    EXPECT_EQ(read_frame(*client), std::pair(1, std::string("answer")));
    client->send(frame(9, "are you there"));
    EXPECT_EQ(read_frame(*client), std::pair(10, std::string("are you there")));
}

TEST_F(StreamTest, a_websocket_is_closed_by_either_side) {
    start();
    auto const client = connect();
    open_socket(*client);
    client->send(frame(8, "\x03\xE8"));
    EXPECT_EQ(close_code(read_frame(*client).second), 1000);
    EXPECT_TRUE(client->ends());
    EXPECT_TRUE(closed.wait());
    auto const other = connect();
    auto const session = open_socket(*other);
    session->send("last words");
    session->close();
    EXPECT_EQ(read_frame(*other).second, "last words");
    EXPECT_EQ(close_code(read_frame(*other).second), 1000);
    other->send(frame(8, "\x03\xE8"));
    EXPECT_TRUE(other->ends());
    EXPECT_TRUE(closed.wait());
}

TEST_F(StreamTest, broken_and_oversized_messages_end_a_websocket) {
    start();
    for (auto const& [sent, code] : std::vector<std::pair<std::string, int>>{
             {frame(1, std::string(9'000, 'x')), 1009},
             {frame(1, "\xFF\xFE"), 1007},
             {std::string("\x81\x05hello"), 1002},
             {frame(3, "reserved"), 1002},
         }) {
        auto const client = connect();
        ASSERT_TRUE(open_socket(*client));
        client->send(sent);
        EXPECT_EQ(close_code(read_frame(*client).second), code);
        client->send(frame(8, "\x03\xE8"));
        EXPECT_TRUE(closed.wait());
    }
    auto const client = connect();
    auto const session = open_socket(*client);
    Heard<std::string> message;
    session->on_message([&](std::string text) { message.say(std::move(text)); });
    client->send(frame(1, std::string(8U << 10, 'x')));
    EXPECT_EQ(message.wait()->size(), 8U << 10);
}

TEST_F(StreamTest, a_websocket_is_pinged_and_closed_when_it_stays_silent) {
    options.idle_deadline = 400ms;
    start();
    auto const client = connect();
    open_socket(*client);
    EXPECT_EQ(read_frame(*client).first, 9);
    EXPECT_TRUE(closed.wait());
}

TEST_F(StreamTest, what_is_no_websocket_request_is_told_to_upgrade) {
    start();
    for (std::string_view const headers :
         {"", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n",
          "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
          "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
          "Sec-WebSocket-Key: short\r\n"}) {
        auto const answer = connect()->get("/socket", headers);
        EXPECT_EQ(answer.status, 426) << headers;
        EXPECT_EQ(answer.header("Upgrade"), "websocket");
    }
}

TEST_F(StreamTest, a_slow_reader_of_a_websocket_is_closed) {
    options.stream_queue_bytes_max = 100'000;
    start();
    auto const client = connect(4096);
    auto const session = open_socket(*client);
    int sent = 0;
    while (sent < 100'000 && session->send(std::string(1000, 'x'))) ++sent;
    EXPECT_LT(sent, 100'000);
    EXPECT_TRUE(closed.wait());
}

TEST_F(StreamTest, a_stop_says_goodbye_to_streams) {
    start();
    auto socket = connect();
    open_socket(*socket);
    auto events = connect();
    events->send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    events->answer();
    auto const session = *opened.wait();
    session->send("data: last\n\n");
    std::thread stopping([&] { server->stop(10s); });
    EXPECT_EQ(close_code(read_frame(*socket).second), 1001);
    socket->send(frame(8, "\x03\xE9"));
    EXPECT_TRUE(socket->ends());
    socket.reset();
    EXPECT_EQ(events->take_until("\n\n"), "data: last\n\n");
    EXPECT_TRUE(events->ends());
    stopping.join();
    EXPECT_EQ(server->connections(), 0U);
    EXPECT_FALSE(session->send("late"));
}

TEST_F(StreamTest, a_session_outlives_its_server) {
    start();
    auto const client = connect();
    auto const session = open_socket(*client);
    server->stop(Duration::zero());
    EXPECT_TRUE(closed.wait());
    server.reset();
    EXPECT_FALSE(session->send("late"));
    session->close();
}

TEST(StreamQueue, never_holds_more_than_its_bound) {
    StreamQueue queue({}, 1, false, 1000);
    EXPECT_TRUE(queue.send(std::string(400, 'x')));
    EXPECT_TRUE(queue.send(std::string(400, 'x')));
    EXPECT_FALSE(queue.send(std::string(400, 'x')));
    EXPECT_TRUE(queue.has_overflowed());
    EXPECT_FALSE(queue.send("x"));
    EXPECT_TRUE(queue.take().empty());
}

TEST(StreamQueue, what_is_taken_counts_until_it_is_sent) {
    StreamQueue queue({}, 1, false, 1000);
    EXPECT_TRUE(queue.send(std::string(800, 'x')));
    EXPECT_EQ(queue.take().size(), 1U);
    queue.sent(800);
    EXPECT_TRUE(queue.send(std::string(800, 'x')));
    EXPECT_EQ(queue.take().size(), 1U);
    EXPECT_FALSE(queue.send(std::string(800, 'x')));
}

TEST(StreamQueue, a_flood_of_empty_frames_is_bounded_too) {
    StreamQueue queue({}, 1, false, 1000);
    int accepted = 0;
    while (accepted < 1000 && queue.send("")) ++accepted;
    EXPECT_LT(accepted, 100);
}

}  // namespace
}  // namespace skein::http
