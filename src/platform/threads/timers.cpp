#include "platform/threads/timers.h"

#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "base/log.h"

namespace skein::threads {

struct Timers::State {
    struct Entry {
        std::function<void()> work;
        Duration interval{};
    };

    Scheduler& scheduler;
    std::mutex mutex;
    Signal changed;
    std::map<std::pair<Time, Handle>, Entry> entries;
    std::map<Handle, Time> times;
    Handle last = 0;
    Handle running = 0;  // 0 also when it was taken back while it ran.
    bool stopping = false;
    Thread thread;

    explicit State(Scheduler& s) : scheduler(s), changed(s) {}

    Handle add(Time when, Entry entry, Handle handle = 0) {
        if (handle == 0) handle = ++last;
        times[handle] = when;
        entries.emplace(std::pair(when, handle), std::move(entry));
        return handle;
    }

    void run() {
        std::unique_lock lock(mutex);
        while (!stopping) {
            auto const next = entries.empty() ? Time::max() : entries.begin()->first.first;
            if (scheduler.clock().now() < next) {
                auto const first = entries.empty() ? Handle{0} : entries.begin()->first.second;
                changed.wait_until(lock, next, [&] {
                    return stopping || (!entries.empty() && entries.begin()->first.second != first);
                });
                continue;
            }
            auto const handle = entries.begin()->first.second;
            auto entry = std::move(entries.begin()->second);
            entries.erase(entries.begin());
            times.erase(handle);
            running = handle;
            lock.unlock();
            try {
                entry.work();
            } catch (std::exception const& error) {
                log::error("timer.threw", {{"what", error.what()}});
            }
            auto const again = entry.interval > Duration{};
            if (!again) entry = {};  // What it holds is let go outside the lock.
            lock.lock();
            if (again && running == handle)
                add(scheduler.clock().now() + entry.interval, std::move(entry), handle);
            running = 0;
        }
    }
};

Timers::Timers(Scheduler& scheduler) : state_(std::make_unique<State>(scheduler)) {
    state_->thread =
        Thread(scheduler, "timers", [state = state_.get()] { state->run(); }, 256 << 10);
}

Timers::~Timers() { stop(); }

Timers::Handle Timers::at(Time when, std::function<void()> work) {
    Handle handle = 0;
    {
        std::lock_guard const lock(state_->mutex);
        handle = state_->add(when, {std::move(work), {}});
    }
    state_->changed.notify_all();
    return handle;
}

Timers::Handle Timers::every(Duration interval, std::function<void()> work) {
    Handle handle = 0;
    {
        std::lock_guard const lock(state_->mutex);
        handle =
            state_->add(state_->scheduler.clock().now() + interval, {std::move(work), interval});
    }
    state_->changed.notify_all();
    return handle;
}

bool Timers::cancel(Handle handle) {
    State::Entry taken;  // Let go after the lock.
    std::lock_guard const lock(state_->mutex);
    if (state_->running == handle) state_->running = 0;
    auto const found = state_->times.find(handle);
    if (found == state_->times.end()) return false;
    auto const entry = state_->entries.find({found->second, handle});
    taken = std::move(entry->second);
    state_->entries.erase(entry);
    state_->times.erase(found);
    return true;
}

void Timers::stop() {
    {
        std::lock_guard const lock(state_->mutex);
        state_->stopping = true;
    }
    state_->changed.notify_all();
    state_->thread.join();
}

}  // namespace skein::threads
