#include "core/rate_limits.h"

#include <arpa/inet.h>

#include <array>
#include <list>
#include <mutex>
#include <unordered_map>

namespace skein {
namespace {

constexpr std::size_t shard_count = 16;
constexpr std::size_t keys_per_shard = RateLimits::keys_max / shard_count;

/// One customer of an IPv6 provider has a /64 at least; counting single addresses would count
/// nobody. Anything that is no IPv6 address counts as it is.
std::string counted_key(std::string_view name, std::string_view key) {
    std::string out(name);
    out += ' ';
    std::array<unsigned char, 16> address{};
    if (key.find(':') == std::string_view::npos ||
        ::inet_pton(AF_INET6, std::string(key).c_str(), address.data()) != 1) {
        out += key;
        return out;
    }
    constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::equal(mapped.begin(), mapped.end(), address.begin()))
        return out + fmt::format("{}.{}.{}.{}", address[12], address[13], address[14], address[15]);
    out.append(reinterpret_cast<char const*>(address.data()), 8);
    return out;
}

}  // namespace

struct RateLimits::Shard {
    struct Use {
        std::string key;
        std::int64_t window = 0;
        std::int64_t count = 0;
    };
    mutable std::mutex mutex;
    std::list<Use> uses;  // The latest used first.
    std::unordered_map<std::string_view, std::list<Use>::iterator> by_key;

    Use& use_of(std::string&& key) {
        if (auto const found = by_key.find(key); found != by_key.end()) {
            uses.splice(uses.begin(), uses, found->second);
            return uses.front();
        }
        if (uses.size() >= keys_per_shard) {
            by_key.erase(uses.back().key);
            uses.pop_back();
        }
        uses.push_front({std::move(key)});
        by_key.emplace(uses.front().key, uses.begin());
        return uses.front();
    }
};

RateLimits::RateLimits() : shards_(std::make_unique<Shard[]>(shard_count)) {}
RateLimits::~RateLimits() = default;

RateVerdict RateLimits::check(RateLimit const& limit, std::string_view key, Time now) {
    auto counted = counted_key(limit.name, key);
    auto& shard = shards_[std::hash<std::string>{}(counted) % shard_count];
    auto const window = now.time_since_epoch() / limit.window;
    std::lock_guard const lock(shard.mutex);
    auto& use = shard.use_of(std::move(counted));
    if (use.window != window) {
        use.window = window;
        use.count = 0;
    }
    use.count = std::min(use.count + 1, limit.count + 1);
    return {use.count <= limit.count, limit.count,
            std::max<std::int64_t>(limit.count - use.count, 0), Time((window + 1) * limit.window)};
}

std::size_t RateLimits::keys() const {
    std::size_t total = 0;
    for (std::size_t i = 0; i < shard_count; ++i) {
        std::lock_guard const lock(shards_[i].mutex);
        total += shards_[i].uses.size();
    }
    return total;
}

RateVerdict nearer(RateVerdict const& a, RateVerdict const& b) {
    if (a.limit == 0) return b;
    if (b.limit == 0) return a;
    if (a.allowed != b.allowed) return a.allowed ? b : a;
    return b.remaining < a.remaining ? b : a;
}

void add_headers(http::Headers& headers, RateVerdict const& verdict) {
    headers.set("X-RateLimit-Limit", std::to_string(verdict.limit));
    headers.set("X-RateLimit-Remaining", std::to_string(verdict.remaining));
    headers.set("X-RateLimit-Reset", to_rfc3339(verdict.reset));
}

}  // namespace skein
