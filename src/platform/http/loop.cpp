#include "platform/http/loop.h"

#include <pthread.h>
#include <signal.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.h"
#include "platform/threads/scheduler.h"

namespace skein::http {
namespace {

namespace asio = boost::asio;

constexpr std::size_t scratch_bytes = 64 << 10;
constexpr int handlers_a_turn_max = 256;

class AsioLoop;

class AsioWatch final : public Watch {
  public:
    AsioWatch(AsioLoop& loop, asio::io_context& context, int descriptor, PeerId peer)
        : loop_(loop), socket_(context, descriptor), peer_(peer) {}

    int descriptor() const override {
        return const_cast<asio::posix::stream_descriptor&>(socket_).native_handle();
    }
    void await_readable() override { await(asio::posix::stream_descriptor::wait_read); }
    void await_writable() override { await(asio::posix::stream_descriptor::wait_write); }
    int release() override { return socket_.release(); }

  private:
    void await(asio::posix::stream_descriptor::wait_type what);

    AsioLoop& loop_;
    asio::posix::stream_descriptor socket_;
    PeerId peer_;
};

class AsioLoop final : public Loop {
  public:
    explicit AsioLoop(Duration tick)
        : context_(1), tick_(tick), timer_(context_), scratch_(scratch_bytes, '\0') {}

    ~AsioLoop() override { stop(); }

    void after_each_turn(std::function<void()> work) override { turn_ended_ = std::move(work); }

    void start(std::string const& name) override {
        sigset_t all, before;
        sigfillset(&all);
        // Signals belong to the main thread; and sendfile would raise SIGPIPE here.
        pthread_sigmask(SIG_BLOCK, &all, &before);
        thread_ = std::thread([this, name] {
            pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
            thread_id_.store(std::this_thread::get_id());
            run();
        });
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }

    void post(Work work) override {
        {
            auto const lock = threads::lock_soon(mutex_);
            if (stopped_) return;
            letters_.push_back(std::move(work));
            if (std::exchange(called_, true)) return;
        }
        asio::post(context_, [this] { read_letters(); });
    }

    bool here() const override { return thread_id_.load() == std::this_thread::get_id(); }

    void stop() override {
        std::vector<Work> dropped;
        {
            std::lock_guard const lock(mutex_);
            if (std::exchange(stopped_, true)) return;
        }
        asio::post(context_, [this] {
            for_each_peer([](Peer& peer) { peer.on_abort(); });
            peers_.clear();
            timer_.cancel();
            work_.reset();
            // What an aborted stream still has to hear is heard before the context ends.
            asio::post(context_, [this] { context_.stop(); });
        });
        if (thread_.joinable()) thread_.join();
        std::lock_guard const lock(mutex_);
        dropped.swap(letters_);
    }

    std::size_t peers() const override { return count_.load(); }

    PeerId add(std::shared_ptr<Peer> peer) override {
        auto const id = ++last_id_;
        peers_.emplace(id, std::move(peer));
        count_.store(peers_.size());
        return id;
    }

    void remove(PeerId id) override {
        peers_.erase(id);
        count_.store(peers_.size());
    }

    std::shared_ptr<Peer> find(PeerId id) const override {
        auto const found = peers_.find(id);
        return found == peers_.end() ? nullptr : found->second;
    }

    std::unique_ptr<Watch> watch(int descriptor, PeerId peer) override {
        return std::make_unique<AsioWatch>(*this, context_, descriptor, peer);
    }

    void for_each_peer(std::function<void(Peer&)> const& call) override {
        // A call may end peers; the list must not change under the walk.
        std::vector<PeerId> ids;
        ids.reserve(peers_.size());
        for (auto const& [id, peer] : peers_) ids.push_back(id);
        for (auto const id : ids)
            if (auto const peer = find(id)) guarded([&] { call(*peer); });
    }

    void tick_every(Duration interval) override {
        tick_ = std::min(tick_, interval);
        next_tick();
    }

    std::span<char> scratch() override { return scratch_; }

    std::string_view http_date() override {
        auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        if (now != dated_) {
            dated_ = now;
            date_ = to_http_date(Time(now));
        }
        return date_;
    }

    asio::io_context& context() override { return context_; }

    /// Nothing that goes wrong in one connection ends the thread of all.
    template <class Call>
    static void guarded(Call&& call) {
        try {
            call();
        } catch (std::exception const& error) {
            log::error("http.bug", {{"what", error.what()}});
        }
    }

  private:
    void run() {
        next_tick();
        guarded([this] {
            while (context_.run_one() > 0) {
                // A connection that always has more to say must not keep what others asked waiting.
                for (int i = 1; i < handlers_a_turn_max && context_.poll_one() > 0;) ++i;
                if (turn_ended_) turn_ended_();
            }
        });
    }

    void next_tick() {
        timer_.expires_after(tick_);
        timer_.async_wait([this](boost::system::error_code error) {
            if (error) return;
            auto const now = std::chrono::steady_clock::now();
            if (!peers_.empty()) for_each_peer([&](Peer& peer) { peer.on_tick(now); });
            next_tick();
        });
    }

    void read_letters() {
        std::vector<Work> letters;
        {
            auto const lock = threads::lock_soon(mutex_);
            letters.swap(letters_);
            called_ = false;
        }
        for (auto& letter : letters) guarded([&] { letter(); });
    }

    asio::io_context context_;
    asio::executor_work_guard<asio::io_context::executor_type> work_{context_.get_executor()};
    Duration tick_;
    asio::steady_timer timer_;
    std::string scratch_;
    std::chrono::sys_seconds dated_{};
    std::string date_;
    PeerId last_id_ = 0;
    std::unordered_map<PeerId, std::shared_ptr<Peer>> peers_;
    std::atomic<std::size_t> count_ = 0;
    std::function<void()> turn_ended_;
    std::thread thread_;
    std::atomic<std::thread::id> thread_id_{};
    std::mutex mutex_;
    std::vector<Work> letters_;
    bool called_ = false;
    bool stopped_ = false;
};

void AsioWatch::await(asio::posix::stream_descriptor::wait_type what) {
    auto const write = what == asio::posix::stream_descriptor::wait_write;
    socket_.async_wait(what, [loop = &loop_, peer = peer_, write](boost::system::error_code error) {
        if (error == asio::error::operation_aborted) return;
        // The peer is kept while it is called, though it may end itself.
        if (auto const found = loop->find(peer))
            AsioLoop::guarded([&] { write ? found->on_writable() : found->on_readable(); });
    });
}

}  // namespace

std::shared_ptr<Loop> Loop::make(Duration tick) { return std::make_shared<AsioLoop>(tick); }

}  // namespace skein::http
