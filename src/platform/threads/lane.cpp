#include "platform/threads/lane.h"

#include <atomic>
#include <deque>
#include <mutex>
#include <vector>

#include "base/log.h"

namespace skein::threads {

namespace {

constexpr auto short_work = std::chrono::microseconds(200);
/// So many short pieces in a row say that the next will be short, too.
constexpr std::size_t short_in_a_row_min = 64;

}  // namespace

struct Lane::State {
    LaneOptions options;
    mutable std::mutex mutex;
    Signal arrived;
    std::deque<Work> queue;
    std::atomic<bool> empty = true;  // The queue is, as far as one may know without the lock.
    std::size_t running = 0;
    std::size_t idle = 0;
    std::size_t wakes = 0;  // Threads that were woken and have not looked yet; they count as idle.
    std::size_t short_in_a_row = 0;
    Time taken_at{};
    bool stopping = false;
    std::vector<Thread> threads;
    Scheduler& scheduler;

    State(Scheduler& s, LaneOptions o) : options(std::move(o)), arrived(s), scheduler(s) {}

    void work() {
        auto lock = lock_soon(mutex);
        for (;;) {
            while (queue.empty()) {
                if (stopping) return;
                ++idle;
                arrived.wait(lock, [&] { return stopping || wakes > 0; });
                --idle;
                wakes -= wakes > 0 ? 1 : 0;
            }
            auto next = std::move(queue.front());
            queue.pop_front();
            empty = queue.empty();
            ++running;
            auto const begun = taken_at = scheduler.clock().now();
            rouse(lock);
            run(next);
            next = nullptr;  // What it holds is let go outside the lock.
            auto const is_short = scheduler.clock().now() - begun <= short_work;
            lock = lock_soon(mutex);
            short_in_a_row = is_short ? short_in_a_row + 1 : 0;
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

    /// How many threads more the queue is worth.
    std::size_t wanted() const {
        auto const covered = std::min(queue.size(), wakes);
        auto const waiting = std::min(queue.size() - covered, idle - wakes);
        auto const few = queue.size() <= options.pieces_a_thread;
        if (waiting == 0 || options.pieces_a_thread == 1) return waiting;
        if (!few || short_in_a_row < short_in_a_row_min) return waiting;
        if (running + wakes == 0) return 1;
        // Who is at work takes it, unless that turns out to be long.
        return running > 0 && scheduler.clock().now() - taken_at > short_work ? waiting : 0;
    }

    /// Wakes as many threads as the queue is worth, outside the lock, which is not taken again.
    void rouse(std::unique_lock<std::mutex>& lock) {
        auto const count = wanted();
        wakes += count;
        lock.unlock();
        for (std::size_t i = 0; i < count; ++i) arrived.notify_one();
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

bool Lane::post(Work&& work, Wake when) {
    auto lock = lock_soon(state_->mutex);
    if (state_->stopping || state_->queue.size() >= state_->options.queue_max) return false;
    state_->queue.push_back(std::move(work));
    state_->empty = false;
    state_->grow();
    if (when == Wake::now) state_->rouse(lock);
    return true;
}

void Lane::wake() {
    if (state_->empty) return;
    auto lock = lock_soon(state_->mutex);
    state_->rouse(lock);
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
