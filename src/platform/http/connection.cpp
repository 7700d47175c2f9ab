#include "platform/http/connection.h"

#include <sys/socket.h>

#include <cerrno>

#include "base/log.h"
#include "platform/http/event_stream.h"
#include "platform/http/tokens.h"
#include "platform/http/websocket.h"

namespace skein::http {
namespace {

/// Requests answered in one turn before other connections have theirs.
constexpr int turn_requests_max = 64;
/// How long, and how much of, a refused body is read and thrown away, so that its sender sees the
/// answer instead of a reset.
constexpr auto linger_time = std::chrono::seconds(2);

Moment now() { return std::chrono::steady_clock::now(); }

/// The one permission to answer one request. It knows its connection by id only.
class Permission {
  public:
    Permission(std::weak_ptr<Loop> loop, PeerId peer, std::uint64_t number)
        : loop_(std::move(loop)), peer_(peer), number_(number) {}
    Permission(Permission&& other) noexcept
        : loop_(std::move(other.loop_)),
          peer_(other.peer_),
          number_(other.number_),
          used_(std::exchange(other.used_, true)) {}
    Permission& operator=(Permission&&) = delete;

    ~Permission() {
        if (used_) return;
        with_connection([number = number_](Connection& it) { it.answer_missing(number); });
    }

    void operator()(Response response) {
        if (std::exchange(used_, true)) {
            log::error("http.bug", {{"what", "a request was answered twice"}});
            return;
        }
        with_connection([number = number_, answer = std::move(response)](Connection& it) mutable {
            it.answer(number, std::move(answer));
        });
    }

  private:
    template <class Call>
    void with_connection(Call call) {
        auto const loop = loop_.lock();
        if (!loop) return;
        auto run = [raw = loop.get(), peer = peer_, call = std::move(call)]() mutable {
            if (auto const found = raw->find(peer)) call(static_cast<Connection&>(*found));
        };
        if (loop->here()) run();
        else loop->post(std::move(run));
    }

