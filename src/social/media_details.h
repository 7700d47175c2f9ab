// What is said of a video or a sound besides its size: kept with its row, shown as `meta`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"

namespace skein::social {

struct MediaDetails {
    double duration = 0;     ///< Seconds; 0: not known.
    std::string frame_rate;  ///< "30000/1001"; "" for sounds.
    double frames_per_second = 0;
    std::int64_t bit_rate = 0;
    std::string audio_codec, audio_channels;
    std::int64_t audio_sample_rate = 0;
    std::string failure;  ///< Why it could not be processed, in words for its owner.

    bool empty() const { return duration <= 0 && bit_rate <= 0 && failure.empty(); }
};

std::string write_details(MediaDetails const& details);
MediaDetails read_details(std::string_view json);

/// Members of `meta` that stand beside `original` and `small`.
void write_playing_meta(MediaDetails const& details, json::Writer& out);
/// Members of `meta.original` beside width and height.
void write_original_meta(MediaDetails const& details, json::Writer& out);

}  // namespace skein::social
