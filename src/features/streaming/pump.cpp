#include "features/streaming/pump.h"

#include "base/log.h"
#include "features/streaming/deliver.h"

namespace skein::streaming {
namespace {

/// Happenings carried before other work of the lane has its turn.
constexpr int turn_max = 32;
/// When the lane has no room.
constexpr auto try_again_after = std::chrono::milliseconds(100);
constexpr auto thump_interval = std::chrono::seconds(15);
/// Where several processes share a database, each finds out by itself what others revoked.
constexpr auto doubt_interval = std::chrono::seconds(60);

}  // namespace

void Pump::declare_figures(Server& server) {
    dropped_ = &server.metrics().counter("skein_streaming_dropped_total",
                                         "News that streams were not told, for want of room.");
    server.metrics().gauge("skein_streaming_sockets", "Streams open now.", [&server] {
        return static_cast<double>(server.part<Desk>().sockets());
    });
}

void Pump::start(Server& server) {
    server_ = &server;
    {
        std::lock_guard const lock(mutex_);
        stopped_ = false;
    }
    thumps_ = server.timers().every(thump_interval, [this] { tell(Thump{}); });
    if (server.db().embedded()) return;
    doubts_ = server.timers().every(
        doubt_interval, [this] { tell(Doubted{0, [](Principal const&) { return true; }}); });
}

void Pump::stop() {
    if (thumps_ != 0) server_->timers().cancel(thumps_);
    if (doubts_ != 0) server_->timers().cancel(doubts_);
    std::lock_guard const lock(mutex_);
    stopped_ = true;
    queue_.clear();
}

void Pump::tell(Happening happening) {
    {
        std::lock_guard const lock(mutex_);
        if (stopped_) return;
        if (queue_.size() >= happenings_max) {
            dropped_->add();
            return;
        }
        queue_.push_back(std::move(happening));
        if (std::exchange(running_, true)) return;
    }
    schedule();
}

void Pump::schedule() {
    if (server_->lane(LaneName::read).post([this] { run(); })) return;
    server_->timers().at(server_->scheduler().clock().now() + try_again_after, [this] {
        {
            std::lock_guard const lock(mutex_);
            if (stopped_) return;
        }
        schedule();
    });
}

void Pump::run() {
    db::ReadTimeLimit const read_limit(server_->config().database_request_read_max);
    for (int carried = 0; carried < turn_max; ++carried) {
        Happening happening;
        {
            std::lock_guard const lock(mutex_);
            if (queue_.empty() || stopped_) {
                running_ = false;
                return;
            }
            happening = std::move(queue_.front());
            queue_.pop_front();
        }
        carry(happening);
    }
    schedule();
}

void Pump::carry(Happening const& happening) {
    auto& desk = server_->part<Desk>();
    if (auto const* const doubt = std::get_if<Doubted>(&happening))
        return prove(*server_, desk, *doubt);
    if (std::holds_alternative<Thump>(happening)) {
        auto const thump = std::make_shared<std::string const>(":thump\n");
        for (auto const& socket : desk.all())
            if (!socket->session->is_websocket()) (void)socket->session->send(thump);
        return;
    }
    auto const carried = server_->db().read([&](db::Tx& tx) {
        return std::visit(
            [&](auto const& news) -> Result<void> {
                using News = std::decay_t<decltype(news)>;
                if constexpr (std::is_same_v<News, Doubted> || std::is_same_v<News, Thump>)
                    return {};
                else return deliver({*server_, tx, desk}, news);
            },
            happening);
    });
    // What is gone by now is no news.
    if (!carried && carried.error().code != Errc::not_found)
        log::failure(log::Level::warning, "streaming.failed", carried.error());
}

}  // namespace skein::streaming
