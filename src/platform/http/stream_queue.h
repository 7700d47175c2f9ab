// The side of a stream that features hold: a bounded queue of frames, and who is told of its end.
// Thread-safe; it outlives its connection, and its server.
//
// 1. `open` goes to false once. 2. Frames are taken in the order they were queued. 3. The queue
// never holds more than its bound: the frame that would not fit closes the stream.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "platform/http/loop.h"
#include "platform/http/stream.h"

namespace skein::http {

class StreamQueue final : public StreamSession {
  public:
    StreamQueue(std::weak_ptr<Loop> loop, PeerId peer, bool websocket, std::size_t bytes_max)
        : loop_(std::move(loop)), peer_(peer), websocket_(websocket), bytes_max_(bytes_max) {}

    using StreamSession::send;
    bool send(Frame frame) override;
    void on_message(std::function<void(std::string)> handler) override;
    void on_close(std::function<void()> handler) override;
    void close() override;
    bool is_websocket() const override { return websocket_; }

    /// For the connection: all frames queued so far. They count until `sent` says otherwise.
    std::vector<Frame> take();
    void sent(std::size_t bytes);
    bool is_open() const;
    /// The reader was too slow: there is nothing to wait for.
    bool has_overflowed() const;
    void message(std::string text);
    /// The connection has ended.
    void end();

  private:
    /// Wakes the connection on its loop.
    void wake();

    std::weak_ptr<Loop> const loop_;
    PeerId const peer_;
    bool const websocket_;
    std::size_t const bytes_max_;

    mutable std::mutex mutex_;
    bool open_ = true;
    bool ended_ = false;
    bool overflowed_ = false;
    bool woken_ = false;
    std::size_t bytes_ = 0;
    std::vector<Frame> frames_;
    std::function<void(std::string)> on_message_;
    std::function<void()> on_close_;
};

/// The connection's side: told on its loop that the queue has something for it.
class StreamPeer : public Peer {
  public:
    virtual void on_queue() = 0;
};

}  // namespace skein::http
