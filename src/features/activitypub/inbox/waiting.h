// How much has come in and is not processed yet. Under a flood the inbox says 503 before memory or
// disk grows, and the host that floods is told so first. Counted in memory: asking the table for
// each request would cost more than the request.
//
// Invariants: (1) what is taken in counts until it is given back, or for `counted_for` at most:
// another process may have run it; (2) one host holds at most its share of the room; (3) what ends
// things (Delete, Undo, Block, Flag) finds room when nothing else does.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "core/jobs.h"

namespace skein::activitypub {

struct WaitingLimits {
    std::int64_t activities_max = 50'000;
    std::int64_t bytes_max = 64 << 20;
    std::int64_t of_a_host_max = 20'000;
};

/// A part of the board. Thread-safe.
class Waiting {
  public:
    using Limits = WaitingLimits;
    static constexpr auto counted_for = std::chrono::minutes(10);
    /// A host of which more than so many wait goes behind the others.
    static constexpr std::int64_t patient_from = 200;

    void set_limits(Limits limits);
    /// Starts the tickets at a number that no other process uses.
    void set_first_ticket(std::int64_t ticket);

    struct Place {
        std::int64_t ticket = 0;  ///< Zero: there is no room.
        Priority priority = Priority::normal;
    };
    struct Guest {
        std::string_view host;
        std::int64_t bytes = 0;
        bool is_urgent = false;  ///< It ends something.
    };
    Place take(Guest const& guest, Time now);
    void give_back(std::int64_t ticket);
    /// Before any work is spent on it.
    bool has_room(std::string_view host, Time now);

    std::int64_t activities() const;
    std::int64_t bytes() const;
    /// Entries kept to know what is oldest: at most about twice what is held.
    std::size_t remembered() const;
    static constexpr std::size_t order_slack_max = 1000;

  private:
    struct Held {
        std::string host;
        std::int64_t bytes = 0;
    };
    bool has_room_for(std::string const& host, std::int64_t bytes, bool is_urgent) const;
    void forget_old(Time now);
    void drop(std::int64_t ticket);

    mutable std::mutex mutex_;
    Limits limits_;
    std::int64_t next_ = 1;
    std::int64_t bytes_ = 0;
    std::unordered_map<std::int64_t, Held> held_;
    std::deque<std::pair<Time, std::int64_t>> order_;  ///< Some have been given back since.
    std::unordered_map<std::string, std::int64_t> of_host_;
};

}  // namespace skein::activitypub
