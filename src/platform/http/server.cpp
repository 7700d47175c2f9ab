#include "platform/http/server.h"

#include <unistd.h>

#include <future>

#include "platform/http/listen.h"
#include "platform/http/listener.h"
#include "platform/http/spool.h"

namespace skein::http {
namespace {

using namespace std::chrono_literals;

/// Files beside the sockets of this server: connections to others, of which 1,024 are kept,
/// database, media, uploads.
constexpr std::size_t other_files = 2560;
constexpr auto spool_age_max = std::chrono::hours(1);
/// While it stops, deadlines are looked at this often.
constexpr auto stopping_tick = 20ms;
/// Idle connections may still bring a request that was on its way; after this they are closed.
constexpr Duration idle_while_stopping = 1s;

/// Fine enough for the shortest deadline, coarse enough to cost nothing.
Duration tick_for(ServerOptions const& options) {
    auto const shortest = std::min({options.header_deadline, options.body_deadline,
                                    options.idle_deadline, options.write_deadline});
    return std::clamp<Duration>(shortest / 8, 5ms, 1s);
}

class SocketServer final : public Server {
  public:
    SocketServer(std::shared_ptr<Service> service, Listener::Loops loops, std::vector<int> sockets)
        : service_(std::move(service)), loops_(std::move(loops)), sockets_(std::move(sockets)) {
        for (int const socket : sockets_) {
            addresses_.push_back(listening_address(socket));
            Listener::open(loops_, service_, socket);
        }
        for (std::size_t i = 0; i < loops_.size(); ++i) loops_[i]->start(fmt::format("http-{}", i));
    }

    ~SocketServer() override { stop(Duration::zero()); }

    std::vector<std::string> addresses() const override { return addresses_; }
    std::vector<int> listening_sockets() const override { return sockets_; }
    std::size_t connections() const override { return service_->admission->count(); }

    void stop(Duration grace) override {
        if (std::exchange(stopped_, true)) return;
        auto const end = std::chrono::steady_clock::now() + grace;
        service_->idle_end =
            std::chrono::steady_clock::now() + std::min(grace / 2, idle_while_stopping);
        service_->draining = true;
        // The listeners are on the first loop: what they still accept must be dealt out before the
        // other loops begin to drain.
        for (auto const& loop : loops_) drain(loop, end);
        auto const left = end - std::chrono::steady_clock::now();
        service_->admission->wait_empty(
            std::max(Duration::zero(), std::chrono::duration_cast<Duration>(left)));
        for (auto const& loop : loops_) loop->stop();
        sockets_.clear();
    }

  private:
    void drain(std::shared_ptr<Loop> const& loop, Moment end) {
        auto drained = std::make_shared<std::promise<void>>();
        auto const done = drained->get_future();
        loop->post([raw = loop.get(), idle_end = service_->idle_end, drained] {
            raw->tick_every(stopping_tick);
            raw->for_each_peer([&](Peer& peer) { peer.on_drain(idle_end); });
            drained->set_value();
        });
        done.wait_until(end);
    }

    std::shared_ptr<Service> service_;
    Listener::Loops loops_;
    std::vector<int> sockets_;
    std::vector<std::string> addresses_;
    bool stopped_ = false;
};

/// All listening sockets, or none.
Result<std::vector<int>> open_sockets(ServerOptions const& options) {
    std::vector<int> sockets;
    auto const several = options.listen.size() > 1;
    auto const& inherited = options.inherited_sockets;
    for (auto i = options.listen.size(); i < inherited.size(); ++i) ::close(inherited[i]);
    for (auto const& address : options.listen) {
        auto socket = sockets.size() < inherited.size() ? adopt_listener(inherited[sockets.size()])
                                                        : open_listener(address, several);
        if (!socket) {
            for (int const open : sockets) ::close(open);
            return fail(std::move(socket).error());
        }
        sockets.push_back(*socket);
    }
    return sockets;
}

}  // namespace

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler) {
    expects(handler.handle != nullptr);
    auto const service = std::make_shared<Service>();
    TRY(service->proxies, ProxyRule::make(options.trusted_proxies));
    TRY(auto sockets, open_sockets(options));
    raise_open_files(options.connections_max + other_files);
    sweep_spool(options.spool_directory, spool_age_max);
    service->admission =
        Admission::make(options.connections_max, options.connections_per_address_max);
    service->options = std::move(options);
    service->handler = std::move(handler);
    Listener::Loops loops;
    auto const threads = std::max(1U, service->options.io_threads);
    for (unsigned i = 0; i < threads; ++i) {
        loops.push_back(Loop::make(tick_for(service->options)));
        loops.back()->after_each_turn(service->handler.turn_ended);
    }
    return std::make_unique<SocketServer>(service, std::move(loops), std::move(sockets));
}

}  // namespace skein::http
