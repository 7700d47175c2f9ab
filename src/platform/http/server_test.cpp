#include "platform/http/server.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <future>

#include "platform/http/loop.h"
#include "platform/http/test_server.h"

namespace skein::http {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

Handler silent() {
    Handler handler;
    handler.handle = [](Request, Respond) {};
    return handler;
}

TEST(HttpLoop, a_turn_ends_however_much_there_is_to_do) {
    auto const loop = Loop::make(1s);
    bool turned = false;
    loop->after_each_turn([&] { turned = true; });
    int left = 100'000;
    std::promise<bool> ended;
    std::function<void()> more = [&] {
        if (left == 100'000) turned = false;
        if (turned || --left == 0) return ended.set_value(turned);
        loop->post(more);
    };
    loop->start("test");
    loop->post(more);
    EXPECT_TRUE(ended.get_future().get());
    loop->stop();
}

TEST_F(ServerTest, a_connection_carries_many_requests) {
    start();
    auto const client = connect();
    for (int i = 0; i < 5; ++i) {
        auto const answer = client->get(fmt::format("/{}", i));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, fmt::format("GET /{} ", i));
        EXPECT_EQ(answer.header("Server"), "");
        EXPECT_EQ(answer.header("X-Request-Id").size(), 13U);
        EXPECT_THAT(answer.header("Date"), HasSubstr(" GMT"));
    }
    EXPECT_NE(client->get("/").header("X-Request-Id"), client->get("/").header("X-Request-Id"));
    EXPECT_EQ(server->connections(), 1U);
}

TEST_F(ServerTest, pipelined_requests_are_answered_in_order) {
    // Each answer waits for the next thread; a later one could overtake it.
    std::vector<std::thread> threads;
    std::mutex mutex;
    on_request = [&](Request request, Respond respond) {
        std::lock_guard const lock(mutex);
        threads.emplace_back([path = request.path, respond = std::move(respond)]() mutable {
            respond(text_response(200, path));
        });
    };
    start();
    auto const client = connect();
    std::string all;
    for (int i = 0; i < 200; ++i) all += fmt::format("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", i);
    client->send(all);
    for (int i = 0; i < 200; ++i) ASSERT_EQ(client->answer().body, fmt::format("/{}", i));
    for (auto& thread : threads) thread.join();
}

TEST_F(ServerTest, thousands_of_pipelined_requests_answered_at_once_do_not_pile_up) {
    start();
    auto const client = connect();
    std::string all;
    for (int i = 0; i < 3000; ++i) all += "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";
    std::thread sender([&] { client->send(all); });
    for (int i = 0; i < 3000; ++i) ASSERT_EQ(client->answer().status, 200) << i;
    sender.join();
}

TEST_F(ServerTest, smuggled_and_malformed_requests_are_answered_and_cut_off) {
    start();
    for (std::string_view const text :
         {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: "
          "chunked\r\n\r\n0\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
          "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n", "GET / HTTP/1.1\nHost: a\n\n",
          "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "\x16\x03\x01\x01\x01\x01"}) {
        auto const client = connect();
        // What follows must never be seen as a request.
        client->send(text);
        client->send("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
        auto const answer = client->answer();
        EXPECT_EQ(answer.status, 400) << text;
        EXPECT_EQ(answer.header("Connection"), "close");
        EXPECT_TRUE(client->ends()) << text;
    }
}

TEST_F(ServerTest, bodies_are_limited_by_what_the_route_says) {
    handler.limit = [](Request const& head) -> Result<BodyLimit> {
        if (head.path == "/closed") return fail(Errc::forbidden, "no bodies");
        return BodyLimit{head.path == "/large" ? 1000U : 10U, false};
    };
    start();
    auto const post = [&](std::string_view path, std::string_view headers, std::string_view body) {
        return connect()->ask(
            fmt::format("POST {} HTTP/1.1\r\nHost: a\r\n{}\r\n\r\n{}", path, headers, body));
    };
    EXPECT_EQ(post("/large", "Content-Length: 20", std::string(20, 'x')).status, 200);
    EXPECT_EQ(post("/small", "Content-Length: 20", "").status, 413);
    EXPECT_EQ(post("/small", "Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n").body,
              "POST /small hello");
    EXPECT_EQ(post("/small", "Transfer-Encoding: chunked", "6\r\nhello \r\n6\r\nworld!\r\n").status,
              413);
    EXPECT_EQ(post("/closed", "Content-Length: 20", "").body, "no bodies");
}

TEST_F(ServerTest, the_answer_to_a_refused_body_is_not_lost_while_the_body_still_comes) {
    options.body_bytes_max = 10;
    start();
    auto const client = connect();
    client->send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n");
    std::string const piece(100'000, 'x');
    for (int i = 0; i < 20; ++i) client->send(piece);
    EXPECT_EQ(client->answer().status, 413);
}

TEST_F(ServerTest, a_client_that_asks_first_is_told_to_go_on) {
    options.body_bytes_max = 10;
    start();
    auto const client = connect();
    client->send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(client->take_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client->send("hello");
    EXPECT_EQ(client->answer().body, "POST / hello");
    auto const refused = client->ask(
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 50\r\n\r\n");
    EXPECT_EQ(refused.status, 413) << "nobody is asked for what will be refused";
}

TEST_F(ServerTest, a_large_body_goes_to_disk_and_with_its_request) {
    std::string path;
    handler.limit = [](Request const&) { return BodyLimit{10U << 20, true}; };
    on_request = [&](Request request, Respond respond) {
        path = request.file->path;
        respond(text_response(200, fmt::format("{} {}", request.body.size(), request.file->size)));
    };
    start();
    auto const client = connect();
    client->send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n");
    client->send(std::string(3'000'000, 'x'));
    EXPECT_EQ(client->answer().body, "0 3000000");
    server->stop(Duration::zero());
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(ServerTest, who_sends_too_slowly_is_cut_off) {
    options.header_deadline = options.body_deadline = options.idle_deadline = 60ms;
    start();
    auto const silent = connect();
    EXPECT_TRUE(silent->ends()) << "idle: closed without a word";
    auto const slow_head = connect();
    slow_head->send("GET / HT");
    EXPECT_EQ(slow_head->answer().status, 408);
    EXPECT_TRUE(slow_head->ends());
    auto const slow_body = connect();
    slow_body->send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
    EXPECT_EQ(slow_body->answer().status, 408);
    EXPECT_TRUE(slow_body->ends());
    auto const between = connect();
    EXPECT_EQ(between->get("/").status, 200);
    EXPECT_TRUE(between->ends());
}

TEST_F(ServerTest, bytes_that_trickle_do_not_move_the_deadline_of_a_head) {
    options.header_deadline = 100ms;
    start();
    auto const client = connect();
    client->send("GET / HTTP/1.1\r\n");
    // Sends until it is refused: were each byte a reprieve, this would never end.
    while (client->send("X")) {
        pollfd waiting{client->socket(), POLLIN, 0};
        if (::poll(&waiting, 1, 5) > 0) break;
    }
    EXPECT_EQ(client->answer().status, 408);
}

TEST_F(ServerTest, who_reads_too_slowly_is_cut_off) {
    options.write_deadline = 60ms;
    Heard<std::uint64_t> sent;
    handler.done = [&](Request const&, int, std::uint64_t bytes, Duration) { sent.say(bytes); };
    on_request = [](Request, Respond respond) {
        respond(text_response(200, std::string(64U << 20, 'x')));
    };
    start();
    auto const client = connect(4096);
    client->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const bytes = sent.wait();
    ASSERT_TRUE(bytes);
    EXPECT_LT(*bytes, 64U << 20);
}

TEST_F(ServerTest, head_sends_the_head_alone) {
    start();
    auto const client = connect();
    client->send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\nGET /y HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const head = client->answer(true);
    EXPECT_EQ(head.header("Content-Length"), "8");
    EXPECT_EQ(client->answer().body, "GET /y ");
}

TEST_F(ServerTest, files_are_sent_whole_and_in_parts) {
    auto const path = testing::TempDir() + "/skein-http-file";
    std::string content;
    for (int i = 0; content.size() < 3'000'000; ++i) content += fmt::format("{:07}\n", i);
    std::ofstream(path) << content;
    on_request = [&](Request request, Respond respond) {
        Response response;
        response.headers.set("ETag", "\"f\"");
        response.body = FileBody{request.path == "/gone" ? path + "x" : path, content.size()};
        respond(std::move(response));
    };
    start();
    auto const client = connect();
    EXPECT_EQ(client->get("/f").body, content);
    auto const part = client->get("/f", "Range: bytes=1000000-1999999\r\n");
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, content.substr(1'000'000, 1'000'000));
    EXPECT_EQ(client->get("/f", "Range: bytes=-8\r\n").body, content.substr(content.size() - 8));
    EXPECT_EQ(client->get("/f", "Range: bytes=0-1,5-6\r\n").status, 200);
    EXPECT_EQ(client->get("/f", "Range: bytes=3000000000-\r\n").status, 416);
    EXPECT_EQ(client->get("/f", "If-None-Match: \"f\"\r\n").status, 304);
    EXPECT_EQ(client->get("/gone").status, 400) << "the error page stands in";
    EXPECT_EQ(client->get("/f").status, 200) << "and the connection goes on";
}

TEST_F(ServerTest, addresses_come_from_trusted_proxies_alone) {
    on_request = [](Request request, Respond respond) {
        respond(text_response(200, fmt::format("{} {} {}", request.client_address, request.secure,
                                               request.loopback)));
    };
    start();
    auto const headers = "X-Forwarded-For: 198.51.100.7\r\nX-Forwarded-Proto: https\r\n";
    EXPECT_EQ(connect()->get("/", headers).body, "127.0.0.1 false false");
    EXPECT_EQ(connect()->get("/").body, "127.0.0.1 false true");
}

TEST_F(ServerTest, a_trusted_proxy_is_believed) {
    options.trusted_proxies = {"127.0.0.0/8"};
    on_request = [](Request request, Respond respond) {
        respond(text_response(200, fmt::format("{} {} {}", request.client_address, request.secure,
                                               request.loopback)));
    };
    start();
    auto const headers = "X-Forwarded-For: 198.51.100.7\r\nX-Forwarded-Proto: https\r\n";
    EXPECT_EQ(connect()->get("/", headers).body, "198.51.100.7 true false");
}

TEST_F(ServerTest, a_request_left_without_an_answer_is_our_mistake_and_answered) {
    on_request = [](Request request, Respond respond) {
        if (request.path == "/throw") throw std::runtime_error("a bug");
        if (request.path == "/twice") {
            respond(text_response(200, "first"));
            respond(text_response(200, "second"));
        }
    };
    start();
    auto const client = connect();
    EXPECT_EQ(client->get("/forgotten").status, 500);
    EXPECT_EQ(client->get("/throw").status, 500);
    EXPECT_EQ(client->get("/twice").body, "first");
    EXPECT_EQ(client->get("/forgotten").status, 500) << "the second answer was dropped";
}

TEST_F(ServerTest, an_answer_may_come_after_its_connection_and_its_server) {
    Heard<std::shared_ptr<Respond>> kept;
    on_request = [&](Request, Respond respond) {
        kept.say(std::make_shared<Respond>(std::move(respond)));
    };
    start();
    auto client = connect();
    client->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const respond = kept.wait();
    ASSERT_TRUE(respond);
    client.reset();
    server->stop(Duration::zero());
    server.reset();
    (**respond)(text_response(200, "late"));
}

TEST_F(ServerTest, each_answer_is_noted_once) {
    std::atomic<int> noted = 0;
    Heard<std::string> last;
    handler.done = [&](Request const& asked, int status, std::uint64_t bytes, Duration) {
        ++noted;
        last.say(fmt::format("{} {} {} {}", asked.path, status, bytes, asked.id.size()));
    };
    start();
    connect()->get("/noted");
    EXPECT_EQ(last.wait(), "/noted 200 11 13");
    connect()->ask("BREW / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(*last.wait(), HasSubstr(" 501 "));
    EXPECT_EQ(noted, 2);
}

TEST_F(ServerTest, old_clients_are_answered_and_closed) {
    start();
    auto const client = connect();
    auto const answer = client->ask("GET /x HTTP/1.0\r\n\r\n");
    EXPECT_EQ(answer.body, "GET /x ");
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_TRUE(client->ends());
}

TEST_F(ServerTest, connections_over_the_limit_are_turned_away) {
    options.connections_max = 2;
    start();
    auto const first = connect(), second = connect();
    EXPECT_EQ(first->get("/").status, 200);
    EXPECT_EQ(second->get("/").status, 200);
    EXPECT_EQ(connect()->answer().status, 503);
}

TEST_F(ServerTest, several_threads_share_the_connections) {
    options.io_threads = 3;
    start();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 30; ++i) clients.push_back(connect());
    for (int round = 0; round < 3; ++round)
        for (auto const& client : clients) ASSERT_EQ(client->get("/").status, 200);
    EXPECT_EQ(server->connections(), 30U);
}

TEST_F(ServerTest, stopping_answers_what_runs) {
    Heard<std::shared_ptr<Respond>> kept;
    on_request = [&](Request, Respond respond) {
        kept.say(std::make_shared<Respond>(std::move(respond)));
    };
    start();
    auto client = connect();
    client->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const respond = kept.wait();
    ASSERT_TRUE(respond);
    std::thread stopping([&] { server->stop(10s); });
    // The listener goes first.
    while (RawClient(address).connected()) std::this_thread::yield();
    (**respond)(text_response(200, "still here"));
    auto const answer = client->answer();
    EXPECT_EQ(answer.body, "still here");
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_TRUE(client->ends());
    client.reset();
    stopping.join();
}

TEST_F(ServerTest, a_stop_ends_what_does_not_end_by_itself) {
    Heard<std::shared_ptr<Respond>> kept;
    on_request = [&](Request, Respond respond) {
        kept.say(std::make_shared<Respond>(std::move(respond)));
    };
    start();
    auto const client = connect();
    client->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    auto const respond = kept.wait();
    server->stop(30ms);
    EXPECT_TRUE(client->ends());
}

TEST_F(ServerTest, a_restart_that_hands_the_socket_over_loses_no_request) {
    start();
    std::atomic<bool> over = false;
    std::atomic<int> failed = 0, answered = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back([&] {
            auto client = connect();
            while (!over) {
                auto const answer = client->get("/");
                ++(answer.status == 200 ? answered : failed);
                if (answer.status != 200 || answer.header("Connection") == "close")
                    client = connect();
            }
        });
    for (int restart = 0; restart < 5; ++restart) {
        while (answered < (restart + 1) * 200) std::this_thread::yield();
        auto next = options;
        next.inherited_sockets = {::dup(server->listening_sockets().at(0))};
        Handler same;
        same.handle = [this](Request request, Respond respond) {
            answer_with(std::move(request), std::move(respond));
        };
        auto started = Server::start(next, std::move(same));
        ASSERT_TRUE(started);
        EXPECT_EQ((*started)->addresses().at(0), address);
        server->stop(10s);
        server = *std::move(started);
    }
    over = true;
    for (auto& client : clients) client.join();
    EXPECT_EQ(failed, 0);
}

TEST_F(ServerTest, what_can_not_be_listened_on_is_said_so) {
    start();
    auto taken = options;
    taken.listen = {address};
    auto const busy = Server::start(taken, silent());
    ASSERT_FALSE(busy);
    EXPECT_THAT(busy.error().message, HasSubstr("Another program listens there already"));
    for (auto const* const wrong : {"", "3000", "127.0.0.1", "::1:3000", "example.org:80",
                                    "127.0.0.1:70000", "127.0.0.1:x"}) {
        taken.listen = {wrong};
        auto const refused = Server::start(taken, silent());
        ASSERT_FALSE(refused) << wrong;
        EXPECT_EQ(refused.error().code, Errc::bad_request) << wrong;
    }
    taken.listen = {"127.0.0.1:0"};
    taken.trusted_proxies = {"nonsense"};
    EXPECT_FALSE(Server::start(taken, silent()));
}

TEST_F(ServerTest, six_is_spoken) {
    options.listen = {"127.0.0.1:0", "[::1]:0"};
    start();
    EXPECT_EQ(server->addresses().size(), 2U);
    EXPECT_THAT(server->addresses()[1], StartsWith("[::1]:"));
}

}  // namespace
}  // namespace skein::http
