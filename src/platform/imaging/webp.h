// WebP without its extras: the chunks that draw and time the frames are kept byte for byte, Exif,
// XMP, colour profiles and anything unknown or behind the end are dropped. Nothing is decoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace skein::imaging {

/// Nothing when the chunks are cut off or no WebP, or when none draws.
std::optional<std::string> strip_webp(std::string_view file);

}  // namespace skein::imaging
