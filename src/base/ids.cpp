#include "base/ids.h"

#include <algorithm>
#include <limits>

#include "base/numbers.h"
#include "base/result.h"

namespace skein {
namespace {

constexpr int time_shift = 16;
constexpr int node_shift = 10;
constexpr unsigned sequence_half = 1U << (node_shift - 1);
/// The last millisecond that has room in an id, in the year 6429.
constexpr std::int64_t ms_max = std::numeric_limits<std::int64_t>::max() >> time_shift;

/// What lies before or after everything an id can say is taken for the first or last of it.
std::int64_t milliseconds_of(Time at) {
    auto const ms = std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
    return std::clamp<std::int64_t>(ms, 0, ms_max);
}

std::int64_t pack(std::int64_t ms, unsigned node, unsigned sequence) {
    return (ms << time_shift) | (std::int64_t{node} << node_shift) | sequence;
}

}  // namespace

std::optional<std::int64_t> parse_id(std::string_view text) {
    if (text.empty() || text.size() > 19) return std::nullopt;
    auto const value = parse_number<std::int64_t>(text);
    return value && *value > 0 ? value : std::nullopt;
}

std::int64_t first_id_at(Time at) { return pack(milliseconds_of(at), 0, 0); }

Time id_time(std::int64_t id) { return Time(std::chrono::milliseconds(id >> time_shift)); }

IdMaker::IdMaker(unsigned node, std::int64_t floor)
    : node_(node), next_start_(static_cast<std::uint64_t>(floor)) {
    expects(node < 64);
    // The millisecond after the highest id there is: nothing made now can be at or below it.
    if (floor > 0) last_ms_ = (floor >> time_shift) + 1;
}

std::int64_t IdMaker::next(Time now) {
    std::lock_guard const lock(mutex_);
    auto const ms = milliseconds_of(now);
    if (ms > last_ms_) {
        last_ms_ = ms;
        sequence_ = 0;
    } else if (sequence_ == sequence_half) {
        ++last_ms_;
        sequence_ = 0;
    }
    return pack(last_ms_, node_, sequence_++);
}

std::int64_t IdMaker::at(Time past) {
    std::lock_guard const lock(mutex_);
    // Below the last by as many moments as are remembered: it never lends from more.
    constexpr auto latest = ms_max - static_cast<std::int64_t>(moments_kept);
    auto ms = std::clamp<std::int64_t>(milliseconds_of(past), 1, latest);
    auto* here = &moment(ms);
    while (here->used == sequence_half) here = &moment(++ms);
    return pack(ms, node_, sequence_half + (here->start + here->used++) % sequence_half);
}

IdMaker::Moment& IdMaker::moment(std::int64_t ms) {
    if (auto const found = moments_.find(ms); found != moments_.end()) return found->second;
    if (moments_in_order_.size() == moments_kept) {
        moments_.erase(moments_in_order_.front());
        moments_in_order_.pop_front();
    }
    moments_in_order_.push_back(ms);
    // From a start that differs at every visit and in every process, so that the ids of a moment
    // that was forgotten hardly meet those it already has.
    next_start_ = next_start_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return moments_[ms] = Moment{static_cast<unsigned>(next_start_ >> 33) % sequence_half, 0};
}

}  // namespace skein
