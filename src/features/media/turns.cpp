#include "features/media/turns.h"

#include <algorithm>

namespace skein::media {
namespace {

constexpr std::size_t waiting_max = 1000;
constexpr std::size_t pause_seconds_max = 5;

}  // namespace

std::optional<Duration> Turns::ask(AccountId account, Time now) {
    std::erase_if(waiting_, [&](Asked const& asked) { return asked.last + kept_for < now; });
    auto const found = std::ranges::find(waiting_, account, &Asked::account);
    auto const place = static_cast<std::size_t>(found - waiting_.begin());
    auto const free = at_once_max_ - running_;
    if (place < free) {
        if (found != waiting_.end()) waiting_.erase(found);
        ++running_;
        return std::nullopt;
    }
    if (found != waiting_.end()) found->last = now;
    else if (waiting_.size() < waiting_max) waiting_.push_back({account, now});
    // Whoever is near asks often, so that no turn is left unused for long.
    return std::chrono::seconds(std::min(place + 1, pause_seconds_max));
}

}  // namespace skein::media
