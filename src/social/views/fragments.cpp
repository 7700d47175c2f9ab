#include "social/views/fragments.h"

#include <list>
#include <mutex>
#include <unordered_map>

namespace skein::social {
namespace {

constexpr std::size_t shard_count = 16;
constexpr std::size_t bytes_max_usual = 40 << 20;
/// What one fragment costs beside its text: list and map nodes, the shared block.
constexpr std::size_t overhead_bytes = 192;

std::uint64_t key_of(FragmentKind kind, std::int64_t id) {
    return static_cast<std::uint64_t>(id) << 2 | static_cast<std::uint64_t>(kind);
}

// Ids differ in their milliseconds (above bit 16) more than in their sequence.
std::size_t shard_of(std::uint64_t key) { return (key ^ key >> 17 ^ key >> 21) % shard_count; }

std::size_t cost_of(Fragment const& fragment) { return fragment->capacity() + overhead_bytes; }

}  // namespace

struct Fragments::Shard {
    struct Entry {
        std::uint64_t key;
        Stamp stamp;
        Fragment fragment;
    };
    mutable std::mutex mutex;
    std::list<Entry> entries;  // The latest used first.
    std::unordered_map<std::uint64_t, std::list<Entry>::iterator> places;
    std::size_t bytes = 0;

    void drop(std::list<Entry>::iterator entry) {
        bytes -= cost_of(entry->fragment);
        places.erase(entry->key);
        entries.erase(entry);
    }
};

Fragments::Fragments()
    : shards_(std::make_unique<Shard[]>(shard_count)),
      shard_bytes_max_(bytes_max_usual / shard_count) {}
Fragments::~Fragments() = default;

void Fragments::set_bytes_max(std::int64_t bytes) {
    shard_bytes_max_ = static_cast<std::size_t>(bytes) / shard_count;
}

Fragment Fragments::find(FragmentKind kind, std::int64_t id, Stamp const& stamp) {
    auto const key = key_of(kind, id);
    auto& shard = shards_[shard_of(key)];
    std::lock_guard const lock(shard.mutex);
    auto const place = shard.places.find(key);
    if (place == shard.places.end() || place->second->stamp != stamp) return nullptr;
    shard.entries.splice(shard.entries.begin(), shard.entries, place->second);
    return place->second->fragment;
}

void Fragments::put(FragmentKind kind, std::int64_t id, Stamp const& stamp, Fragment fragment) {
    auto const key = key_of(kind, id);
    auto const cost = cost_of(fragment);
    if (cost > shard_bytes_max_) return;
    auto& shard = shards_[shard_of(key)];
    std::lock_guard const lock(shard.mutex);
    if (auto const old = shard.places.find(key); old != shard.places.end()) {
        auto const& kept = old->second->stamp;
        auto const late = kept.version > stamp.version || kept.emoji_version > stamp.emoji_version;
        if (late || kept == stamp) return;
        shard.drop(old->second);
    }
    shard.entries.push_front({key, stamp, std::move(fragment)});
    shard.places.emplace(key, shard.entries.begin());
    shard.bytes += cost;
    while (shard.bytes > shard_bytes_max_) shard.drop(std::prev(shard.entries.end()));
}

std::size_t Fragments::bytes() const {
    std::size_t total = 0;
    for (std::size_t i = 0; i < shard_count; ++i) {
        std::lock_guard const lock(shards_[i].mutex);
        total += shards_[i].bytes;
    }
    return total;
}

std::size_t Fragments::count() const {
    std::size_t total = 0;
    for (std::size_t i = 0; i < shard_count; ++i) {
        std::lock_guard const lock(shards_[i].mutex);
        total += shards_[i].entries.size();
    }
    return total;
}

}  // namespace skein::social
