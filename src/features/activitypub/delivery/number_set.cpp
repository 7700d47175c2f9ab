#include "features/activitypub/delivery/number_set.h"

#include <algorithm>

namespace skein::activitypub {

std::string pack_numbers(std::vector<std::int64_t> numbers) {
    std::ranges::sort(numbers);
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
    std::string packed;
    std::int64_t before = 0;
    for (auto const number : numbers) {
        auto distance = static_cast<std::uint64_t>(number - before);
        before = number;
        for (; distance >= 0x80; distance >>= 7)
            packed.push_back(static_cast<char>((distance & 0x7f) | 0x80));
        packed.push_back(static_cast<char>(distance));
    }
    return packed;
}

std::vector<std::int64_t> unpack_numbers(std::string_view packed) {
    std::vector<std::int64_t> numbers;
    std::uint64_t before = 0, distance = 0;
    unsigned shift = 0;
    for (auto const byte : packed) {
        if (shift > 56) return numbers;
        distance |= static_cast<std::uint64_t>(static_cast<unsigned char>(byte) & 0x7f) << shift;
        shift += 7;
        if ((static_cast<unsigned char>(byte) & 0x80) != 0) continue;
        before += distance;
        numbers.push_back(static_cast<std::int64_t>(before));
        distance = 0;
        shift = 0;
    }
    return numbers;
}

}  // namespace skein::activitypub
