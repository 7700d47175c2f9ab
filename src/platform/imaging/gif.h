// GIF without its extras: the blocks that draw and time the frames are kept byte for byte,
// comments, XMP and anything behind the end are dropped. Nothing is decoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace skein::imaging {

struct StrippedGif {
    unsigned width = 0;
    unsigned height = 0;
    unsigned frames = 0;
    std::string bytes;
};

/// Nothing when the blocks are cut off or no GIF, or when there is no frame.
std::optional<StrippedGif> strip_gif(std::string_view file);

}  // namespace skein::imaging
