// Who was here a moment ago: whoever asked for anything, signed in. In memory, bounded, of this
// process only: losing it costs no more than telling somebody outside what they have seen here.
#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <unordered_map>

#include "base/clock.h"
#include "base/ids.h"

namespace skein::social {

/// A part of the board. Thread-safe.
class Presence {
  public:
    static constexpr std::size_t kept_max = 65536;
    /// Longer ago than this, nobody is known to have been here.
    static constexpr Duration kept_for = std::chrono::minutes(30);

    void note(UserId user, Time now);
    /// Whether they were here at this moment or later.
    bool was_here(UserId user, Time since) const;
    std::size_t kept() const;

  private:
    static constexpr std::size_t shard_count = 16;
    struct Shard {
        mutable std::mutex mutex;
        std::unordered_map<std::int64_t, Time> last;
    };
    static std::size_t place_of(UserId user);
    std::array<Shard, shard_count> shards_;
};

}  // namespace skein::social
