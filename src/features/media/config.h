// Settings of this feature. How much of other servers' files is kept in all is social's.
#pragma once

#include "core/config.h"

namespace skein::media {

struct MediaConfig {
    std::int64_t remote_file_bytes_max = 100 << 20;

    void declare(Settings& s) {
        s.number("media.remote_file_bytes_max", remote_file_bytes_max, {0, std::int64_t{4} << 30},
                 "Videos and sounds of other servers up to this size are copied and shown; larger "
                 "ones are only linked to.");
    }
};

}  // namespace skein::media
