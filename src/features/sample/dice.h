// Chance that repeats itself: the same seed, the same sample.
#pragma once

#include <cmath>
#include <cstdint>

namespace skein::sample {

/// The generator called SplitMix64.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        auto z = state_ += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// 0 … 1, without the 1.
    double share() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

    bool chance(double probability) { return share() < probability; }

    /// 0 … bound - 1; `bound` is not 0.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }

    /// 0 … bound - 1, low ones far more often: the popularity of people and tags.
    std::size_t popular(std::size_t bound) {
        auto const skewed = std::pow(static_cast<double>(bound) + 1, share()) - 1;
        auto const place = static_cast<std::size_t>(skewed);
        return place < bound ? place : bound - 1;
    }

    /// One of a list.
    template <class List>
    auto const& pick(List const& list) {
        return list[below(list.size())];
    }

  private:
    std::uint64_t state_;
};

}  // namespace skein::sample
