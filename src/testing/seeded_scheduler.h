// Scheduling in the hand of a test: real threads of which one runs at a time. Every wait hands the
// baton back, a seed picks who goes on, and time stands still until nobody can run; then it jumps
// to the nearest deadline. The same seed gives the same trace.
//
// The thread that makes the scheduler belongs to it: it holds the baton first. When all threads
// wait and no deadline is left, the program ends with the trace, for that is a deadlock.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "platform/threads/scheduler.h"

namespace skein::testing {

class SeededScheduler final : public threads::Scheduler {
  public:
    /// Moves `clock` when nobody can run; the clock outlives the scheduler.
    SeededScheduler(ManualClock& clock, std::uint64_t seed);
    ~SeededScheduler() override;

    Clock const& clock() const override { return clock_; }

    /// Lets others run until this moment.
    void sleep_until(Time moment);
    /// A number below `bound`, from the same seed: for what else a test leaves to chance.
    std::uint64_t below(std::uint64_t bound);

    /// Who was picked, one name a step, in order.
    std::vector<std::string> trace() const;

  protected:
    void wait(void const* signal, std::unique_lock<std::mutex>& lock, std::condition_variable& cv,
              Time deadline) override;
    void notify(void const* signal, std::condition_variable& cv, bool all) override;
    void thread_created(std::string const& name) override;
    void thread_started(std::string const& name) override;
    void thread_ended() override;
    void join_wait(std::function<bool()> const& ended) override;

  private:
    enum class State { created, ready, waiting, joining };
    struct Runner {
        std::string name;
        State state = State::created;
        void const* signal = nullptr;
        Time deadline = Time::max();
        std::function<bool()> const* ended = nullptr;
        std::condition_variable turn;
    };

    Runner& self();
    /// Gives the baton to somebody and waits until it comes back.
    void hand_over(std::unique_lock<std::mutex>& lock, Runner& from);
    void pick();
    std::vector<Runner*> ready();
    bool move_time();
    [[noreturn]] void deadlock();

    ManualClock& clock_;
    mutable std::mutex mutex_;
    std::uint64_t state_;
    std::list<Runner> runners_;
    Runner* current_ = nullptr;
    std::vector<std::string> trace_;
};

}  // namespace skein::testing
