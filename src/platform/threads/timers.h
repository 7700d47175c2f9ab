// Things to do later: one thread, a heap of deadlines. The work runs on that thread and must be
// short: post to a lane for anything else.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "platform/threads/scheduler.h"

namespace skein::threads {

class Timers {
  public:
    using Handle = std::uint64_t;

    explicit Timers(Scheduler& scheduler);
    ~Timers();

    /// Runs `work` at or soon after `at`, once.
    Handle at(Time when, std::function<void()> work);
    /// Runs `work` every `interval`, first after one interval.
    Handle every(Duration interval, std::function<void()> work);
    /// Takes it back; false when it has already run or is running, and then a repeated one does
    /// not run again.
    bool cancel(Handle handle);
    void stop();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace skein::threads
