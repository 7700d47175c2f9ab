// Blurhash: a picture's blurred colours in some thirty characters, shown until it has loaded.
//
// A pure function, as described at blurha.sh. Feed it a small thumbnail; it is quadratic by nature.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace skein::imaging {

/// Encodes `width * height` sRGB pixels of three bytes each with 1 … 9 components a side. Both
/// sides are 1 … 128.
std::string blurhash(std::span<std::uint8_t const> rgb, unsigned width, unsigned height,
                     unsigned components_x = 4, unsigned components_y = 3);

/// The text could have come from `blurhash`: alphabet and length agree with its first character.
bool is_blurhash(std::string_view text);

/// `#rrggbb`: the average colour, which a blurhash carries in full precision.
std::string average_colour(std::string_view blurhash);

}  // namespace skein::imaging
