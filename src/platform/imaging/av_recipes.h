// The arguments that make ffmpeg and ffprobe do one thing to one file. Nothing of the file, its
// names or its metadata gets into them: only numbers and choices of ours.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/imaging/av_facts.h"
#include "platform/imaging/sniff.h"

namespace skein::imaging {

struct AvLimits {
    std::int64_t pixels_max = 8'294'400;  ///< Of one frame: 3840 × 2160.
    std::int64_t frames_per_second_max = 120;
    std::int64_t frames_max = 864'000;
    std::int64_t seconds_max = 4 * 3600;
};

/// Can ffmpeg be asked about files of this type? GIF and PNG are asked for when they move.
bool is_playable(FileType type);

/// Does this video go on as it is, in a container made anew? Else it is encoded anew.
bool is_fit(FileType type, AvFacts const& facts);

using Arguments = std::vector<std::string>;

Arguments probe_arguments(FileType type, AvLimits const& limits);
/// To MP4, from file 0 to file 1.
Arguments video_arguments(FileType type, AvFacts const& facts, AvLimits const& limits);
/// What sounds become, and how.
FileType audio_output(AvFacts const& facts);
Arguments audio_arguments(FileType type, AvFacts const& facts, AvLimits const& limits);
/// One frame that shows what the video is about, or the cover (`stream`), as PNG.
Arguments frame_arguments(FileType type, int stream, bool cover, AvLimits const& limits);

}  // namespace skein::imaging
