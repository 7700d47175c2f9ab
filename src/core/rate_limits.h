// Rate limits: so many in a window, by account or by address, with Mastodon's headers. In memory,
// bounded: losing the counts (restart, eviction of the idlest) costs nothing but leniency.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "platform/http/message.h"

namespace skein {

struct RateLimit {
    std::string name;
    std::int64_t count = 300;
    Duration window = std::chrono::minutes(5);
    /// Counted by address also for those who are signed in: what makes accounts, or tries secrets,
    /// must not get a new count with every account.
    bool by_address = false;
};

/// What one check said. `limit` 0: nothing was checked.
struct RateVerdict {
    bool allowed = true;
    std::int64_t limit = 0, remaining = 0;
    Time reset{};
};

/// A part of the board. Thread-safe, sharded.
class RateLimits {
  public:
    RateLimits();
    ~RateLimits();

    /// Counts one use by `key` in the current window of `limit`. Addresses of IPv6 are counted by
    /// their /64.
    RateVerdict check(RateLimit const& limit, std::string_view key, Time now);

    static constexpr std::size_t keys_max = 100'000;
    std::size_t keys() const;

  private:
    struct Shard;
    std::unique_ptr<Shard[]> shards_;
};

/// The one nearer to exhaustion; a refused one before any other.
RateVerdict nearer(RateVerdict const& a, RateVerdict const& b);

/// `X-RateLimit-Limit`, `-Remaining`, `-Reset` (ISO 8601).
void add_headers(http::Headers& headers, RateVerdict const& verdict);

}  // namespace skein
