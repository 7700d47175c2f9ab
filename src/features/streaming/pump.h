// The pump: carries what happened to the sockets, one thing after the other, on a lane. Whoever
// tells it something only queues it.
//
// 1. Things are carried in the order they were told. 2. At most one thread carries. 3. The queue
// holds at most `happenings_max`: what does not fit is dropped and counted, and costs its readers
// nothing but the time until they ask. 4. What is dropped is never a doubt: instead of one that
// finds no room everybody is doubted. Everybody is asked for in pieces, with news carried in
// between.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include "core/server.h"
#include "features/streaming/happenings.h"

namespace skein::streaming {

/// A part of the board.
class Pump {
  public:
    static constexpr std::size_t happenings_max = 20'000;

    /// For install and for the ends of the server's life.
    void declare_figures(Server& server);
    void start(Server& server);
    void stop();

    /// From any thread, also within `after_commit`.
    void tell(Happening happening);

  private:
    void doubt_everybody();
    void schedule();
    void run();
    std::optional<Happening> next();
    void prove_some();
    void carry(Happening const& happening);

    Server* server_ = nullptr;
    Counter* dropped_ = nullptr;
    threads::Timers::Handle thumps_ = 0, doubts_ = 0;
    std::mutex mutex_;
    std::deque<Happening> queue_;
    bool doubt_everybody_ = false;
    std::vector<Socket::Id> doubted_;  ///< Of everybody, who is still to be asked for.
    bool running_ = false;
    bool stopped_ = true;
};

}  // namespace skein::streaming
