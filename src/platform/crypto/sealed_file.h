// A file that only its passphrase opens: for backups, which hold everything a server knows.
//
// Format: 8 bytes of magic, 16 of salt, the header of libsodium's secretstream, then chunks of 64
// KiB, each XChaCha20-Poly1305 and bound to its place; the last is marked, so a file cut short does
// not pass for whole. The key is argon2id of the passphrase (256 MiB, 3 passes).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace skein::crypto {

inline constexpr std::size_t passphrase_characters_min = 12;

class SealedWriter {
  public:
    /// Writes beside `path` until `finish`; an unfinished file is removed. Errc::storage_full.
    static Result<std::unique_ptr<SealedWriter>> create(std::string path,
                                                        std::string_view passphrase);
    ~SealedWriter();

    Result<void> write(std::string_view bytes);
    /// Marks the end, waits until the file is on the disk, and gives it its name.
    Result<void> finish();

  private:
    struct State;
    explicit SealedWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

class SealedReader {
  public:
    /// Errc::not_found; Errc::unprocessable: no backup, or not with this passphrase.
    static Result<std::unique_ptr<SealedReader>> open(std::string const& path,
                                                      std::string_view passphrase);
    ~SealedReader();

    /// Exactly `size` bytes (at most 1 MiB). Errc::unprocessable when the file is damaged or ends
    /// before.
    Result<std::string> read(std::size_t size);
    /// Fails unless everything has been read and the end mark was there.
    Result<void> expect_end();

  private:
    struct State;
    explicit SealedReader(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace skein::crypto
