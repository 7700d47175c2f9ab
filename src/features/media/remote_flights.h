// Who is fetching which file of another server just now, who waits for it, and what could not be
// had. In memory: losing it costs a question.
//
// Invariants: (1) a file has one flight at a time, whoever joins it gets what it brings; (2) every
// flight lands, if only because whoever flew gave up; (3) no more than so many threads of the lane
// fly or wait at once, so that the rest of the lane stays free for what else must ask others.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/result.h"
#include "platform/threads/scheduler.h"

namespace skein::media {

struct RemoteFlight {
    explicit RemoteFlight(threads::Scheduler& scheduler) : landed(scheduler) {}
    std::mutex mutex;
    threads::Signal landed;
    std::optional<Result<void>> result;
};

/// A part of the board. Thread-safe.
class RemoteFlights {
  public:
    /// The flight for this file, and whether the caller is the one who flies.
    std::pair<std::shared_ptr<RemoteFlight>, bool> join(threads::Scheduler& scheduler,
                                                        std::string const& key);
    void land(std::string const& key, std::shared_ptr<RemoteFlight> const& flight,
              Result<void> result);

    /// What is known to fail, so that nobody asks again at once: a file, or all of a host that lets
    /// others wait.
    bool is_known_to_fail(std::string const& key, std::string const& host, Time now);
    void note_failure(std::string const& key, std::string const& host, Errc code, Time now);
    void note_success(std::string const& host);

    /// True: the caller may fly or wait, until `end_turn`. False: too many do.
    bool begin_turn(std::size_t turns_max);
    void end_turn();

  private:
    void remember(std::string const& key, Time until);

    std::mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<RemoteFlight>> flights_;
    std::unordered_map<std::string, Time> failures_;
    std::multimap<Time, std::string> failures_by_end_;
    std::unordered_map<std::string, int> timeouts_;  // Of a host, one after the other.
    std::size_t turns_ = 0;
};

/// Lands a flight when it dies, if nobody landed it before.
class Landing {
  public:
    Landing(RemoteFlights& flights, std::string key, std::shared_ptr<RemoteFlight> flight)
        : flights_(flights), key_(std::move(key)), flight_(std::move(flight)) {}
    Landing(Landing const&) = delete;
    ~Landing() {
        if (flight_) land(fail(Errc::unavailable, "", "a fetch that was given up"));
    }
    void land(Result<void> result) {
        flights_.land(key_, std::exchange(flight_, nullptr), std::move(result));
    }

  private:
    RemoteFlights& flights_;
    std::string key_;
    std::shared_ptr<RemoteFlight> flight_;
};

}  // namespace skein::media
