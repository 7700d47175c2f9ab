#include "platform/crypto/random.h"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/encoding.h"
#include "base/result.h"

namespace skein::crypto {

std::string Random::bytes(std::size_t size) {
    std::string out(size, '\0');
    fill(out.data(), size);
    return out;
}

std::string Random::token(std::size_t size) { return to_base64url(bytes(size)); }

std::uint64_t Random::below(std::uint64_t bound) {
    std::uint64_t value = 0;
    fill(&value, sizeof(value));
    return bound == 0 ? 0 : value % bound;
}

void SystemRandom::fill(void* out, std::size_t size) {
    auto* bytes = static_cast<char*>(out);
    while (size > 0) {
        auto const got = ::getrandom(bytes, size, 0);
        if (got < 0 && errno == EINTR) continue;
        expects(got > 0);
        bytes += got;
        size -= static_cast<std::size_t>(got);
    }
}

void SeededRandom::fill(void* out, std::size_t size) {
    std::lock_guard const lock(mutex_);
    auto* bytes = static_cast<char*>(out);
    while (size > 0) {
        // splitmix64: every seed gives a full-period, well-mixed sequence.
        auto z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        z ^= z >> 31;
        auto const part = std::min(size, sizeof(z));
        std::memcpy(bytes, &z, part);
        bytes += part;
        size -= part;
    }
}

}  // namespace skein::crypto
