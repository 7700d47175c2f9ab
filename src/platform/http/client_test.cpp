#include "platform/http/client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "platform/http/transfer.h"
#include "platform/threads/scheduler.h"

namespace skein::http {
namespace {

struct Reply {
    std::string bytes;
    bool hold = false;  ///< Keep the connection open until the client lets go.
};

/// A server that answers each connection's first request with whatever a test wants on the wire.
class Wire {
  public:
    using Answering = std::function<Reply(std::string const& request)>;

    explicit Wire(Answering answer) : answer_(std::move(answer)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* raw = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(listener_, raw, size), 0);
        EXPECT_EQ(::listen(listener_, 64), 0);
        ::getsockname(listener_, raw, &size);
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { accept_all(); });
    }

    ~Wire() {
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        for (auto& connection : connections_) connection.join();
        ::close(listener_);
    }

    std::string port() const { return std::to_string(port_); }

    std::vector<std::string> requests() {
        std::lock_guard const lock(mutex_);
        return requests_;
    }

    /// Waits until so many requests have come in.
    void wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [&] { return requests_.size() >= count; });
    }

  private:
    void accept_all() {
        for (;;) {
            auto const fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) return;
            connections_.emplace_back([this, fd] { serve(fd); });
        }
    }

    void serve(int fd) {
        auto const request = read_request(fd);
        {
            std::lock_guard const lock(mutex_);
            requests_.push_back(request);
        }
        came_.notify_all();
        auto const reply = answer_(request);
        std::string_view left = reply.bytes;
        while (!left.empty()) {
            auto const sent = ::send(fd, left.data(), left.size(), MSG_NOSIGNAL);
            if (sent <= 0) break;
            left.remove_prefix(static_cast<std::size_t>(sent));
        }
        char byte;
        while (reply.hold && ::recv(fd, &byte, 1, 0) > 0) {}
        ::close(fd);
    }

    static std::string read_request(int fd) {
        std::string text;
        std::size_t body = 0, end = std::string::npos;
        for (;;) {
            if (end == std::string::npos && (end = text.find("\r\n\r\n")) != std::string::npos)
                if (auto const at = text.find("Content-Length: "); at < end)
                    body = std::stoul(text.substr(at + 16));
            if (end != std::string::npos && text.size() >= end + 4 + body) return text;
            char buffer[4096];
            auto const got = ::recv(fd, buffer, sizeof buffer, 0);
            if (got <= 0) return text;
            text.append(buffer, static_cast<std::size_t>(got));
        }
    }

    Answering answer_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::thread acceptor_;
    std::vector<std::thread> connections_;
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<std::string> requests_;
};

std::string plain(std::string const& body, std::string const& headers = "") {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\nConnection: close\r\n" + headers + "\r\n" + body;
}

std::string moved(std::string const& location) {
    return "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: " + location +
           "\r\n\r\n";
}

std::string gzip(std::string const& text) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

class ClientTest : public testing::Test {
  protected:
    /// A client for which `ok.example` and `other.example` (plain http) are the wire.
    std::unique_ptr<Client> client(Wire& wire, ClientOptions options = {}) {
        options.user_agent = "Skein test";
        options.https_only = false;
        for (auto const* host : {"ok.example", "other.example"}) {
            options.connect_to.push_back(std::string(host) + ":80:127.0.0.1:" + wire.port());
            options.connect_to.push_back(std::string(host) + ":443:127.0.0.1:" + wire.port());
        }
        return make_client(std::move(options), *scheduler_).value();
    }

    /// What one answer on the wire becomes.
    Result<Answer> ask(Reply reply, Outgoing request = {}) {
        Wire wire([&](std::string const&) { return reply; });
        if (request.url.empty()) request.url = "http://ok.example/x";
        return client(wire)->ask(std::move(request));
    }

    SystemClock clock_;
    std::unique_ptr<threads::Scheduler> scheduler_ = threads::make_real_scheduler(clock_);
};

TEST_F(ClientTest, an_answer_comes_with_its_headers_body_and_address) {
    auto const answer = ask({plain("hello", "X-A: 1\r\nX-A: 2\r\n")}).value();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.headers.get("x-a"), "1");
    EXPECT_EQ(answer.headers.count("x-a"), 2U);
    EXPECT_EQ(answer.final_url, "http://ok.example/x");
}

