// What ffprobe says about a video or a sound, as far as we believe it.
//
// A pure function over hostile text: the tool that wrote it has read a hostile file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace skein::imaging {

struct VideoFacts {
    int stream = -1;  ///< Which of the file's streams; -1: there is none.
    std::string codec, profile, pixel_format;
    std::int64_t width = 0, height = 0;  ///< Upright.
    std::string frame_rate;              ///< "30000/1001"
    double frames_per_second = 0;
    std::int64_t frames = 0;  ///< 0: the file does not say.
    explicit operator bool() const { return stream >= 0; }
};

struct AudioFacts {
    int stream = -1;
    std::string codec;
    std::int64_t sample_rate = 0;
    std::string channels;  ///< "stereo"
    explicit operator bool() const { return stream >= 0; }
};

struct AvFacts {
    VideoFacts video;  ///< The first that plays: a cover is none.
    AudioFacts audio;
    int cover = -1;       ///< The stream of a picture that belongs to a sound.
    double duration = 0;  ///< Seconds; 0: the file does not say.
    std::int64_t bit_rate = 0;
};

/// Errc::unprocessable: not what ffprobe writes, or no file with anything to play.
Result<AvFacts> read_av_facts(std::string_view json);

}  // namespace skein::imaging
