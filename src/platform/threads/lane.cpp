#include "platform/threads/lane.h"

#include <deque>
#include <mutex>
#include <vector>

#include "base/log.h"

namespace skein::threads {

struct Lane::State {
    LaneOptions options;
    mutable std::mutex mutex;
    Signal arrived;
    std::deque<Work> queue;
    std::size_t running = 0;
    std::size_t idle = 0;
    bool stopping = false;
    std::vector<Thread> threads;
    Scheduler& scheduler;

    State(Scheduler& s, LaneOptions o) : options(std::move(o)), arrived(s), scheduler(s) {}

    void work() {
        auto lock = lock_soon(mutex);
        for (;;) {
            ++idle;
            arrived.wait(lock, [&] { return stopping || !queue.empty(); });
            --idle;
            if (queue.empty()) return;
            auto next = std::move(queue.front());
            queue.pop_front();
            ++running;
            lock.unlock();
            run(next);
            next = nullptr;  // What it holds is let go outside the lock.
            lock = lock_soon(mutex);
            --running;
        }
    }

    void run(Work& next) const {
        try {
            next();
        } catch (std::exception const& error) {
            log::error("lane.work_threw", {{"lane", options.name}, {"what", error.what()}});
        }
    }

    /// One more thread, while the work needs it: a lane at rest has none.
    void grow() {
        if (idle > 0 && queue.size() <= idle) return;
        if (threads.size() >= options.threads) return;
        auto const name = options.name + "-" + std::to_string(threads.size());
        threads.emplace_back(scheduler, name, [this] { work(); }, options.stack_bytes);
    }
};

Lane::Lane(Scheduler& scheduler, LaneOptions options)
    : state_(std::make_unique<State>(scheduler, std::move(options))) {
    // Never moved once a thread of it runs.
    state_->threads.reserve(state_->options.threads);
}

Lane::~Lane() { stop(); }

bool Lane::post(Work&& work) {
    {
        auto const lock = lock_soon(state_->mutex);
        if (state_->stopping || state_->queue.size() >= state_->options.queue_max) return false;
        state_->queue.push_back(std::move(work));
        state_->grow();
    }
    state_->arrived.notify_one();
    return true;
}

void Lane::stop() {
    {
        std::lock_guard const lock(state_->mutex);
        state_->stopping = true;
    }
    state_->arrived.notify_all();
    for (auto& thread : state_->threads) thread.join();
}

std::string const& Lane::name() const { return state_->options.name; }

std::size_t Lane::queued() const {
    std::lock_guard const lock(state_->mutex);
    return state_->queue.size();
}

std::size_t Lane::running() const {
    std::lock_guard const lock(state_->mutex);
    return state_->running;
}

}  // namespace skein::threads
