// A connection kept open for pushes: Server-Sent Events or a WebSocket. The queue is bounded: a
// reader too slow for it is closed, not waited for. Thread-safe; callable from any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace skein::http {

/// One frame, which many sessions may be sent: it exists once, however many wait for it.
using Frame = std::shared_ptr<std::string const>;

class StreamSession {
  public:
    virtual ~StreamSession() = default;

    /// Queues one frame (WebSocket: a text message; SSE: the bytes as they are, with their blank
    /// line). False when the session is closed, or was closed now because its queue is full.
    virtual bool send(Frame frame) = 0;
    bool send(std::string frame) {
        return send(std::make_shared<std::string const>(std::move(frame)));
    }

    /// Called for each text message of a WebSocket, on an I/O thread: must be short. Set once,
    /// early.
    virtual void on_message(std::function<void(std::string)> handler) = 0;

    /// Called once, when the connection has ended for whatever reason. Called at once if it already
    /// has.
    virtual void on_close(std::function<void()> handler) = 0;

    virtual void close() = 0;
    virtual bool is_websocket() const = 0;
};

}  // namespace skein::http
