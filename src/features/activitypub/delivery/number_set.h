// A set of small numbers as a few bytes: sorted, each as its distance from the one before.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skein::activitypub {

/// Takes them in any order, each once or more often; none is negative.
std::string pack_numbers(std::vector<std::int64_t> numbers);
/// In order; what is no such set ends where it stops making sense.
std::vector<std::int64_t> unpack_numbers(std::string_view packed);

}  // namespace skein::activitypub
