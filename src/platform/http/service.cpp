#include "platform/http/service.h"

#include <sys/random.h>

namespace skein::http {
namespace {

constexpr std::uint64_t slowest_bytes_per_second = 16 << 10;

/// A bijection of 64 bits that looks like chance (the finisher of SplitMix64).
std::uint64_t scramble(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31);
}

}  // namespace

RequestIds::RequestIds() {
    std::uint64_t seeds[2];
    expects(::getrandom(seeds, sizeof seeds, 0) == sizeof seeds);
    before_ = seeds[0];
    after_ = seeds[1];
}

std::string RequestIds::next() {
    constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
    auto value = scramble(scramble(count_.fetch_add(1) + before_) ^ after_);
    // Thirteen characters need no allocation.
    std::string id(13, '0');
    for (auto& c : id) {
        c = digits[value & 31];
        value >>= 5;
    }
    return id;
}

Duration patience(Duration base, std::uint64_t bytes) {
    return base + std::chrono::seconds(bytes / slowest_bytes_per_second);
}

}  // namespace skein::http
