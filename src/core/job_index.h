// The due jobs this process knows of, in memory: which may run next, and which run. Knows no
// database and no thread; the queue guards it with its mutex.
//
// Invariants: (1) a job is here at most once, waiting or running; (2) the next local job of a lane,
// and the next network job, is the one with the lowest (priority, run_at, id) that may run; (3) at
// most `per_host_running` jobs of one host run, and `per_host_waiting` wait here, so that a slow
// host holds only its few slots and little memory; (4) memory is bounded: the less urgent a job,
// the sooner there is no room for it.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/jobs.h"

namespace skein {

/// The four priorities as 0 … 3, whatever number a row holds.
std::size_t rank_of(Priority priority);
inline constexpr std::array<Priority, 4> priorities{Priority::person, Priority::normal,
                                                    Priority::mass, Priority::upkeep};

class JobIndex {
  public:
    struct Limits {
        std::size_t per_host_running = 4;
        std::size_t per_host_waiting = 8;
        std::size_t total = 16384;  ///< Of normal jobs; twice that with the most urgent.
    };
    explicit JobIndex(Limits limits) : limits_(limits) {}

    enum class Added { yes, known, no_room, host_full };
    Added add_local(StoredJob job, LaneName lane);
    Added add_network(StoredJob job);

    /// The next one, which runs from now on until `release`.
    std::optional<StoredJob> next_local(LaneName lane);
    std::optional<StoredJob> next_network();
    /// A running local job waits again, now in this lane.
    void put_back_local(StoredJob job, LaneName lane);
    std::size_t waiting_local(LaneName lane) const {
        return local_[static_cast<std::size_t>(lane)].size();
    }
    bool has_network() const { return !open_.empty() || !hostless_.empty(); }

    /// A running job runs no more. For one of a host, says whether its host now has room for rows
    /// that were left in the table.
    bool release(StoredJob const& job, bool network);

    /// How many jobs at least as urgent wait for a thread or a slot only, not for their host; a
    /// lower bound.
    std::size_t runnable(Priority priority) const;
    std::size_t known() const { return known_.size(); }
    std::size_t known_of(Priority priority) const { return by_rank_[rank_of(priority)]; }
    std::size_t running() const { return running_; }
    std::size_t running_network() const { return running_network_; }
    /// Hosts of which as many wait here as may; the caller leaves their rows in the table.
    std::vector<std::string> leave_out_full_hosts();
    std::vector<std::int64_t> ids() const;
    /// Forgets every waiting job; answers their ids.
    std::vector<std::int64_t> forget_waiting();

  private:
    /// Priority, time, id.
    using Order = std::tuple<std::size_t, Time, std::int64_t>;
    using Waiting = std::map<Order, StoredJob>;
    struct Host {
        Waiting waiting;
        std::size_t running = 0;
        bool left_out = false;  ///< Rows of it were not taken in for want of room.
        std::optional<Order> shown;
    };
    static Order order_of(StoredJob const& job);
    bool has_room(StoredJob const& job) const;
    void note_known(StoredJob const& job);
    StoredJob take_first(Waiting& waiting);
    bool release_host(std::string const& name);
    void show(std::string const& name, Host& host);

    Limits limits_;
    std::array<Waiting, lane_count> local_;
    Waiting hostless_;
    std::unordered_map<std::string, Host> hosts_;
    std::map<Order, std::string> open_;  ///< The first of each host that has a free slot.
    std::unordered_set<std::int64_t> known_;
    std::array<std::size_t, priorities.size()> by_rank_{};
    std::size_t running_ = 0, running_network_ = 0, busy_hosts_ = 0;
};

}  // namespace skein
