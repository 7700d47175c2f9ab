// Settings of this feature. How much of other servers' files is kept in all is social's, and so are
// the limits that the instance document states.
#pragma once

#include "core/config.h"

namespace skein::media {

struct MediaConfig {
    std::int64_t remote_file_bytes_max = 100 << 20;
    std::int64_t unattached_bytes_max = std::int64_t{2} << 30;
    std::int64_t playing_seconds_max = 4 * 3600;
    std::int64_t processing_seconds_max = 900;
    std::int64_t processing_memory_bytes_max = 1 << 30;
    std::int64_t processed_at_once_max = 1;
    std::string ffmpeg, ffprobe;

    void declare(Settings& s) {
        s.number("media.remote_file_bytes_max", remote_file_bytes_max, {0, std::int64_t{4} << 30},
                 "Videos and sounds of other servers up to this size are copied and shown; larger "
                 "ones are only linked to.");
        s.number("media.unattached_bytes_max", unattached_bytes_max,
                 {1 << 20, std::int64_t{1} << 40},
                 "How many bytes of uploads one account may have that are in no post yet.");
        s.number("media.playing_seconds_max", playing_seconds_max, {1, 24 * 3600},
                 "How long a video or a sound may play.");
        s.number("media.processing_seconds_max", processing_seconds_max, {10, 4 * 3600},
                 "How long one video or sound may be processed before it is given up.");
        s.number("media.processing_memory_bytes_max", processing_memory_bytes_max,
                 {256 << 20, std::int64_t{64} << 30},
                 "How much memory the program that processes one video or sound may use.");
        s.number("media.processed_at_once_max", processed_at_once_max, {1, 3},
                 "How many videos and sounds are processed at the same time.");
        s.text("media.ffmpeg", ffmpeg, "The path of ffmpeg; empty: where systems keep it.");
        s.text("media.ffprobe", ffprobe, "The path of ffprobe; empty: where systems keep it.");
    }
};

}  // namespace skein::media
