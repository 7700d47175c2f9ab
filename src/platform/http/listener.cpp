#include "platform/http/listener.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "base/log.h"
#include "platform/http/connection.h"
#include "platform/http/listen.h"
#include "platform/http/reply_writer.h"

namespace skein::http {
namespace {

constexpr int accepts_per_turn = 64;

/// A socket between its acceptance and its connection: closed when the loop is gone meanwhile.
class Accepted {
  public:
    explicit Accepted(int socket) : socket_(socket) {}
    Accepted(Accepted&& other) noexcept : socket_(other.release()) {}
    Accepted& operator=(Accepted&&) = delete;
    ~Accepted() {
        if (socket_ >= 0) ::close(socket_);
    }
    int release() { return std::exchange(socket_, -1); }

  private:
    int socket_;
};

/// There is no place: said in as many words as cost nothing.
void turn_away(int socket) {
    constexpr std::string_view answer =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
        "Connection: close\r\n\r\n";
    send_some(socket, answer);
    ::close(socket);
}

}  // namespace

void Listener::open(Loops const& loops, std::shared_ptr<Service> service, int socket) {
    auto const made = std::make_shared<Listener>(loops, std::move(service));
    made->id_ = loops.front()->add(made);
    made->watch_ = loops.front()->watch(socket, made->id_);
    made->watch_->await_readable();
}

Listener::Listener(Loops const& loops, std::shared_ptr<Service> service)
    : loops_(loops.begin(), loops.end()), service_(std::move(service)) {}

void Listener::on_readable() {
    for (int i = 0; i < accepts_per_turn; ++i)
        if (!accept_some()) break;
    if (!exhausted_) watch_->await_readable();
}

void Listener::on_tick(Moment) {
    if (!std::exchange(exhausted_, false)) return;
    watch_->await_readable();
}

/// Accepts one connection; false when none waits or none can be taken.
bool Listener::accept_some() {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    int const socket = ::accept4(watch_->descriptor(), reinterpret_cast<sockaddr*>(&storage), &size,
                                 SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket >= 0) {
        deal(socket, address_of(storage));
        return true;
    }
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
        // Asking again at once would only spin; the next tick asks.
        exhausted_ = true;
        log::warning("http.accept_failed", {{"why", std::strerror(errno)}});
        return false;
    }
    return errno == EINTR || errno == ECONNABORTED;
}

void Listener::deal(int socket, Address peer) {
    auto const exempt = peer.is_loopback() || service_->proxies.trusts(peer);
    auto place = service_->admission->admit(peer, exempt);
    if (!place) return turn_away(socket);
    auto const loop = loops_[next_++ % loops_.size()].lock();
    if (!loop) return turn_away(socket);
    auto begin = [weak = std::weak_ptr(loop), service = service_, peer, place = std::move(place),
                  accepted = Accepted(socket)]() mutable {
        if (auto const here = weak.lock())
            Connection::open(here, std::move(service), accepted.release(), peer, std::move(place));
    };
    if (loop->here()) begin();
    else loop->post(std::move(begin));
}

void Listener::on_drain(Moment) {
    while (accept_some()) {}
    end();
}

void Listener::end() {
    if (!watch_) return;
    watch_.reset();
    if (auto const loop = loops_.front().lock()) loop->remove(id_);
}

}  // namespace skein::http
