// Landlock: of the file system a process keeps only what it was promised. For confinement.h only.
#pragma once

#include <span>

#include "base/result.h"

namespace skein::imaging::landlock {

/// A regular file that may be opened again, also through `/proc/self/fd/`.
struct OpenFile {
    int fd = -1;
    bool writable = false;
    bool executable = false;
};

/// Where systems keep libraries, and what these look at while they load.
enum class Readable {
    for_worker,  ///< Wide, as it opens nothing once it has loaded.
    for_tool,    ///< No place where a server may keep its data.
};

/// Of the kernel's interface; 0: there is none, or it is switched off.
long version();

/// From now on this process and its children may read the system's libraries and `files`, and
/// nothing else; they may make no TCP connection and signal nobody outside, where the kernel knows
/// how. Errc::unavailable.
Result<void> restrict_files(Readable readable, std::span<OpenFile const> files);

}  // namespace skein::imaging::landlock
