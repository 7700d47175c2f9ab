// Blobs: files named after their content, written once, never changed.
//
// What always holds: (1) what `put` answered for is on the disk, file and directory, before it
// returns, so a row that names the blob may be committed; (2) a blob under its final name is whole;
// (3) equal content is stored once. Which URL leads to which blob, and how many rows use it, is
// known to `social`, not here. A blob that lost its last row is removed by the sweep, which passes
// the time it looked: whoever put the same content again since then keeps it.
// Thread-safe; called from worker threads, never from an I/O thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace skein::storage {

/// What a blob is found by.
struct Stored {
    std::string sha256;  ///< 64 lower-case hexadecimal digits.
    std::uint64_t size = 0;
};

/// A blob as a file to send. The path is valid until the blob is removed; an open file outlives it.
struct LocalFile {
    std::string path;
    std::uint64_t size = 0;
};

struct Listed {
    std::string sha256;
    std::uint64_t size = 0;
    Time put_at;  ///< When this content was put last.
};

/// Where blobs are kept: this machine's disk, later also an S3 store.
class Storage {
  public:
    virtual ~Storage() = default;

    /// Stores bytes. Errc::storage_full when the disk is full or read-only.
    virtual Result<Stored> put(std::string_view bytes) = 0;

    /// Stores the content of a regular file, which stays where it is and may be removed afterwards.
    /// A symbolic link is refused. Errors as `put`.
    virtual Result<Stored> put_file(std::string const& path) = 0;

    /// The blob as a local file; Errc::not_found. A remote store answers from its local cache.
    virtual Result<LocalFile> open(std::string_view sha256) = 0;

    /// Removes the blob, unless it was put at or after `not_put_since`. Absent already is fine.
    virtual Result<void> remove(std::string_view sha256, Time not_put_since = Time::max()) = 0;

    /// Every blob, in the order of their names, for the sweep of orphans. Stops when `each` is
    /// false.
    virtual Result<void> list(std::function<bool(Listed const&)> const& each) = 0;

    /// Bytes of all blobs. The first call counts, later ones remember.
    virtual Result<std::uint64_t> total_bytes() = 0;

    /// Reads the blob and compares it with its name: Errc::not_found, or Errc::internal when
    /// damaged.
    virtual Result<void> verify(std::string_view sha256) = 0;

    /// Removes what interrupted `put`s left behind before `older_than`; answers how many.
    virtual Result<std::size_t> sweep_leftovers(Time older_than) = 0;
};

/// Blobs below `directory` as `blobs/ab/cd/<sha256>`, made when absent. Leftovers of more than an
/// hour are swept at once. The clock must outlive the store.
Result<std::unique_ptr<Storage>> open_local_storage(std::string directory, Clock const& clock);

}  // namespace skein::storage
