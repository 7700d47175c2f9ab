// A lane: a bounded pool of threads with a bounded queue. What a lane may wait for is in
// ARCHITECTURE.md: only for `cpu`, the writer and the HTTP client; these wait for nobody.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "platform/threads/scheduler.h"

namespace skein::threads {

struct LaneOptions {
    std::string name;
    unsigned threads = 2;
    std::size_t queue_max = 1024;
    std::size_t stack_bytes = 0;
    /// Where work is usually short, one thread may take so many pieces before another is woken for
    /// them: a wake costs more than such a piece. Holds only while all of it has lately been short.
    std::size_t pieces_a_thread = 1;
};

/// When threads are woken for what is posted: at once, or by `Lane::wake`, when more has come.
enum class Wake { now, later };

class Lane {
  public:
    using Work = std::move_only_function<void()>;

    Lane(Scheduler& scheduler, LaneOptions options);
    ~Lane();  ///< Stops as `stop` does.

    /// Queues the work; false (and the work is not taken) when the queue is full or the lane is
    /// stopping. What the work throws is logged as a bug and goes no further.
    bool post(Work&& work, Wake when = Wake::now);
    /// Wakes threads for what was posted for later.
    void wake();

    /// Stops accepting, runs what is queued, joins the threads. Idempotent.
    void stop();

    std::string const& name() const;
    std::size_t queued() const;
    std::size_t running() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace skein::threads
