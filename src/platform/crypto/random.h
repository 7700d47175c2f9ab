// Random bytes. They come from the server, so that a test can repeat them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>

namespace skein::crypto {

/// Thread-safe.
class Random {
  public:
    virtual ~Random() = default;
    /// Fills `size` bytes.
    virtual void fill(void* out, std::size_t size) = 0;

    std::string bytes(std::size_t size);
    /// `size` random bytes as base64url: for tokens and keys in addresses.
    std::string token(std::size_t size);
    /// 0 … below - 1, evenly enough for jitter and samples (not for keys).
    std::uint64_t below(std::uint64_t bound);
};

/// The kernel's.
class SystemRandom final : public Random {
  public:
    void fill(void* out, std::size_t size) override;
};

/// The same sequence for the same seed: tests and sample data only.
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(void* out, std::size_t size) override;

  private:
    std::mutex mutex_;
    std::uint64_t state_;
};

}  // namespace skein::crypto
