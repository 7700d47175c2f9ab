#include "base/ids.h"

#include <algorithm>
#include <charconv>

#include "base/result.h"

namespace skein {
namespace {

constexpr int time_shift = 16;
constexpr int node_shift = 10;
constexpr unsigned sequence_count = 1U << node_shift;

std::int64_t milliseconds_of(Time at) {
    return std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
}

std::int64_t pack(std::int64_t ms, unsigned node, unsigned sequence) {
    return (ms << time_shift) | (std::int64_t{node} << node_shift) | sequence;
}

}  // namespace

std::optional<std::int64_t> parse_id(std::string_view text) {
    if (text.empty() || text.size() > 19) return std::nullopt;
    std::int64_t value = 0;
    auto const* end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || value <= 0 || text[0] == '+') return std::nullopt;
    return value;
}

std::int64_t first_id_at(Time at) {
    return pack(std::max<std::int64_t>(milliseconds_of(at), 0), 0, 0);
}

Time id_time(std::int64_t id) { return Time(std::chrono::milliseconds(id >> time_shift)); }

IdMaker::IdMaker(unsigned node, std::int64_t floor) : node_(node) {
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
    } else if (sequence_ == sequence_count) {
        ++last_ms_;
        sequence_ = 0;
    }
    return pack(last_ms_, node_, sequence_++);
}

std::int64_t IdMaker::at(Time past) {
    std::lock_guard const lock(mutex_);
    auto const ms = std::max<std::int64_t>(milliseconds_of(past), 1);
    if (ms != past_ms_ || past_sequence_ == sequence_count) {
        // Ids of one past moment are spread over its sequence numbers from a changing start, so
        // that two visits to one millisecond hardly meet; the primary key refuses the rest.
        past_ms_ = ms;
        past_sequence_ = 0;
        past_start_ = past_start_ * 1103515245U + 12345U;
    }
    return pack(ms, node_, (past_start_ + past_sequence_++) % sequence_count);
}

}  // namespace skein
