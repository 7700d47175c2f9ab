// The walls around the media worker. They stand before the first foreign byte is read:
//
//   before the picture libraries are loaded     after
//   - limits of memory, files and cores         - seccomp: a short list of system calls is left;
//   - no new privileges                           no file can be opened, nothing started,
//   - Landlock: of the file system only the       nobody else signalled, no socket made
//     system's libraries can be read
//
// All that is left is to compute, and to use the files that came over the socket.
#pragma once

#include "base/result.h"

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

}  // namespace skein::imaging
