// Who may have a file processed next: so many at once, and accounts in turn, so that one that sends
// many files delays its own only. Who has no turn is told when to ask again; nobody waits on a
// thread. In memory, of one process.
//
// Invariants: (1) at most `at_once_max` have a turn; (2) who asked first goes first, once for each
// time it asked; (3) who does not come back within `kept_for` has lost its place.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

#include "base/clock.h"
#include "base/ids.h"

namespace skein::media {

/// Not thread-safe; the desk's.
class Turns {
  public:
    static constexpr auto kept_for = std::chrono::seconds(20);

    explicit Turns(std::size_t at_once_max = 1) : at_once_max_(at_once_max) {}

    /// Nothing: it is this account's turn, until `end`. Else when to ask again.
    std::optional<Duration> ask(AccountId account, Time now);
    void end() { --running_; }

  private:
    struct Asked {
        AccountId account;
        Time last;
    };
    std::size_t at_once_max_, running_ = 0;
    std::deque<Asked> waiting_;
};

}  // namespace skein::media
