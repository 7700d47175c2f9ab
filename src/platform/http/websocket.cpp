#include "platform/http/websocket.h"

#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "base/encoding.h"
#include "platform/http/stream_queue.h"
#include "platform/http/tokens.h"

namespace skein::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

/// Clients only say what they want to hear; thousands of them may each be in the middle of it.
constexpr std::size_t message_bytes_max = 8 << 10;
constexpr auto handshake_deadline = std::chrono::seconds(10);
/// After a close frame of either side, for the other one and the end of the connection.
constexpr auto closing_deadline = std::chrono::seconds(3);
/// A message may be kept for this much memory; what grew larger is given back.
constexpr std::size_t kept_buffer_bytes = 4 << 10;

class WebSocket final : public StreamPeer, public std::enable_shared_from_this<WebSocket> {
  public:
    explicit WebSocket(HandOver& from)
        : loop_(*from.loop),
          service_(from.service),
          place_(std::move(from.place)),
          take_over_(std::move(from.take_over)),
          stream_(asio::ip::tcp::socket(from.loop->context(), asio::ip::tcp::v4(), from.socket)),
          buffer_(message_bytes_max + kept_buffer_bytes) {}

    void begin(PeerId id, std::shared_ptr<Loop> const& loop, Request const& asked,
               Headers const& extra) {
        id_ = id;
        queue_ =
            std::make_shared<StreamQueue>(loop, id, true, service_->options.stream_queue_bytes_max);
        auto timeouts = websocket::stream_base::timeout{};
        timeouts.handshake_timeout = handshake_deadline;
        timeouts.idle_timeout =
            std::chrono::duration_cast<std::chrono::milliseconds>(service_->options.idle_deadline);
        timeouts.keep_alive_pings = true;
        stream_.set_option(timeouts);
        stream_.set_option(
            websocket::stream_base::decorator([extra](websocket::response_type& response) {
                for (auto const& [name, value] : extra)
                    if (is_extra(name)) response.insert(name, value);
                // Beast would name itself where nothing stands.
                response.set(beast::http::field::server, "");
            }));
        stream_.read_message_max(message_bytes_max);
        stream_.control_callback([this](websocket::frame_type kind, beast::string_view) {
            if (kind == websocket::frame_type::close) said_goodbye();
        });
        stream_.text(true);
        // In one piece: pieces would need a buffer for each connection.
        stream_.auto_fragment(false);
        handshake_ = std::make_unique<Handshake>(make_handshake(asked));
        stream_.async_accept(*handshake_, [self = shared_from_this()](beast::error_code error) {
            self->accepted(error);
        });
    }

    void on_queue() override {
        if (ended_ || closing_ || !accepted_) return;
        if (queue_->has_overflowed()) return end();
        if (!writing_) flush();
    }

    void on_tick(Moment now) override {
        if (now >= closing_end_) end();
    }

    void on_drain(Moment) override {
        reason_ = websocket::close_code::going_away;
        queue_->close();
    }

    void on_abort() override { end(); }

  private:
    using Handshake = beast::http::request<beast::http::empty_body>;

    /// Fields of the handshake that Beast writes itself.
    static bool is_extra(std::string_view name) {
        for (auto const own : {"Upgrade", "Connection", "Sec-WebSocket-Accept", "Content-Length",
                               "Content-Type", "Transfer-Encoding"})
            if (equals_ignoring_case(name, own)) return false;
        return true;
    }

    static Handshake make_handshake(Request const& asked) {
        Handshake request(beast::http::verb::get, "/", 11);
        // Beast looks for these, and only for the presence of Host.
        request.set(beast::http::field::host, "websocket");
        for (auto const* const name :
             {"Upgrade", "Connection", "Sec-WebSocket-Key", "Sec-WebSocket-Version"})
            request.set(name, asked.headers.get(name));
        return request;
    }

    void accepted(beast::error_code error) {
        handshake_.reset();
        if (error) return end();
        accepted_ = true;
        read();
        // Queued before now, or by the one who takes over.
        std::exchange(take_over_, {})(queue_);
        if (!ended_) on_queue();
    }

    void read() {
        stream_.async_read(buffer_,
                           [self = shared_from_this()](beast::error_code error, std::size_t) {
                               self->received(error);
                           });
    }

    void received(beast::error_code error) {
        if (error || ended_) return end();
        if (stream_.got_text()) {
            auto const bytes = buffer_.cdata();
            queue_->message(std::string(static_cast<char const*>(bytes.data()), bytes.size()));
        }
        buffer_.consume(buffer_.size());
        if (buffer_.capacity() > kept_buffer_bytes) buffer_.shrink_to_fit();
        if (!ended_) read();
    }

    void flush() {
        if (at_ == frames_.size()) {
            frames_ = queue_->take();
            at_ = 0;
        }
        if (at_ == frames_.size()) {
            if (!queue_->is_open()) close();
            return;
        }
        writing_ = true;
        stream_.async_write(asio::buffer(*frames_[at_]),
                            [self = shared_from_this()](beast::error_code error, std::size_t size) {
                                self->written(error, size);
                            });
    }

    void written(beast::error_code error, std::size_t size) {
        writing_ = false;
        if (error || ended_) return end();
        queue_->sent(size);
        ++at_;
        flush();
    }

    /// Says goodbye; the other side has the handshake deadline to answer.
    void close() {
        if (std::exchange(closing_, true)) return;
        closing_end_ = std::chrono::steady_clock::now() + closing_deadline;
        stream_.async_close(reason_,
                            [self = shared_from_this()](beast::error_code) { self->end(); });
    }

    /// The other side closes: nothing more will be sent, though the connection still has to end.
    void said_goodbye() {
        closing_ = true;
        closing_end_ = std::chrono::steady_clock::now() + closing_deadline;
        queue_->end();
    }

    void end() {
        if (std::exchange(ended_, true)) return;
        beast::error_code ignored;
        stream_.next_layer().close(ignored);
        place_ = {};
        take_over_ = {};
        loop_.remove(id_);
        queue_->end();
    }

    Loop& loop_;
    std::shared_ptr<Service> service_;
    Admission::Place place_;
    TakeOver take_over_;
    PeerId id_ = 0;
    /// Without compression: it costs more memory for each connection than its whole budget.
    websocket::stream<asio::ip::tcp::socket, false> stream_;
    beast::flat_buffer buffer_;
    std::unique_ptr<Handshake> handshake_;
    std::shared_ptr<StreamQueue> queue_;
    std::vector<Frame> frames_;
    std::size_t at_ = 0;
    websocket::close_code reason_ = websocket::close_code::normal;
    Moment closing_end_ = Moment::max();
    bool accepted_ = false;
    bool writing_ = false;
    bool closing_ = false;
    bool ended_ = false;
};

}  // namespace

bool is_websocket_request(Request const& request) {
    auto const key = from_base64(request.headers.get("Sec-WebSocket-Key"));
    return request.method == Method::get && list_has(request.headers.get("Upgrade"), "websocket") &&
           list_has(request.headers.get("Connection"), "upgrade") && key && key->size() == 16 &&
           request.headers.get("Sec-WebSocket-Version") == "13";
}

void open_websocket(HandOver from, Request const& asked, Headers const& extra) {
    auto const loop = from.loop;
    auto const stream = std::make_shared<WebSocket>(from);
    stream->begin(loop->add(stream), loop, asked, extra);
}

}  // namespace skein::http