TEST_F(ClientTest, what_is_sent_is_what_was_asked) {
    Wire wire([](std::string const&) { return Reply{plain("")}; });
    Outgoing request;
    request.method = Method::post;
    request.url = "http://ok.example/inbox?x=1#part";
    request.body = std::string("a\0b", 3);
    request.headers.set("Content-Type", "application/activity+json");
    request.headers.set("Host", "forged.example");
    request.headers.set("Signature", "abc");
    ASSERT_TRUE(client(wire)->ask(request));
    auto const sent = wire.requests().at(0);
    EXPECT_TRUE(sent.starts_with("POST /inbox?x=1 HTTP/1.1\r\nHost: ok.example\r\n")) << sent;
    EXPECT_NE(sent.find("User-Agent: Skein test\r\n"), std::string::npos);
    EXPECT_NE(sent.find("Content-Type: application/activity+json\r\n"), std::string::npos);
    EXPECT_NE(sent.find("Signature: abc\r\n"), std::string::npos);
    EXPECT_EQ(sent.find("forged"), std::string::npos);
    EXPECT_EQ(sent.find("Expect"), std::string::npos);
    EXPECT_TRUE(sent.ends_with(std::string("\r\n\r\na\0b", 7)));
}

TEST_F(ClientTest, the_other_methods_say_their_names) {
    Wire wire([](std::string const&) { return Reply{plain("")}; });
    auto const asking = client(wire);
    for (auto const method : {Method::head, Method::put, Method::patch, Method::del}) {
        Outgoing request;
        request.method = method;
        request.url = "http://ok.example/";
        EXPECT_TRUE(asking->ask(request));
        EXPECT_TRUE(wire.requests().back().starts_with(std::string(to_string(method)) + " / "));
    }
}

TEST_F(ClientTest, a_header_with_a_line_break_is_not_sent) {
    Wire wire([](std::string const&) { return Reply{plain("")}; });
    Outgoing request;
    request.url = "http://ok.example/";
    request.headers.add("X A", "1");
    EXPECT_EQ(client(wire)->ask(request).error().code, Errc::forbidden);
    EXPECT_TRUE(wire.requests().empty());
}

TEST_F(ClientTest, refused_addresses_are_never_asked) {
    Wire wire([](std::string const&) { return Reply{plain("")}; });
    auto const asking = client(wire);
    for (auto const& url : {"http://127.0.0.1:" + wire.port() + "/",
                            "http://localhost/" + wire.port(), std::string("ftp://ok.example/"),
                            std::string("http://ok.example:22/"), std::string("nonsense")}) {
        Outgoing request;
        request.url = url;
        EXPECT_EQ(asking->ask(request).error().code, Errc::forbidden) << url;
    }
    EXPECT_TRUE(wire.requests().empty());
}

TEST_F(ClientTest, a_name_that_leads_to_a_private_address_is_refused_at_connect) {
    Wire wire([](std::string const&) { return Reply{plain("secret")}; });
    ASSERT_TRUE(client(wire));  // Starts libcurl.
    ClientOptions options;
    options.https_only = false;
    // The guard knows nothing of the mapping: to it, ok.example resolves to loopback.
    TransferSettings settings{TargetGuard::make(options).value(), "", "", Descriptor(), {}};
    append(settings.connect_to, "ok.example:80:127.0.0.1:" + wire.port());
    Transfer transfer(settings);
    Pending pending;
    pending.url = Url::parse("http://ok.example/").value();
    transfer.prepare(std::move(pending), std::chrono::seconds(5));
    auto const code = curl_easy_perform(transfer.handle());
    EXPECT_EQ(transfer.outcome(code).error().code, Errc::forbidden);
    EXPECT_TRUE(wire.requests().empty());
}

TEST_F(ClientTest, a_proxy_of_the_environment_is_not_used) {
    Wire wire([](std::string const&) { return Reply{plain("direct")}; });
    ::setenv("http_proxy", "http://127.0.0.1:1", 1);
    Outgoing request;
    request.url = "http://ok.example/";
    auto const answer = client(wire)->ask(request);
    ::unsetenv("http_proxy");
    EXPECT_EQ(answer.value().body, "direct");
}

