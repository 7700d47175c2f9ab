#include "social/presence.h"

#include <functional>

namespace skein::social {

std::size_t Presence::place_of(UserId user) {
    // The low bits of an id are a sequence and mostly zero.
    return std::hash<std::int64_t>{}(user.value >> 16) % shard_count;
}

void Presence::note(UserId user, Time now) {
    auto& shard = shards_.at(place_of(user));
    std::lock_guard const lock(shard.mutex);
    if (auto const found = shard.last.find(user.value); found != shard.last.end()) {
        found->second = now;
        return;
    }
    if (shard.last.size() >= kept_max / shard_count) {
        std::erase_if(shard.last, [&](auto const& entry) { return now - entry.second > kept_for; });
        // Everybody was here just now: whoever is forgotten will be back in a moment.
        if (shard.last.size() >= kept_max / shard_count) shard.last.clear();
    }
    shard.last.emplace(user.value, now);
}

bool Presence::was_here(UserId user, Time since) const {
    auto const& shard = shards_.at(place_of(user));
    std::lock_guard const lock(shard.mutex);
    auto const found = shard.last.find(user.value);
    return found != shard.last.end() && found->second >= since;
}

std::size_t Presence::kept() const {
    std::size_t count = 0;
    for (auto const& shard : shards_) {
        std::lock_guard const lock(shard.mutex);
        count += shard.last.size();
    }
    return count;
}

}  // namespace skein::social