    std::weak_ptr<Loop> loop_;
    PeerId peer_;
    std::uint64_t number_;
    bool used_ = false;
};

}  // namespace

void Connection::open(std::shared_ptr<Loop> const& loop, std::shared_ptr<Service> service,
                      int socket, Address peer, Admission::Place place) {
    auto const made =
        std::make_shared<Connection>(loop, std::move(service), peer, std::move(place));
    made->begin(loop->add(made), socket);
}

Connection::Connection(std::shared_ptr<Loop> const& loop, std::shared_ptr<Service> service,
                       Address peer, Admission::Place place)
    : shared_loop_(loop),
      loop_(*loop),
      service_(std::move(service)),
      peer_(peer),
      place_(std::move(place)),
      reader_({service_->options.header_bytes_max, service_->options.headers_max},
              service_->options.spool_directory) {}

void Connection::begin(PeerId id, int socket) {
    id_ = id;
    watch_ = loop_.watch(socket, id);
    phase_began_ = now();
    deadline_ = phase_began_ + service_->options.idle_deadline;
    if (service_->draining) on_drain(service_->idle_end);
    watch_->await_readable();
}

void Connection::on_readable() {
    if (state_ != State::reading && state_ != State::lingering) return;
    auto const room = loop_.scratch();
    auto const got = ::recv(watch_->descriptor(), room.data(), room.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return watch_->await_readable();
    if (got <= 0) return end();
    if (state_ == State::lingering) return watch_->await_readable();
    take({room.data(), static_cast<std::size_t>(got)});
}

void Connection::on_writable() {
    if (state_ == State::writing) write();
}

void Connection::take(std::string_view bytes) {
    taking_ = true;
    read_requests(bytes);
    taking_ = false;
    if (!watch_) return;
    waiting_.assign(bytes);
    // A turn that ended for the sake of others goes on behind them.
    if (state_ == State::reading && !waiting_.empty())
        loop_.post([loop = &loop_, id = id_] {
            if (auto const it = loop->find(id)) static_cast<Connection&>(*it).take_waiting();
        });
}

void Connection::take_waiting() {
    if (state_ != State::reading) return;
    auto const bytes = std::exchange(waiting_, {});
    if (bytes.empty()) await_more();
    else take(bytes);
}

void Connection::read_requests(std::string_view& bytes) {
    for (int turn = 0; state_ == State::reading && watch_;) {
        auto const fresh = !reader_.begun();
        switch (reader_.read(bytes)) {
            case RequestReader::Progress::more:
                if (fresh && reader_.begun()) phase_began_ = now();
                return await_more();
            case RequestReader::Progress::head: head_ready(); break;
            case RequestReader::Progress::complete:
                ahead_ = !bytes.empty();
                handle();
                if (++turn >= turn_requests_max && !bytes.empty()) return;
                break;
            case RequestReader::Progress::refused: refuse(reader_.refusal()); break;
        }
    }
}

void Connection::await_more() {
    auto const& options = service_->options;
    if (!reader_.begun()) {
        auto const idle_end = phase_began_ + options.idle_deadline;
        deadline_ = draining_ ? std::min(deadline_, idle_end) : idle_end;
    } else if (reader_.in_body()) {
        deadline_ = phase_began_ + patience(options.body_deadline, reader_.body_bytes());
    } else {
        deadline_ = phase_began_ + options.header_deadline;
    }
    watch_->await_readable();
}

/// The head is there and a body follows.
void Connection::head_ready() {
    phase_began_ = now();
    service_->proxies.identify(peer_, reader_.request());
    BodyLimit limit{service_->options.body_bytes_max, false};
    if (service_->handler.limit) {
        auto asked = service_->handler.limit(reader_.request());
        if (!asked) return refuse({0, std::move(asked).error()});
        limit = *asked;
    }
    if (reader_.allow_body(limit) == RequestReader::Progress::refused)
        return refuse(reader_.refusal());
    if (!reader_.framing().expects_continue) return;
    // A buffer that has no room for these bytes belongs to somebody who reads nothing.
    constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    auto const sent = send_some(watch_->descriptor(), go_on);
    if (!sent || *sent != go_on.size()) end();
}

void Connection::handle() {
    auto request = std::move(reader_.request());
    keep_alive_ = reader_.framing().keep_alive && !draining_;
    http_1_0_ = reader_.framing().http_1_0;
    reader_.reset();
    service_->proxies.identify(peer_, request);
    request.id = service_->ids.next();
    asked_ = keep_for_reply(request);
    asked_at_ = now();
    state_ = State::handling;
    deadline_ = Moment::max();
    auto const number = ++number_;
    try {
        service_->handler.handle(std::move(request), Permission(shared_loop_, id_, number));
    } catch (std::exception const& error) {
        log::error("http.bug", {{"what", error.what()}});
        answer_missing(number);
    }
}

void Connection::refuse(Refusal const& refusal) {
    keep_alive_ = false;
    http_1_0_ = reader_.framing().http_1_0;
    service_->proxies.identify(peer_, reader_.request());
    asked_ = keep_for_reply(reader_.request());
    asked_.id = service_->ids.next();
    asked_at_ = now();
    ++number_;
    auto response = error_response(refusal.error);
    if (refusal.status != 0) response.status = refusal.status;
    send(std::move(response));
}

Response Connection::error_response(Error const& error) {
    if (service_->handler.error) return service_->handler.error(asked_, error);
    auto const status = error.code == Errc::not_found  ? 404
                        : error.code == Errc::internal ? 500
                                                       : 400;
    return text_response(status, error.message);
}

ReplyContext Connection::reply_context() {
    return {asked_, keep_alive_ && !draining_, http_1_0_, loop_.http_date()};
}

void Connection::answer(std::uint64_t number, Response response) {
    if (state_ != State::handling || number != number_) return;
    if (response.take_over && asked_.method != Method::head)
        return send_stream(std::move(response));
    send(std::move(response));
}

void Connection::answer_missing(std::uint64_t number) {
    if (state_ != State::handling || number != number_) return;
    log::error("http.bug", {{"what", "a request was left without an answer"},
                            {"id", asked_.id},
                            {"path", asked_.path}});
    send(error_response({Errc::internal, "", "no answer"}));
}

void Connection::send(Response response) {
    keep_alive_ = keep_alive_ && !draining_;
    auto reply = prepare_reply(reply_context(), std::move(response));
    if (!reply) {
        log::failure(log::Level::warning, "http.body_missing", reply.error());
        reply = prepare_reply(reply_context(), error_response(reply.error()));
    }
    if (!reply) return end();
    start(*std::move(reply));
}

void Connection::send_stream(Response response) {
    auto const websocket = response.status == 101;
    if (websocket && (!is_websocket_request(asked_) || ahead_)) {
        auto refusal = error_response({Errc::bad_request, "This address wants a WebSocket.", {}});
        refusal.status = 426;
        refusal.headers.set("Upgrade", "websocket");
        keep_alive_ = false;
        return send(std::move(refusal));
    }
    take_over_ = std::move(response.take_over);
    if (websocket) {
        // Beast writes this head itself; only its extra fields are ours.
        response.headers.set("X-Request-Id", asked_.id);
        note_done();
        auto const loop = shared_loop_.lock();
        if (!loop) return end();
        open_websocket(
            {loop, service_, watch_->release(), std::move(place_), std::move(take_over_)}, asked_,
            response.headers);
        return end();
    }
    keep_alive_ = false;
    Reply reply;
    reply.status = response.status;
    reply.head = stream_head(reply_context(), response);
    start(std::move(reply));
}

void Connection::start(Reply reply) {
    state_ = State::writing;
    phase_began_ = now();
    writer_.emplace(std::move(reply));
    write();
}

void Connection::write() {
    switch (writer_->write(watch_->descriptor())) {
        case ReplyWriter::Progress::failed: return end();
        case ReplyWriter::Progress::done: return written();
        case ReplyWriter::Progress::blocked:
            // The kernel reports room only when a good part of its buffer has gone, so each report
            // is progress that no trickle can feign.
            deadline_ = now() + service_->options.write_deadline;
            watch_->await_writable();
    }
}

void Connection::note_done() {
    if (!service_->handler.done) return;
    auto const status = writer_ ? writer_->reply().status : 101;
    auto const bytes = writer_ ? writer_->body_sent() : 0;
    service_->handler.done(asked_, status, bytes,
                           std::chrono::duration_cast<Duration>(now() - asked_at_));
}

void Connection::written() {
    note_done();
    writer_.reset();
    if (take_over_) return hand_over();
    if (!keep_alive_) return linger();
    asked_ = {};
    state_ = State::reading;
    phase_began_ = now();
    if (!taking_) take_waiting();
}

void Connection::hand_over() {
    auto const loop = shared_loop_.lock();
    if (loop)
        open_event_stream(
            {loop, service_, watch_->release(), std::move(place_), std::move(take_over_)});
    end();
}

/// Tells the other side that nothing more comes, and waits until it has read that.
void Connection::linger() {
    ::shutdown(watch_->descriptor(), SHUT_WR);
    state_ = State::lingering;
    std::string().swap(waiting_);
    deadline_ = now() + linger_time;
    watch_->await_readable();
}

void Connection::on_tick(Moment at) {
    if (at < deadline_) return;
    if (state_ != State::reading || !reader_.begun()) return end();
    refuse({408, Error{Errc::timeout, "The request came too slowly.", {}}});
}

void Connection::on_drain(Moment idle_end) {
    draining_ = true;
    if (state_ == State::reading && !reader_.begun()) deadline_ = std::min(deadline_, idle_end);
}

void Connection::end() {
    if (!watch_) return;
    // What was cut off in the middle belongs into the log, too.
    if (state_ == State::writing && writer_) note_done();
    state_ = State::lingering;
    watch_.reset();
    writer_.reset();
    place_ = {};
    loop_.remove(id_);
}

}  // namespace skein::http
