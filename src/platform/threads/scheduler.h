// Threads, and every wait there is.
//
// All threads of the program are `Thread`s and all their waits go through `Signal`, so that a test
// can take the scheduling into its hand: under a `RealScheduler` they are the system's; under a
// `SeededScheduler` real threads run one at a time, each wait hands the baton back, a seed picks
// who runs next, and time stands still until nobody can run (then it jumps to the next deadline).
// The same seed gives the same trace.
//
// Rule: no mutex is held across a wait except the one given to `Signal::wait`.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace skein::threads {

/// Decides who runs. One per server process (one per World in tests). Thread-safe.
class Scheduler {
  public:
    virtual ~Scheduler() = default;

    /// The time deadlines are measured by.
    virtual Clock const& clock() const = 0;

  protected:
    friend class Signal;
    friend class Thread;
    /// Blocks the calling thread until `signal` is notified or `deadline` passes (Time::max():
    /// never). May return early. `lock` is released while it waits.
    virtual void wait(void const* signal, std::unique_lock<std::mutex>& lock,
                      std::condition_variable& cv, Time deadline) = 0;
    virtual void notify(void const* signal, std::condition_variable& cv, bool all) = 0;
    virtual void thread_created(std::string const& name) = 0;
    virtual void thread_started(std::string const& name) = 0;
    virtual void thread_ended() = 0;
    /// Waits for another thread's end; called before the join.
    virtual void join_wait(std::function<bool()> const& ended) = 0;
};

/// The system's threads and time.
std::unique_ptr<Scheduler> make_real_scheduler(Clock const& clock);

/// A condition variable whose waits the scheduler sees.
class Signal {
  public:
    explicit Signal(Scheduler& scheduler) : scheduler_(scheduler) {}

    /// Waits until `ready()`; `lock` is held whenever `ready` is asked and on return.
    template <class Ready>
    void wait(std::unique_lock<std::mutex>& lock, Ready&& ready) {
        while (!ready()) scheduler_.wait(this, lock, cv_, Time::max());
    }

    /// The same, until `deadline` at the latest; answers `ready()`.
    template <class Ready>
    bool wait_until(std::unique_lock<std::mutex>& lock, Time deadline, Ready&& ready) {
        while (!ready()) {
            if (scheduler_.clock().now() >= deadline) return ready();
            scheduler_.wait(this, lock, cv_, deadline);
        }
        return true;
    }

    void notify_one() { scheduler_.notify(this, cv_, false); }
    void notify_all() { scheduler_.notify(this, cv_, true); }

  private:
    Scheduler& scheduler_;
    std::condition_variable cv_;
};

/// Locks what is only ever held for a moment: spins for as long before it lets the kernel wait.
std::unique_lock<std::mutex> lock_soon(std::mutex& mutex);

/// A named thread, joined at destruction.
class Thread {
  public:
    Thread();
    /// `stack_bytes` 0 is the system's default.
    Thread(Scheduler& scheduler, std::string name, std::function<void()> body,
           std::size_t stack_bytes = 0);
    Thread(Thread&&) noexcept;
    Thread& operator=(Thread&&) noexcept;
    ~Thread();

    void join();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace skein::threads
