// The side of a stream that a client has, for tests.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include "platform/http/stream.h"

namespace skein::streaming {

class FakeSession final : public http::StreamSession {
  public:
    explicit FakeSession(bool websocket) : websocket_(websocket) {}

    using StreamSession::send;
    bool send(http::Frame frame) override {
        std::lock_guard const lock(mutex_);
        if (!open_) return false;
        frames_.push_back(*frame);
        changed_.notify_all();
        return true;
    }
    void on_message(std::function<void(std::string)> handler) override {
        std::lock_guard const lock(mutex_);
        on_message_ = std::move(handler);
    }
    void on_close(std::function<void()> handler) override {
        std::lock_guard const lock(mutex_);
        on_close_ = std::move(handler);
    }
    void close() override {
        std::function<void()> handler;
        {
            std::lock_guard const lock(mutex_);
            open_ = false;
            handler = std::exchange(on_close_, {});
            changed_.notify_all();
        }
        if (handler) handler();
    }
    bool is_websocket() const override { return websocket_; }

    /// What the client says.
    void say(std::string text) {
        std::function<void(std::string)> handler;
        {
            std::lock_guard const lock(mutex_);
            handler = on_message_;
        }
        if (handler) handler(std::move(text));
    }
    /// The next frame; "" when none comes within ten seconds.
    std::string next() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, std::chrono::seconds(10), [&] { return !frames_.empty(); }))
            return {};
        auto frame = std::move(frames_.front());
        frames_.pop_front();
        return frame;
    }
    bool ends() {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return !open_; });
    }
    bool is_open() {
        std::lock_guard const lock(mutex_);
        return open_;
    }

  private:
    bool const websocket_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> frames_;
    std::function<void(std::string)> on_message_;
    std::function<void()> on_close_;
    bool open_ = true;
};

}  // namespace skein::streaming
