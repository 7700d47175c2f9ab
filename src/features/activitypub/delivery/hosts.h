// How other servers fare. One that does not answer is left in peace, and costs the others nothing.
//
//         5 failures in 10 minutes          one job every 30 minutes
//   well ─────────────────────────▶ rests ──────────────────────────┐ fails
//    ▲                               │ ▲────────────────────────────┘
//    │ an answer, or something from  │ failures on 7 different days
//    │ there                         ▼
//    └──────────────────────────── dead ───▶ one job a week; nothing more is queued
//
// In memory, for what is asked at every delivery; the rows (which a restart reads) and the jobs in
// the table follow a moment later (host_upkeep.h). Losing the memory costs a few requests. Bounded:
// a host that was never away is not in it.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein {
class Server;
}

namespace skein::activitypub {

enum class HostState : std::int64_t { well = 0, resting = 1, dead = 2 };

/// A row of `activitypub_hosts`.
struct HostHealth {
    std::string host;
    HostState state{};
    std::int64_t days = 0;  ///< Different days on which it failed, since it last answered.
    Time failed_at{};
    Time probe_at{};
    std::string last_error;
    auto row() { return std::tie(host, state, days, failed_at, probe_at, last_error); }
};

inline constexpr std::int64_t breaker_failures = 5;
inline constexpr auto breaker_window = std::chrono::minutes(10);
inline constexpr auto probe_every = std::chrono::minutes(30);
inline constexpr std::int64_t dead_after_days = 7;
inline constexpr auto dead_probe_every = std::chrono::days(7);
/// Where the jobs of a host that is away wait. They are called when it is back, long before.
inline constexpr auto held_for = std::chrono::days(30);
inline constexpr auto pause_max = std::chrono::hours(24);  ///< Of what a Retry-After may ask for.
inline constexpr std::size_t unwell_hosts_max = 20'000;

/// Of one server; a part of the board. Thread-safe.
class Hosts {
  public:
    /// What was known before a restart.
    void remember(HostHealth health);

    /// May a request go there now? A moment: not before. To a host that is away one in a while may:
    /// whoever is told so is the one.
    std::optional<Time> admit(std::string_view host, Time now);
    /// Until when a new job for this host is to wait; nothing: it may go at once.
    std::optional<Time> held_until(std::string_view host, Time now) const;
    /// Is nothing queued for it any more?
    bool is_dead(std::string_view host, Time now) const;
    bool is_well(std::string_view host) const;
    /// Has it failed since it answered last?
    bool is_troubled(std::string_view host) const;

    void failed(std::string_view host, Time now, std::string_view why);
    /// It answered, whatever; or something came from there.
    void answered(std::string_view host);
    /// The same, outside a transaction: what waits for it is called a little later, by whoever
    /// takes the list.
    void answered_elsewhere(std::string_view host);
    std::vector<std::string> take_revived();
    /// Somebody wants it to be asked now: as if nothing had ever been wrong with it.
    void forget(std::string_view host);
    /// It asked to be left alone for a while.
    void pause(std::string_view host, Time until, Time now);

    std::optional<HostHealth> find(std::string_view host) const;
    std::vector<HostHealth> list_unwell() const;
    /// Hosts that rest, or are dead, and may be asked again.
    std::vector<std::string> list_to_probe(Time now);
    std::size_t kept() const;

  private:
    struct Entry {
        HostHealth health;
        std::int64_t failures = 0;  ///< Since the window began.
        Time window_began{};
        Time paused_until{};
        bool called = false;  ///< A job was called for the probe that is due.
    };
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using Entries = std::unordered_map<std::string, Entry, Hash, std::equal_to<>>;
    Entry* at(std::string_view host);
    Entry const* at(std::string_view host) const;
    Entry* make(std::string_view host, Time now);
    void prune(Time now);
    void count_failure(Entry& entry, Time now);

    mutable std::mutex mutex_;
    Entries entries_;
    std::vector<std::string> revived_;
};

/// Something came from there: it lives. For the inbox, at every activity that is verified.
Result<void> note_alive(db::Tx& tx, std::string_view host);

/// The same where there is no transaction: it answered a question.
void note_alive(Server& server, std::string_view host);

Result<std::optional<HostHealth>> find_host_health(db::Tx& tx, std::string_view host);
Result<std::vector<HostHealth>> list_host_health(db::Tx& tx, std::string_view after,
                                                 std::int64_t limit);
Result<void> put_host_health(db::Tx& tx, HostHealth const& health);
Result<void> remove_host_health(db::Tx& tx, std::string_view host);

}  // namespace skein::activitypub
