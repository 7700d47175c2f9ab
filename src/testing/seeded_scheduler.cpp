#include "testing/seeded_scheduler.h"

#include <cstdio>
#include <cstdlib>

#include "base/result.h"

namespace skein::testing {
namespace {

thread_local void* this_runner = nullptr;

}  // namespace

SeededScheduler::SeededScheduler(ManualClock& clock, std::uint64_t seed)
    : clock_(clock), state_(seed) {
    auto& first = runners_.emplace_back();
    first.name = "test";
    first.state = State::ready;
    current_ = &first;
    this_runner = &first;
}

SeededScheduler::~SeededScheduler() { this_runner = nullptr; }

SeededScheduler::Runner& SeededScheduler::self() {
    expects(this_runner != nullptr);
    return *static_cast<Runner*>(this_runner);
}

std::uint64_t SeededScheduler::below(std::uint64_t bound) {
    auto z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return (z ^ (z >> 31)) % bound;
}

std::vector<SeededScheduler::Runner*> SeededScheduler::ready() {
    std::vector<Runner*> found;
    for (auto& runner : runners_) {
        if (runner.state == State::joining && (*runner.ended)()) runner.state = State::ready;
        if (runner.state == State::waiting && runner.deadline <= clock_.now())
            runner.state = State::ready;
        // A thread that was made and has not begun yet is as good as ready: its turn makes it
        // begin.
        if (runner.state == State::ready || runner.state == State::created)
            found.push_back(&runner);
    }
    return found;
}

bool SeededScheduler::move_time() {
    auto nearest = Time::max();
    for (auto const& runner : runners_)
        if (runner.state == State::waiting) nearest = std::min(nearest, runner.deadline);
    if (nearest == Time::max()) return false;
    clock_.set(std::max(nearest, clock_.now()));
    return true;
}

void SeededScheduler::deadlock() {
    std::fprintf(stderr, "Every thread waits and no deadline is left:\n");
    for (auto const& runner : runners_) std::fprintf(stderr, "  %s\n", runner.name.c_str());
    std::abort();
}

void SeededScheduler::pick() {
    auto candidates = ready();
    while (candidates.empty()) {
        if (!move_time()) deadlock();
        candidates = ready();
    }
    current_ = candidates[below(candidates.size())];
    trace_.push_back(current_->name);
    current_->turn.notify_all();
}

void SeededScheduler::hand_over(std::unique_lock<std::mutex>& lock, Runner& from) {
    pick();
    from.turn.wait(lock, [&] { return current_ == &from; });
    from.state = State::ready;
    from.signal = nullptr;
}

void SeededScheduler::wait(void const* signal, std::unique_lock<std::mutex>& lock,
                           std::condition_variable&, Time deadline) {
    auto& me = self();
    {
        std::unique_lock mine(mutex_);
        me.state = State::waiting;
        me.signal = signal;
        me.deadline = deadline;
        lock.unlock();
        hand_over(mine, me);
    }
    lock.lock();
}

void SeededScheduler::notify(void const* signal, std::condition_variable&, bool all) {
    std::lock_guard const lock(mutex_);
    std::vector<Runner*> waiting;
    for (auto& runner : runners_)
        if (runner.state == State::waiting && runner.signal == signal) waiting.push_back(&runner);
    if (waiting.empty()) return;
    if (!all) waiting = {waiting[below(waiting.size())]};
    for (auto* runner : waiting) runner->state = State::ready;
}

void SeededScheduler::thread_created(std::string const& name) {
    std::lock_guard const lock(mutex_);
    runners_.emplace_back().name = name;
}

void SeededScheduler::thread_started(std::string const& name) {
    std::unique_lock lock(mutex_);
    // Threads of one name are alike, so it does not matter which of them takes which place.
    for (auto& runner : runners_) {
        if (runner.state != State::created || runner.name != name || runner.signal) continue;
        runner.signal = &runner;  // Taken.
        this_runner = &runner;
        runner.turn.wait(lock, [&] { return current_ == &runner; });
        runner.state = State::ready;
        runner.signal = nullptr;
        return;
    }
    expects(false);
}

void SeededScheduler::thread_ended() {
    std::lock_guard const lock(mutex_);
    auto* const me = &self();
    runners_.remove_if([&](Runner const& runner) { return &runner == me; });
    this_runner = nullptr;
    pick();
}

void SeededScheduler::join_wait(std::function<bool()> const& ended) {
    auto& me = self();
    std::unique_lock lock(mutex_);
    if (ended()) return;
    me.state = State::joining;
    me.ended = &ended;
    hand_over(lock, me);
    me.ended = nullptr;
}

void SeededScheduler::sleep_until(Time moment) {
    auto& me = self();
    std::unique_lock lock(mutex_);
    me.state = State::waiting;
    me.signal = &me;
    me.deadline = moment;
    hand_over(lock, me);
}

std::vector<std::string> SeededScheduler::trace() const {
    std::lock_guard const lock(mutex_);
    return trace_;
}

}  // namespace skein::testing
