#include "platform/http/spool.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/encoding.h"

namespace skein::http {
namespace {

constexpr std::size_t piece_bytes = 64 << 10;
constexpr std::string_view suffix = ".spool";

std::string random_name() {
    std::string bytes(16, '\0');
    // Sixteen bytes are never cut short once the kernel's pool is ready.
    expects(::getrandom(bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
    return to_hex(bytes);
}

std::unexpected<Error> disk_failure(std::string_view deed) {
    auto const cause = errno;
    auto const full = cause == ENOSPC || cause == EDQUOT || cause == EROFS;
    return fail(full ? Errc::storage_full : Errc::internal,
                "The upload could not be stored. Please try again later.",
                fmt::format("{}: {}", deed, std::strerror(cause)));
}

}  // namespace

Result<SpoolWriter> SpoolWriter::create(std::string const& directory) {
    auto file = std::make_shared<SpooledFile>();
    auto const path = fmt::format("{}/{}{}", directory, random_name(), suffix);
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    int descriptor = ::open(path.c_str(), flags, 0600);
    if (descriptor < 0 && errno == ENOENT && ::mkdir(directory.c_str(), 0700) == 0)
        descriptor = ::open(path.c_str(), flags, 0600);
    if (descriptor < 0) return disk_failure("spool open");
    // Only now is there something to remove.
    file->path = path;
    return SpoolWriter(descriptor, std::move(file));
}

SpoolWriter::SpoolWriter(SpoolWriter&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), file_(std::move(other.file_)) {}

SpoolWriter& SpoolWriter::operator=(SpoolWriter&& other) noexcept {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
    file_ = std::move(other.file_);
    return *this;
}

SpoolWriter::~SpoolWriter() { close(); }

void SpoolWriter::close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

Result<void> SpoolWriter::write(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return disk_failure("spool write");
        bytes.remove_prefix(static_cast<std::size_t>(written));
        file_->size += static_cast<std::uint64_t>(written);
    }
    return {};
}

std::shared_ptr<SpooledFile> SpoolWriter::finish() && {
    close();
    return std::move(file_);
}

Result<void> read_spooled(SpooledFile const& file,
                          std::function<Result<void>(std::string_view)> const& each) {
    int const descriptor = ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return disk_failure("spool read");
    std::string piece(piece_bytes, '\0');
    Result<void> outcome;
    while (outcome) {
        auto const got = ::read(descriptor, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) outcome = disk_failure("spool read");
        if (got <= 0) break;
        outcome = each(std::string_view(piece).substr(0, static_cast<std::size_t>(got)));
    }
    ::close(descriptor);
    return outcome;
}

void sweep_spool(std::string const& directory, Duration age) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    auto const oldest = fs::file_time_type::clock::now() - age;
    for (auto const& entry : fs::directory_iterator(directory, ignored)) {
        if (!entry.path().native().ends_with(suffix)) continue;
        auto const written = entry.last_write_time(ignored);
        if (!ignored && written < oldest) fs::remove(entry.path(), ignored);
    }
}

}  // namespace skein::http
