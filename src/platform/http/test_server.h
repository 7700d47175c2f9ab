// For tests: a server on a free port of this machine, and a client that writes raw bytes to it.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/server.h"

namespace skein::http {

/// One answer as it came.
struct RawAnswer {
    int status = 0;
    std::string head;
    std::string body;

    std::string header(std::string_view name) const {
        auto const at = head.find(fmt::format("\r\n{}: ", name));
        if (at == std::string::npos) return "";
        auto const begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

class RawClient {
  public:
    explicit RawClient(std::string const& address, int receive_buffer = 0) {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (receive_buffer > 0)
            ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port =
            htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
    }
    RawClient(RawClient const&) = delete;
    RawClient& operator=(RawClient const&) = delete;
    ~RawClient() {
        if (socket_ >= 0) ::close(socket_);
    }

    bool connected() const { return connected_; }
    int socket() const { return socket_; }

    /// False when the other side has closed.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    /// Reads more; false at the end, or when nothing comes for ten seconds.
    bool receive() {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, 10'000) <= 0) return false;
        char room[16384];
        auto const got = ::recv(socket_, room, sizeof room, 0);
        if (got <= 0) return false;
        held_.append(room, static_cast<std::size_t>(got));
        return true;
    }

    /// Waits until at least so many bytes are held, and takes them.
    std::string take(std::size_t size) {
        while (held_.size() < size && receive()) {}
        auto out = held_.substr(0, size);
        held_.erase(0, out.size());
        return out;
    }

    std::string take_until(std::string_view end) {
        while (held_.find(end) == std::string::npos && receive()) {}
        auto const at = held_.find(end);
        return take(at == std::string::npos ? held_.size() : at + end.size());
    }

    /// One answer; a status of 0 when none came.
    RawAnswer answer(bool without_body = false) {
        RawAnswer answer;
        answer.head = take_until("\r\n\r\n");
        if (answer.head.size() < 12) return answer;
        std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
        auto const length = answer.header("Content-Length");
        if (!length.empty() && !without_body) answer.body = take(std::stoul(length));
        return answer;
    }

    RawAnswer ask(std::string_view request) {
        send(request);
        return answer();
    }

    RawAnswer get(std::string_view path, std::string_view headers = "") {
        return ask(fmt::format("GET {} HTTP/1.1\r\nHost: a\r\n{}\r\n", path, headers));
    }

    /// The other side closes, sending nothing more.
    bool ends() { return !receive() && held_.empty(); }

  private:
    int socket_ = -1;
    bool connected_ = false;
    std::string held_;
};

class ServerTest : public testing::Test {
  protected:
    void SetUp() override {
        options.listen = {"127.0.0.1:0"};
        options.spool_directory = testing::TempDir() + "/skein-http-spool";
        handler.handle = [this](Request request, Respond respond) {
            answer_with(std::move(request), std::move(respond));
        };
        handler.error = [](Request const&, Error const& error) {
            auto const status = error.code == Errc::internal ? 500 : 400;
            return text_response(status, error.message);
        };
    }
    void TearDown() override {
        if (server) server->stop(Duration::zero());
    }

    void start() {
        auto started = Server::start(options, std::move(handler));
        ASSERT_TRUE(started) << started.error().message;
        server = *std::move(started);
        address = server->addresses().at(0);
    }

    std::unique_ptr<RawClient> connect(int receive_buffer = 0) {
        return std::make_unique<RawClient>(address, receive_buffer);
    }

    /// What the handler does with a request, unless a test says otherwise.
    virtual void answer_with(Request request, Respond respond) {
        if (on_request) return on_request(std::move(request), std::move(respond));
        respond(text_response(
            200, fmt::format("{} {} {}", to_string(request.method), request.path, request.body)));
    }

    ServerOptions options;
    Handler handler;
    std::function<void(Request, Respond)> on_request;
    std::unique_ptr<Server> server;
    std::string address;
};

/// Something that another thread will say.
template <class T>
class Heard {
  public:
    void say(T value) {
        std::lock_guard const lock(mutex_);
        value_ = std::move(value);
        said_.notify_all();
    }
    /// Nothing when it is not said within ten seconds.
    std::optional<T> wait() {
        std::unique_lock lock(mutex_);
        said_.wait_for(lock, std::chrono::seconds(10), [&] { return value_.has_value(); });
        return std::exchange(value_, std::nullopt);
    }

  private:
    std::mutex mutex_;
    std::condition_variable said_;
    std::optional<T> value_;
};

}  // namespace skein::http
