// The few system calls of the local store, each with its errors said once. Of use to
// `platform/storage` only.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/result.h"

namespace skein::storage {

/// The current `errno` as an error: a full or read-only disk is Errc::storage_full, an absent file
/// Errc::not_found, all else Errc::internal.
Error system_error(std::string_view deed, std::string const& path);

using File = Descriptor;

/// A regular file, opened for reading without following a symbolic link.
Result<File> open_regular(std::string const& path);

/// Up to `size` bytes; 0 at the end.
Result<std::size_t> read_some(File const& file, char* out, std::size_t size,
                              std::string const& path);
Result<void> write_all(File const& file, std::string_view bytes, std::string const& path);

/// Waits until file or directory is on the disk.
Result<void> sync(File const& file, std::string const& path);
Result<void> sync_directory(std::string const& path);

/// Makes one directory, readable by us only; there already is fine. True when it is new.
Result<bool> make_directory(std::string const& path);

/// Removes a file; absent already is fine. True when it was there.
Result<bool> remove_file(std::string const& path);

/// Size and time of a regular file, or Errc::not_found.
struct FileFacts {
    std::uint64_t size = 0;
    Time modified_at;
};
Result<FileFacts> facts_of(std::string const& path);

/// Sets the time of the last change.
Result<void> touch(std::string const& path, Time at);

}  // namespace skein::storage
