#include "features/backup/archive.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

namespace skein::backup {
namespace {

constexpr std::size_t step_bytes = 256 << 10;
constexpr std::size_t name_bytes_max = 200;

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

std::string number(std::uint64_t value, std::size_t bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
    return out;
}

std::uint64_t number_of(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

}  // namespace

Result<void> ArchiveWriter::add_head(std::string_view name, std::uint64_t size) {
    TRY_OK(out_->write(number(name.size(), 2)));
    TRY_OK(out_->write(name));
    return out_->write(number(size, 8));
}

Result<void> ArchiveWriter::add(std::string_view name, std::string_view bytes) {
    TRY_OK(add_head(name, bytes.size()));
    return out_->write(bytes);
}

Result<void> ArchiveWriter::add_file(std::string_view name, std::string const& path) {
    File const file(std::fopen(path.c_str(), "rbe"), std::fclose);
    struct stat facts{};
    if (!file || ::fstat(::fileno(file.get()), &facts) != 0)
        return fail(Errc::not_found, "A file cannot be read: " + path);
    auto left = static_cast<std::uint64_t>(facts.st_size);
    TRY_OK(add_head(name, left));
    std::string buffer(step_bytes, '\0');
    while (left > 0) {
        auto const wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer.size()));
        if (std::fread(buffer.data(), 1, wanted, file.get()) != wanted)
            return fail(Errc::internal, "A file changed while it was read: " + path);
        TRY_OK(out_->write(std::string_view(buffer).substr(0, wanted)));
        left -= wanted;
    }
    return {};
}

Result<void> ArchiveWriter::finish() {
    TRY_OK(add_head("", 0));
    return out_->finish();
}

Result<EntryHead> ArchiveReader::next() {
    TRY(auto const name_size, in_->read(2));
    auto const size = number_of(name_size);
    if (size > name_bytes_max) return fail(Errc::unprocessable, "The backup is damaged.");
    EntryHead entry;
    TRY(entry.name, in_->read(static_cast<std::size_t>(size)));
    TRY(auto const length, in_->read(8));
    entry.size = number_of(length);
    if (entry.name.empty()) TRY_OK(in_->expect_end());
    return entry;
}

Result<std::string> ArchiveReader::read(EntryHead const& entry) {
    return in_->read(static_cast<std::size_t>(entry.size));
}

Result<void> ArchiveReader::read_to_file(EntryHead const& entry, std::string const& path) {
    auto const fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return fail(Errc::storage_full, "The file cannot be written: " + path);
    File const file(::fdopen(fd, "wb"), std::fclose);
    for (auto left = entry.size; left > 0;) {
        auto const wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, step_bytes));
        TRY(auto const bytes, in_->read(wanted));
        if (std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size())
            return fail(Errc::storage_full, "The file cannot be written: " + path);
        left -= wanted;
    }
    if (std::fflush(file.get()) != 0 || ::fsync(fd) != 0)
        return fail(Errc::storage_full, "The file cannot be written: " + path);
    return {};
}

}  // namespace skein::backup
