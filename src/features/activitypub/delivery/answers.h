// What an inbox's answer means (federation.md section 4): pure, without a database.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "core/jobs.h"

namespace skein::activitypub {

enum class Fate {
    arrived,
    ask_otherwise,  ///< The signature was refused: once more at once, in another form.
    follow,         ///< The inbox is elsewhere on the same host: once more at once, there.
    again,          ///< Later.
    not_sent,       ///< This server could not: later, and no attempt.
    inbox_gone,     ///< Given up, and the inbox is no more.
    given_up,
};

/// What was tried before this answer.
struct Tries {
    std::int64_t attempts = 0;  ///< That failed, before this one.
    int forms = 0;              ///< Signatures refused at once before this one.
    bool followed = false;      ///< This one went where an earlier one was sent.
    std::string url = {};       ///< Where it went.
    bool is_certain = false;    ///< Worth a try a day after the schedule has ended.
};

struct Judgement {
    Fate fate{};
    std::string words;        ///< For people: "accepted (202)".
    Time again_at{};          ///< Of `again` and `not_sent`.
    bool is_alive = false;    ///< The host answered, whatever it said.
    bool has_failed = false;  ///< The host's fault, which counts against it.
    Time paused_until{};      ///< It asked to be left alone so long; the epoch: it did not.
    std::string location;     ///< Of `follow`.
};

inline constexpr int signed_tries_max = 3;       ///< In a row, in different forms.
inline constexpr std::int64_t refusals_max = 3;  ///< 401 and 403, before giving up.
inline constexpr std::int64_t attempts_max = 10;

Judgement judge(Outcome const& outcome, Tries const& tries, Time now);

/// After n failures (1 …): 1m 5m 15m 1h 3h 6h 12h 24h 24h; nothing: that was the last. `spread` is
/// any number: up to a fifth is added by it, so that what failed together comes back one by one.
std::optional<Duration> delivery_pause(std::int64_t failures, std::uint64_t spread);

/// Seconds or a date; nothing for what is neither, or past.
std::optional<Time> read_retry_after(std::string_view value, Time now);

}  // namespace skein::activitypub
