// A ZIP file in the making: entries one after the other, stored as they are (pictures and films are
// compressed already), of any number and size (ZIP64).
//
// What was added stays when the program stops: whoever noted `bytes()` opens the file again and
// goes on there. The directory at the end is made of the entries themselves.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/descriptor.h"
#include "base/result.h"

namespace skein::transfer {

class ZipFile {
  public:
    /// Opens the file, made when it is absent, and forgets what is behind `keep_bytes`.
    /// Errc::not_found when it is shorter than that. `now` is the time its entries bear.
    static Result<ZipFile> open(std::string const& path, std::uint64_t keep_bytes, Time now);

    /// Names are plain relative paths. Errc::storage_full when there is no room; what was begun is
    /// then forgotten.
    Result<void> add_text(std::string_view name, std::string_view bytes);
    /// Errc::not_found when there is no such file.
    Result<void> add_file(std::string_view name, std::string const& path);
    /// On the disk.
    Result<void> sync();
    /// Writes the directory; nothing is added afterwards.
    Result<void> finish();

    std::uint64_t bytes() const { return bytes_; }

  private:
    ZipFile(Descriptor file, std::uint64_t bytes, Time now)
        : file_(std::move(file)), bytes_(bytes), now_(now) {}
    Result<void> write(std::uint64_t at, std::string_view bytes);
    Result<void> copy(Descriptor const& source, std::uint64_t at, std::uint64_t size,
                      std::uint32_t& checksum);

    Descriptor file_;
    std::uint64_t bytes_ = 0;
    Time now_{};
};

/// Is this `errno` that of a disk that takes no more?
bool is_full_disk(int number);

/// CRC-32 as ZIP has it, of more bytes after those that gave `so_far`.
std::uint32_t crc32(std::string_view bytes, std::uint32_t so_far = 0);

}  // namespace skein::transfer
