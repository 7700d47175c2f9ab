// The walls around the media worker. They stand before the first foreign byte is read:
//
//   before the picture libraries are loaded     after
//   - limits of memory, files and cores         - seccomp: a short list of system calls is left;
//   - no new privileges                           no file can be opened, nothing started,
//   - Landlock: of the file system only the       nobody else signalled, no socket made
//     system's libraries can be read
//
// All that is left is to compute, and to use the files that came over the socket.
//
// An outside tool (tools.h) begins inside its walls, and loads its own libraries there: it may open
// the system's libraries and the files that were given to it, and nothing else. Only Landlock can
// say so: where the kernel has none, no tool runs.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "platform/imaging/landlock.h"

namespace skein::imaging {

/// A sanitizer reserves terabytes of address space for its shadow, and has something to say on
/// stderr.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool built_with_sanitizer = true;
#elif defined(__has_feature)
constexpr bool built_with_sanitizer =
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool built_with_sanitizer = false;
#endif

/// The first half. A kernel without Landlock is lived with: the second half covers the rest.
Result<void> confine_before_loading();

/// The second half, for all threads of the process. Fails where the kernel has no seccomp.
Result<void> confine_after_loading();

/// Whether outside tools can have walls at all on this machine.
bool tools_can_be_confined();

struct ToolWalls {
    std::span<landlock::OpenFile const> files;  ///< Open already, and all it may open again.
    std::uint64_t memory_bytes_max = 0;
    std::uint64_t file_bytes_max = 0;  ///< Of each file it writes.
    std::uint64_t cpu_seconds_max = 0;
};

/// All walls of a tool, to be executed next. Errc::unavailable without Landlock.
Result<void> confine_tool(ToolWalls const& walls);

}  // namespace skein::imaging