TEST_F(ClientTest, one_deadline_holds_for_headers_and_body) {
    Outgoing request;
    request.deadline = std::chrono::milliseconds(150);
    EXPECT_EQ(ask({"", true}, request).error().code, Errc::timeout);
    EXPECT_EQ(ask({"HTTP/1.1 200 OK\r\nX-Slow", true}, request).error().code, Errc::timeout);
    EXPECT_EQ(
        ask({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", true}, request).error().code,
        Errc::timeout);
}

TEST_F(ClientTest, a_lying_length_is_not_believed) {
    auto const more = ask({"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour and more"});
    EXPECT_EQ(more.value().body, "four");
    EXPECT_EQ(ask({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nless"}).error().code,
              Errc::remote);
}

TEST_F(ClientTest, a_body_beyond_the_limit_is_cut_off) {
    Outgoing request;
    request.body_bytes_max = 1000;
    EXPECT_TRUE(ask({plain(std::string(1000, 'a'))}, request));
    EXPECT_EQ(ask({plain(std::string(1001, 'a'))}, request).error().code, Errc::remote);
    // Without a length, and a server that would go on for ever.
    EXPECT_EQ(ask({"HTTP/1.1 200 OK\r\n\r\n" + std::string(5000, 'a'), true}, request).error().code,
              Errc::remote);
}

TEST_F(ClientTest, a_compressed_body_is_read_within_its_decoded_size) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919) + ",";
    auto const fine = ask({plain(gzip(text), "Content-Encoding: gzip\r\n")});
    EXPECT_EQ(fine.value().body, text);
    Outgoing request;
    request.body_bytes_max = text.size() - 1;
    auto const refused = ask({plain(gzip(text), "Content-Encoding: gzip\r\n")}, request);
    EXPECT_EQ(refused.error().code, Errc::remote);
    EXPECT_NE(refused.error().detail.find("too large"), std::string::npos);
    auto const bomb = gzip(std::string(10 << 20, 'a'));
    EXPECT_EQ(ask({plain(bomb, "Content-Encoding: gzip\r\n")}).error().code, Errc::remote);
}

TEST_F(ClientTest, a_body_that_grows_too_much_is_refused_below_the_limit_too) {
    auto const dense = gzip(std::string(500 << 10, 'a'));
    auto const refused = ask({plain(dense, "Content-Encoding: gzip\r\n")});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("grows"), std::string::npos) << refused.error().detail;
    // A little one may be as dense as it likes.
    EXPECT_TRUE(ask({plain(gzip(std::string(100 << 10, 'a')), "Content-Encoding: gzip\r\n")}));
}

TEST_F(ClientTest, encodings_that_were_not_asked_for_are_refused) {
    for (auto const* encoding : {"zstd", "br", "gzip, gzip", "compress"})
        EXPECT_EQ(
            ask({plain("x", std::string("Content-Encoding: ") + encoding + "\r\n")}).error().code,
            Errc::remote)
            << encoding;
}

TEST_F(ClientTest, headers_have_limits) {
    EXPECT_FALSE(ask({plain("", "X: " + std::string(9000, 'a') + "\r\n")}));
    std::string many, large;
    for (int i = 0; i < 200; ++i) many += "X-A: 1\r\n";
    for (int i = 0; i < 10; ++i) large += "X-A: " + std::string(5000, 'a') + "\r\n";
    EXPECT_FALSE(ask({plain("", many)}));
    EXPECT_FALSE(ask({plain("", large)}));
    std::string interim;
    for (int i = 0; i < 2000; ++i) interim += "HTTP/1.1 103 Early Hints\r\n\r\n";
    EXPECT_FALSE(ask({interim + plain("")}));
}

TEST_F(ClientTest, redirects_are_followed_when_asked_for) {
    Wire wire([](std::string const& request) {
        if (request.starts_with("GET /a ")) return Reply{moved("/b")};
        if (request.starts_with("GET /b ")) return Reply{moved("http://other.example/c")};
        return Reply{plain("there")};
    });
    Outgoing request;
    request.url = "http://ok.example/a";
    request.redirects_max = 2;
    request.headers.set("Signature", "abc");
    request.headers.set("Authorization", "Bearer abc");
    request.headers.set("X-Other", "kept");
    auto const asking = client(wire);
    auto const answer = asking->ask(request).value();
    EXPECT_EQ(answer.body, "there");
    EXPECT_EQ(answer.final_url, "http://other.example/c");
    auto const last = wire.requests().at(2);
    EXPECT_NE(last.find("Host: other.example\r\n"), std::string::npos);
    EXPECT_NE(last.find("X-Other: kept"), std::string::npos);
    EXPECT_EQ(last.find("abc"), std::string::npos);
    request.redirects_max = 1;
    EXPECT_EQ(asking->ask(request).error().code, Errc::remote);
    request.redirects_max = 0;
    EXPECT_EQ(asking->ask(request).value().status, 302);
}

TEST_F(ClientTest, a_post_is_never_redirected) {
    Wire wire([](std::string const&) { return Reply{moved("http://other.example/")}; });
    Outgoing request;
    request.method = Method::post;
    request.url = "http://ok.example/";
    request.redirects_max = 3;
    EXPECT_EQ(client(wire)->ask(request).value().status, 302);
    EXPECT_EQ(wire.requests().size(), 1U);
}

TEST_F(ClientTest, bad_redirects_are_refused) {
    Wire wire([](std::string const& request) {
        if (request.starts_with("GET /private ")) return Reply{moved("http://169.254.169.254/")};
        if (request.starts_with("GET /scheme ")) return Reply{moved("file:///etc/passwd")};
        if (request.starts_with("GET /self ")) return Reply{moved("/self")};
        if (request.starts_with("GET /ping ")) return Reply{moved("/pong")};
        if (request.starts_with("GET /pong ")) return Reply{moved("/ping")};
        auto const number = std::stoi(request.substr(request.find('/') + 1));
        return Reply{moved("/" + std::to_string(number + 1))};
    });
    auto const asking = client(wire);
    auto const code_of = [&](char const* path) {
        Outgoing request;
        request.url = std::string("http://ok.example") + path;
        request.redirects_max = 100;
        return asking->ask(request).error().code;
    };
    EXPECT_EQ(code_of("/private"), Errc::forbidden);
    EXPECT_EQ(code_of("/scheme"), Errc::forbidden);
    EXPECT_EQ(code_of("/self"), Errc::remote);
    EXPECT_EQ(code_of("/ping"), Errc::remote);
    auto const before = wire.requests().size();
    EXPECT_EQ(code_of("/1"), Errc::remote);
    EXPECT_EQ(wire.requests().size() - before, 4U);
}

TEST_F(ClientTest, a_broken_tls_greeting_never_falls_back_to_http) {
    Wire wire([](std::string const&) { return Reply{plain("in the clear")}; });
    Outgoing request;
    request.url = "https://ok.example/";
    request.deadline = std::chrono::milliseconds(200);
    EXPECT_FALSE(client(wire)->ask(request));
    for (auto const& text : wire.requests()) EXPECT_EQ(text.find("GET "), std::string::npos);
}

TEST_F(ClientTest, a_host_is_asked_so_often_at_once_and_others_meanwhile) {
    Wire wire([](std::string const& request) {
        return request.find("Host: ok.example") != std::string::npos ? Reply{"", true}
                                                                     : Reply{plain("quick")};
    });
    ClientOptions options;
    options.per_host_max = 2;
    std::mutex mutex;
    std::vector<Errc> ended;
    auto const asking = client(wire, options);
    for (int i = 0; i < 5; ++i) {
        Outgoing slow;
        slow.url = "http://ok.example/" + std::to_string(i);
        slow.deadline = std::chrono::seconds(60);
        asking->start(slow, [&](Result<Answer> answer) {
            std::lock_guard const lock(mutex);
            ended.push_back(answer.error().code);
        });
    }
    wire.wait_for(2);
    Outgoing quick;
    quick.url = "http://other.example/";
    EXPECT_EQ(asking->ask(quick).value().body, "quick");
    EXPECT_EQ(wire.requests().size(), 3U);
    // Those in flight and those that wait for their turn end alike.
    asking->stop();
    EXPECT_EQ(ended, std::vector<Errc>(5, Errc::cancelled));
}

TEST_F(ClientTest, waiting_for_a_turn_counts_against_the_deadline) {
    Wire wire([](std::string const&) { return Reply{"", true}; });
    ClientOptions options;
    options.per_host_max = 1;
    Errc how_first_ended{};
    auto const asking = client(wire, options);
    Outgoing first;
    first.url = "http://ok.example/";
    first.deadline = std::chrono::seconds(60);
    asking->start(first, [&](Result<Answer> answer) { how_first_ended = answer.error().code; });
    wire.wait_for(1);
    Outgoing second = first;
    second.deadline = std::chrono::milliseconds(100);
    EXPECT_EQ(asking->ask(second).error().code, Errc::timeout);
    EXPECT_EQ(wire.requests().size(), 1U);
    asking->stop();
    EXPECT_EQ(how_first_ended, Errc::cancelled);
}

TEST_F(ClientTest, after_stop_every_request_is_cancelled) {
    Wire wire([](std::string const&) { return Reply{plain("")}; });
    auto const asking = client(wire);
    asking->stop();
    asking->stop();
    Outgoing request;
    request.url = "http://ok.example/";
    EXPECT_EQ(asking->ask(request).error().code, Errc::cancelled);
}

TEST_F(ClientTest, settings_that_cannot_be_used_stop_the_start) {
    ClientOptions options;
    options.extra_ca = "/nowhere/ca.pem";
    EXPECT_EQ(make_client(options, *scheduler_).error().code, Errc::unprocessable);
    options.extra_ca = SKEIN_SOURCE_DIR "/tests/fixtures/ssrf.json";
    EXPECT_FALSE(make_client(options, *scheduler_));
    options.extra_ca.clear();
    options.connect_to = {"nonsense"};
    EXPECT_EQ(make_client(options, *scheduler_).error().code, Errc::unprocessable);
}

}  // namespace
}  // namespace skein::http
