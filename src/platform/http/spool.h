// Files for what is too large for memory: bodies and uploads on their way. Readable by us alone,
// named by chance, gone with their last owner.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "platform/http/message.h"

namespace skein::http {

/// One file being written. Owned by one thread at a time; what is not finished is removed.
class SpoolWriter {
  public:
    /// Makes the directory when it is missing. Errc::storage_full when there is no room.
    static Result<SpoolWriter> create(std::string const& directory);

    SpoolWriter(SpoolWriter&& other) noexcept;
    SpoolWriter& operator=(SpoolWriter&& other) noexcept;
    ~SpoolWriter();

    Result<void> write(std::string_view bytes);
    std::uint64_t size() const { return file_->size; }
    std::shared_ptr<SpooledFile> finish() &&;

  private:
    SpoolWriter(int descriptor, std::shared_ptr<SpooledFile> file)
        : descriptor_(descriptor), file_(std::move(file)) {}
    void close();

    int descriptor_ = -1;
    std::shared_ptr<SpooledFile> file_;
};

/// Calls `each` with the file's bytes, piece by piece, until it fails.
Result<void> read_spooled(SpooledFile const& file,
                          std::function<Result<void>(std::string_view)> const& each);

/// Removes what a process that died left behind: our files older than `age`.
void sweep_spool(std::string const& directory, Duration age);

}  // namespace skein::http
