#include "platform/storage/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

namespace skein::storage {

namespace {

Errc kind_of(int number) {
    switch (number) {
        case ENOSPC:
        case EDQUOT:
        case EROFS:
        case EFBIG: return Errc::storage_full;
        case ENOENT:
        case ENOTDIR: return Errc::not_found;
        default: return Errc::internal;
    }
}

std::string message_of(Errc kind) {
    if (kind == Errc::storage_full) return "There is no room left to store files.";
    if (kind == Errc::not_found) return "This file does not exist.";
    return "A file could not be read or written.";
}

}  // namespace

Error system_error(std::string_view deed, std::string const& path) {
    auto const number = errno;
    auto const kind = kind_of(number);
    auto reason = std::generic_category().message(number);
    return {kind, message_of(kind), fmt::format("{} {}: {}", deed, path, reason)};
}

Result<File> open_regular(std::string const& path) {
    // Without O_NONBLOCK the opening of a named pipe would wait for its writer.
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (file.fd() < 0) return fail(system_error("open", path));
    struct stat facts = {};
    if (::fstat(file.fd(), &facts) != 0) return fail(system_error("stat", path));
    if (!S_ISREG(facts.st_mode)) {
        return fail(Errc::internal, "A file could not be read or written.",
                    fmt::format("{} is not a regular file", path));
    }
    return file;
}

Result<std::size_t> read_some(File const& file, char* out, std::size_t size,
                              std::string const& path) {
    while (true) {
        auto const count = ::read(file.fd(), out, size);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EINTR) return fail(system_error("read", path));
    }
}

Result<void> write_all(File const& file, std::string_view bytes, std::string const& path) {
    while (!bytes.empty()) {
        auto const count = ::write(file.fd(), bytes.data(), bytes.size());
        if (count > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno != EINTR) {
            return fail(system_error("write", path));
        }
    }
    return ok();
}

Result<void> sync(File const& file, std::string const& path) {
    if (::fsync(file.fd()) != 0) return fail(system_error("sync", path));
    return ok();
}

Result<void> sync_directory(std::string const& path) {
    File directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.fd() < 0) return fail(system_error("open", path));
    return sync(directory, path);
}

Result<bool> make_directory(std::string const& path) {
    if (::mkdir(path.c_str(), 0700) == 0) return true;
    auto const number = errno;
    struct stat facts = {};
    if (number == EEXIST && ::stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode))
        return false;
    errno = number;
    return fail(system_error("make directory", path));
}

Result<bool> remove_file(std::string const& path) {
    if (::unlink(path.c_str()) == 0) return true;
    if (errno == ENOENT) return false;
    return fail(system_error("remove", path));
}

Result<FileFacts> facts_of(std::string const& path) {
    struct stat facts = {};
    if (::lstat(path.c_str(), &facts) != 0) return fail(system_error("stat", path));
    if (!S_ISREG(facts.st_mode)) {
        return fail(Errc::not_found, "This file does not exist.", path + " is not a regular file");
    }
    auto const at =
        std::chrono::seconds(facts.st_mtim.tv_sec) +
        std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(facts.st_mtim.tv_nsec));
    return FileFacts{static_cast<std::uint64_t>(facts.st_size), Time(at)};
}

Result<void> touch(std::string const& path, Time at) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(at);
    timespec moment = {};
    moment.tv_sec = seconds.time_since_epoch().count();
    moment.tv_nsec = std::chrono::nanoseconds(at - seconds).count();
    timespec const times[2] = {moment, moment};
    if (::utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW) != 0) {
        return fail(system_error("touch", path));
    }
    return ok();
}

}  // namespace skein::storage
