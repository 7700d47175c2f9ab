// What stands inside the encrypted file: entries one after another, each a name, a length and its
// bytes; an entry without a name is the end. Names are ours: "manifest", "key", "database", or
// "file/" and a digest.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/crypto/sealed_file.h"

namespace skein::backup {

class ArchiveWriter {
  public:
    explicit ArchiveWriter(std::unique_ptr<crypto::SealedWriter> out) : out_(std::move(out)) {}

    Result<void> add(std::string_view name, std::string_view bytes);
    Result<void> add_file(std::string_view name, std::string const& path);
    Result<void> finish();

  private:
    Result<void> add_head(std::string_view name, std::uint64_t size);
    std::unique_ptr<crypto::SealedWriter> out_;
};

struct EntryHead {
    std::string name;  ///< "" is the end.
    std::uint64_t size = 0;
};

class ArchiveReader {
  public:
    explicit ArchiveReader(std::unique_ptr<crypto::SealedReader> in) : in_(std::move(in)) {}

    Result<EntryHead> next();
    /// The bytes of the entry just named, at most 1 MiB.
    Result<std::string> read(EntryHead const& entry);
    /// The same into a new file (mode 0600), however long.
    Result<void> read_to_file(EntryHead const& entry, std::string const& path);

  private:
    std::unique_ptr<crypto::SealedReader> in_;
};

}  // namespace skein::backup
