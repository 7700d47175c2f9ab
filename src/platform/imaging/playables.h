// Videos, sounds and moving pictures: looked at, and made into what every browser plays. The work
// is done by outside tools behind walls (tools.h).
//
// What always holds: (1) what is made carries no metadata: no place, no time, no names; (2) what is
// said of it was measured on what was made, by a second look.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "platform/imaging/av_facts.h"
#include "platform/imaging/av_recipes.h"
#include "platform/imaging/imaging.h"
#include "platform/imaging/tools.h"

namespace skein::imaging {

enum class Playable : std::uint8_t { video, audio, moving_picture };

struct PlayableJob {
    std::string input_path;
    std::string output_directory;
    FileType type = FileType::unknown;  ///< What `sniff` says.
    AvLimits limits = {};
    std::uint64_t output_bytes_max = 128 << 20;
    std::chrono::seconds time_max{900};
    bool wants_picture = true;
    std::function<void(double)> on_progress = {};  ///< 0 … 1
};

struct PlayableMade {
    Playable kind{};
    TemporaryFile file;
    FileType type = FileType::unknown;
    AvFacts facts;          ///< Of what was made.
    TemporaryFile picture;  ///< A frame or the cover, as PNG; without a path there is none.
};

/// As long as a job looks at a file; somebody who waits has less time.
inline constexpr std::chrono::milliseconds look_time_max = std::chrono::seconds(60);

/// Looks at a file, and refuses what would not be taken. Errors as Tools::run; Errc::unprocessable
/// with a message for the person: damaged, or over a limit.
Result<AvFacts> look_at_playable(Tools& tools, std::string const& path, FileType type,
                                 AvLimits const& limits,
                                 std::chrono::milliseconds time_max = look_time_max);

/// What it will become.
Playable kind_of(FileType type, AvFacts const& facts);

/// Blocks its caller until it is made. Errors as `look_at_playable`.
Result<PlayableMade> make_playable(Tools& tools, PlayableJob const& job);

}  // namespace skein::imaging
