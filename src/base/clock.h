// Time. A moment is microseconds since 1970 in UTC, in memory and in the database.
//
// Nobody asks the system for the time but a `Clock`, which comes from the server, so that a test
// can hold it still.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skein {

using Duration = std::chrono::microseconds;
using Time = std::chrono::sys_time<Duration>;

/// Where the time comes from. Thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Time now() const = 0;
};

/// The system's clock.
class SystemClock final : public Clock {
  public:
    Time now() const override;
};

/// A clock that stands still until a test moves it.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Time start) : now_(start.time_since_epoch().count()) {}
    Time now() const override;
    void advance(Duration by);
    void set(Time to);

  private:
    std::atomic<std::int64_t> now_;
};

/// `2026-11-24T16:44:10.123Z`: RFC 3339 in UTC with exactly three fraction digits, as the API shows
/// times.
std::string to_rfc3339(Time at);

/// Appends what `to_rfc3339` makes, without a temporary.
void append_rfc3339(std::string& out, Time at);

/// `2026-11-24`, in UTC.
std::string to_iso_date(Time at);

/// `Tue, 24 Nov 2026 16:44:10 GMT`: the IMF-fixdate of RFC 9110.
std::string to_http_date(Time at);

/// Reads RFC 3339 with any offset and up to nine fraction digits, or a bare date as its midnight.
/// Nothing for text that is not a real moment between the years 1 and 9999.
std::optional<Time> parse_rfc3339(std::string_view text);

/// Reads the IMF-fixdate form of RFC 9110.
std::optional<Time> parse_http_date(std::string_view text);

/// Midnight UTC of the same day.
Time midnight(Time at);

}  // namespace skein
