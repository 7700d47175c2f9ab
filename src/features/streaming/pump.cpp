#include "features/streaming/pump.h"

#include <algorithm>

#include "base/log.h"
#include "features/streaming/deliver.h"

namespace skein::streaming {
namespace {

/// Happenings carried before other work of the lane has its turn.
constexpr int turn_max = 32;
/// Sockets asked for before news have their turn.
constexpr std::size_t proved_a_turn = 200;
/// When the lane has no room.
constexpr auto try_again_after = std::chrono::milliseconds(100);
constexpr auto thump_interval = std::chrono::seconds(15);
/// Whatever ended a right unheard, such as another process of the same database, is found out.
constexpr auto doubt_interval = std::chrono::seconds(60);

/// What throws is lost; what comes after it must not be.
template <class Deed>
void dare(Deed const& deed) {
    try {
        deed();
    } catch (std::exception const& error) {
        log::error("streaming.threw", {{"what", error.what()}});
    }
}

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
    doubts_ = server.timers().every(doubt_interval, [this] { doubt_everybody(); });
}

void Pump::stop() {
    if (thumps_ != 0) server_->timers().cancel(thumps_);
    if (doubts_ != 0) server_->timers().cancel(doubts_);
    std::lock_guard const lock(mutex_);
    stopped_ = true;
    queue_.clear();
    doubt_everybody_ = false;
    doubted_.clear();
}

void Pump::tell(Happening happening) {
    {
        std::lock_guard const lock(mutex_);
        if (stopped_) return;
        if (queue_.size() >= happenings_max) {
            // Somebody runs: taken up before anything that waits.
            if (std::holds_alternative<Doubted>(happening)) doubt_everybody_ = true;
            else dropped_->add();
            return;
        }
        queue_.push_back(std::move(happening));
        if (std::exchange(running_, true)) return;
    }
    schedule();
}

void Pump::doubt_everybody() {
    {
        std::lock_guard const lock(mutex_);
        if (stopped_) return;
        doubt_everybody_ = true;
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
    dare([&] { prove_some(); });
    for (int carried = 0; carried < turn_max; ++carried) {
        auto const happening = next();
        if (!happening) break;
        dare([&] { carry(*happening); });
    }
    {
        std::lock_guard const lock(mutex_);
        if (stopped_ || (queue_.empty() && !doubt_everybody_ && doubted_.empty())) {
            running_ = false;
            return;
        }
    }
    schedule();
}

/// Nothing when there is none, or doubts come before it.
std::optional<Happening> Pump::next() {
    std::lock_guard const lock(mutex_);
    auto const doubts_wait = doubt_everybody_ && doubted_.empty();
    if (queue_.empty() || doubts_wait || stopped_) return std::nullopt;
    auto happening = std::move(queue_.front());
    queue_.pop_front();
    return happening;
}

/// A piece of everybody. Whoever is doubted while a round is on is asked for in one more, so that
/// each round comes to its end.
void Pump::prove_some() {
    auto& desk = server_->part<Desk>();
    std::vector<Socket::Id> piece;
    {
        std::lock_guard const lock(mutex_);
        if (stopped_) return;
        if (doubted_.empty() && std::exchange(doubt_everybody_, false)) doubted_ = desk.ids();
        auto const count = std::min(doubted_.size(), proved_a_turn);
        piece.assign(doubted_.end() - static_cast<std::ptrdiff_t>(count), doubted_.end());
        doubted_.resize(doubted_.size() - count);
    }
    for (auto const id : piece) dare([&] { prove(*server_, desk, Doubted{id, {}}); });
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
