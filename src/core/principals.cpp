#include "core/principals.h"

#include "core/board.h"

namespace skein {

Principals::Shard& Principals::shard_of(std::string const& digest) {
    return shards_[std::hash<std::string>{}(digest) % shard_count];
}

Principals::Shard const& Principals::shard_of(std::string const& digest) const {
    return shards_[std::hash<std::string>{}(digest) % shard_count];
}

std::optional<Principal> Principals::find(std::string_view digest, Time now) const {
    std::string const key(digest);
    auto const& shard = shard_of(key);
    std::lock_guard const lock(shard.mutex);
    auto const found = shard.known.find(key);
    if (found == shard.known.end() || found->second.until <= now) return std::nullopt;
    return found->second.who;
}

void Principals::keep(std::uint64_t present, std::string_view digest, Principal const& who,
                      Time until) {
    std::string key(digest);
    auto& shard = shard_of(key);
    std::lock_guard const lock(shard.mutex);
    // Under the lock that `forget` takes after it has moved the present on: either it is seen here,
    // or what is kept here is seen there.
    if (present_.load() != present) return;
    // Whoever is thrown out costs one statement; which one it is does not matter.
    if (shard.known.size() >= kept_max / shard_count && !shard.known.contains(key))
        shard.known.erase(shard.known.begin());
    shard.known.insert_or_assign(std::move(key), Known{who, until});
}

void Principals::forget(About const& about) {
    ++present_;
    for (auto& shard : shards_) {
        std::lock_guard const lock(shard.mutex);
        std::erase_if(shard.known, [&](auto const& entry) { return about(entry.second.who); });
    }
    for (auto const& listener : listeners_) listener(about);
}

std::size_t Principals::kept() const {
    std::size_t total = 0;
    for (auto const& shard : shards_) {
        std::lock_guard const lock(shard.mutex);
        total += shard.known.size();
    }
    return total;
}

void forget_principals(db::Tx& tx, std::function<bool(Principal const&)> about) {
    tx.after_commit([&principals = tx.board().part<Principals>(), about = std::move(about)] {
        principals.forget(about);
    });
}

}  // namespace skein
