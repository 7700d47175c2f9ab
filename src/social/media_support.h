// Which files this server takes in, as its features and its machine allow. A part of the board.
#pragma once

#include <atomic>

namespace skein::social {

struct MediaSupport {
    /// Whether videos and sounds are taken, too: only where their tools can be confined.
    std::atomic<bool> playables = false;
};

}  // namespace skein::social
