#include "platform/http/stream_queue.h"

namespace skein::http {
namespace {

/// What a frame costs beside its bytes, so that a flood of empty ones is bounded too.
constexpr std::size_t frame_overhead_bytes = 64;

}  // namespace

void StreamQueue::wake() {
    auto const loop = loop_.lock();
    if (!loop) return;
    loop->post([raw = loop.get(), peer = peer_] {
        // Peers with this id were made together with their queue.
        if (auto const found = raw->find(peer)) static_cast<StreamPeer&>(*found).on_queue();
    });
}

bool StreamQueue::send(Frame frame) {
    bool accepted = true;
    {
        std::lock_guard const lock(mutex_);
        if (!open_) return false;
        auto const cost = frame->size() + frame_overhead_bytes;
        if (bytes_ + cost > bytes_max_) {
            open_ = accepted = false;
            overflowed_ = true;
            frames_.clear();
        } else {
            bytes_ += cost;
            frames_.push_back(std::move(frame));
        }
        if (accepted && std::exchange(woken_, true)) return true;
    }
    wake();
    return accepted;
}

void StreamQueue::on_message(std::function<void(std::string)> handler) {
    std::lock_guard const lock(mutex_);
    on_message_ = std::move(handler);
}

void StreamQueue::on_close(std::function<void()> handler) {
    {
        std::lock_guard const lock(mutex_);
        if (!ended_) {
            on_close_ = std::move(handler);
            return;
        }
    }
    handler();
}

void StreamQueue::close() {
    {
        std::lock_guard const lock(mutex_);
        if (!std::exchange(open_, false)) return;
    }
    wake();
}

std::vector<Frame> StreamQueue::take() {
    std::lock_guard const lock(mutex_);
    woken_ = false;
    return std::exchange(frames_, {});
}

void StreamQueue::sent(std::size_t bytes) {
    std::lock_guard const lock(mutex_);
    bytes_ -= std::min(bytes_, bytes + frame_overhead_bytes);
}

bool StreamQueue::is_open() const {
    std::lock_guard const lock(mutex_);
    return open_;
}

bool StreamQueue::has_overflowed() const {
    std::lock_guard const lock(mutex_);
    return overflowed_;
}

void StreamQueue::message(std::string text) {
    std::function<void(std::string)> handler;
    {
        std::lock_guard const lock(mutex_);
        handler = on_message_;
    }
    if (handler) handler(std::move(text));
}

void StreamQueue::end() {
    std::function<void()> handler;
    {
        std::lock_guard const lock(mutex_);
        open_ = false;
        if (std::exchange(ended_, true)) return;
        frames_.clear();
        // The handlers may hold the session itself; letting them go breaks that ring.
        handler = std::exchange(on_close_, {});
        on_message_ = {};
    }
    if (handler) handler();
}

}  // namespace skein::http
