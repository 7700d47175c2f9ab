#include "platform/http/event_stream.h"

#include <sys/socket.h>

#include <cerrno>

#include "platform/http/reply_writer.h"
#include "platform/http/stream_queue.h"

namespace skein::http {
namespace {

class EventStream final : public StreamPeer {
  public:
    explicit EventStream(HandOver& from)
        : loop_(*from.loop), service_(from.service), place_(std::move(from.place)) {}

    void begin(PeerId id, HandOver from) {
        id_ = id;
        watch_ = loop_.watch(from.socket, id);
        queue_ = std::make_shared<StreamQueue>(from.loop, id, false,
                                               service_->options.stream_queue_bytes_max);
        watch_->await_readable();
        from.take_over(queue_);
    }

    void on_readable() override {
        auto const room = loop_.scratch();
        auto const got = ::recv(watch_->descriptor(), room.data(), room.size(), MSG_DONTWAIT);
        if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)))
            return watch_->await_readable();
        end();
    }

    void on_writable() override {
        blocked_ = false;
        flush();
    }

    void on_queue() override {
        if (queue_->has_overflowed()) return end();
        if (!blocked_) flush();
    }

    void on_tick(Moment now) override {
        if (blocked_ && now >= deadline_) end();
    }

    void on_drain(Moment) override { queue_->close(); }
    void on_abort() override { end(); }

  private:
    /// Sends what is queued, until the socket is full or nothing is left.
    void flush() {
        while (true) {
            if (at_ == frames_.size()) {
                frames_ = queue_->take();
                at_ = 0;
                if (frames_.empty()) break;
            }
            auto const& frame = *frames_[at_];
            auto const sent =
                send_some(watch_->descriptor(), std::string_view(frame).substr(frame_sent_));
            if (!sent) return end();
            frame_sent_ += *sent;
            if (frame_sent_ < frame.size()) return block();
            queue_->sent(frame.size());
            ++at_;
            frame_sent_ = 0;
        }
        if (!queue_->is_open()) end();
    }

    void block() {
        blocked_ = true;
        deadline_ = std::chrono::steady_clock::now() + service_->options.write_deadline;
        watch_->await_writable();
    }

    void end() {
        if (!watch_) return;
        watch_.reset();
        place_ = {};
        auto const queue = queue_;
        loop_.remove(id_);
        queue->end();
    }

    Loop& loop_;
    std::shared_ptr<Service> service_;
    Admission::Place place_;
    PeerId id_ = 0;
    std::unique_ptr<Watch> watch_;
    std::shared_ptr<StreamQueue> queue_;
    std::vector<Frame> frames_;
    std::size_t at_ = 0;
    std::size_t frame_sent_ = 0;
    bool blocked_ = false;
    Moment deadline_{};
};

}  // namespace

void open_event_stream(HandOver from) {
    auto const stream = std::make_shared<EventStream>(from);
    auto const id = from.loop->add(stream);
    stream->begin(id, std::move(from));
}

}  // namespace skein::http
