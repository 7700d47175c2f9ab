// The HTTP server: sockets, parsing, limits and deadlines. The only room that knows Boost.Beast.
//
// I/O threads accept and parse; the handler is called on an I/O thread with a complete request and
// must only decide where the work goes (a lane) and return. The answer may come from any thread,
// once. Pipelined requests are answered in order. The rest is promised by tests: limits of
// security.md 5.1-5.3.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "platform/http/message.h"
#include "platform/http/stream.h"

namespace skein::http {

struct ServerOptions {
    std::vector<std::string> listen;  ///< `127.0.0.1:3000`, `[::]:3000`; port 0 takes a free one.
    /// Listening sockets handed over by the process before this one, in place of the first of
    /// `listen`, in their order. What is more than `listen` names is closed.
    std::vector<int> inherited_sockets;
    unsigned io_threads = 1;
    std::vector<std::string>
        trusted_proxies;  ///< Addresses or prefixes whose X-Forwarded-For is believed.
    std::size_t header_bytes_max = 16 << 10;
    std::size_t headers_max = 100;
    std::uint64_t body_bytes_max = 1 << 20;  ///< Where `limits` says nothing else.
    Duration header_deadline = std::chrono::seconds(10);
    /// Grows by a second for each 16 KiB that has come.
    Duration body_deadline = std::chrono::seconds(30);
    /// Of a connection between requests, and of a WebSocket, which is pinged after half of it.
    Duration idle_deadline = std::chrono::seconds(60);
    Duration write_deadline = std::chrono::seconds(60);  ///< Without any progress.
    std::size_t connections_max = 20000;
    /// Not of trusted proxies and of this machine.
    std::size_t connections_per_address_max = 2000;
    std::size_t stream_queue_bytes_max = 1 << 20;
    std::string spool_directory;  ///< Where large bodies are streamed.
};

/// What may be sent to a route, asked as soon as a head has been read that announces a body.
struct BodyLimit {
    std::uint64_t bytes_max = 0;
    bool to_disk = false;
};

/// Answers a request, once; a second call, or none before it is destroyed, is our bug (500 is
/// sent).
using Respond = std::move_only_function<void(Response)>;

struct Handler {
    /// The head has been read and a body is to follow: how much of it may. Errors are answered at
    /// once, without reading it.
    std::function<Result<BodyLimit>(Request const& head)> limit;
    /// The request is complete.
    std::function<void(Request, Respond)> handle;
    /// All requests that had come together have been handed over: what was put off may be done.
    std::function<void()> turn_ended;
    /// Turns an error of the HTTP layer itself (too large, timeout, malformed) into a response.
    std::function<Response(Request const& head, Error const&)> error;
    /// After the last byte of an answer: status, bytes sent, time taken. For the access log and
    /// metrics.
    std::function<void(Request const&, int status, std::uint64_t bytes, Duration taken)> done;
};

class Server {
  public:
    static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler);
    virtual ~Server() = default;

    /// Where it listens, with the real ports.
    virtual std::vector<std::string> addresses() const = 0;
    /// The listening sockets, for the process after this one.
    virtual std::vector<int> listening_sockets() const = 0;
    virtual std::size_t connections() const = 0;

    /// Stops accepting, answers what was accepted within `grace` (`Connection: close`), closes
    /// streams, joins.
    virtual void stop(Duration grace) = 0;
};

}  // namespace skein::http
