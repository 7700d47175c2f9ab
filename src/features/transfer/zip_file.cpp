#include "features/transfer/zip_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace skein::transfer {
namespace {

constexpr std::uint32_t local_mark = 0x04034b50, central_mark = 0x02014b50, end_mark = 0x06054b50;
constexpr std::uint32_t end64_mark = 0x06064b50, locator64_mark = 0x07064b50;
constexpr std::uint64_t small_max = 0xfffffffe;
constexpr std::uint64_t small_count_max = 0xfffe;
constexpr std::uint16_t version64 = 45, in_utf8 = 0x0800;
constexpr std::size_t local_bytes = 30, extra64_bytes = 20;
constexpr std::size_t piece_bytes = 256 << 10;

/// Numbers as ZIP has them: the low byte first.
class Bytes {
  public:
    Bytes& u16(std::uint64_t value) { return put(value, 2); }
    Bytes& u32(std::uint64_t value) { return put(value, 4); }
    Bytes& u64(std::uint64_t value) { return put(value, 8); }
    Bytes& text(std::string_view value) {
        out_ += value;
        return *this;
    }
    std::string const& str() const { return out_; }

  private:
    Bytes& put(std::uint64_t value, int width) {
        for (int i = 0; i < width; ++i) out_ += static_cast<char>((value >> (8 * i)) & 0xff);
        return *this;
    }
    std::string out_;
};

std::uint64_t read_number(std::string_view bytes, std::size_t at, std::size_t width) {
    std::uint64_t value = 0;
    for (std::size_t i = width; i > 0; --i)
        value = (value << 8) | static_cast<unsigned char>(bytes[at + i - 1]);
    return value;
}

/// Hours and days as MS-DOS counted them, in UTC.
std::pair<std::uint16_t, std::uint16_t> dos_time(Time now) {
    auto const day = std::chrono::floor<std::chrono::days>(now);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const time(std::chrono::floor<std::chrono::seconds>(now - day));
    auto const year = std::max(0, static_cast<int>(date.year()) - 1980);
    auto const clock =
        (time.hours().count() << 11) | (time.minutes().count() << 5) | (time.seconds().count() / 2);
    auto const calendar = (static_cast<unsigned>(year) << 9) |
                          (static_cast<unsigned>(date.month()) << 5) |
                          static_cast<unsigned>(date.day());
    return {static_cast<std::uint16_t>(clock), static_cast<std::uint16_t>(calendar)};
}

struct Entry {
    std::string name;
    std::uint64_t size = 0, at = 0;
    std::uint32_t checksum = 0;
    std::uint16_t clock = 0, calendar = 0;
    std::uint64_t whole_bytes() const { return local_bytes + name.size() + extra64_bytes + size; }
};

/// Sizes always stand in the ZIP64 field, so that the head is as long before they are known.
std::string head_of(Entry const& entry) {
    Bytes out;
    out.u32(local_mark).u16(version64).u16(in_utf8).u16(0).u16(entry.clock).u16(entry.calendar);
    out.u32(entry.checksum).u32(0xffffffff).u32(0xffffffff);
    out.u16(entry.name.size()).u16(extra64_bytes).text(entry.name);
    out.u16(1).u16(16).u64(entry.size).u64(entry.size);
    return out.str();
}

std::string central_of(Entry const& entry) {
    Bytes out;
    // Made on Unix, a file that its owner may read.
    out.u32(central_mark).u16(version64 | (3 << 8)).u16(version64).u16(in_utf8).u16(0);
    out.u16(entry.clock).u16(entry.calendar).u32(entry.checksum);
    auto const big = entry.size > small_max || entry.at > small_max;
    out.u32(big ? 0xffffffff : entry.size).u32(big ? 0xffffffff : entry.size);
    out.u16(entry.name.size()).u16(big ? 28 : 0).u16(0).u16(0).u16(0).u32(0100444U << 16);
    out.u32(big ? 0xffffffff : entry.at).text(entry.name);
    if (big) out.u16(1).u16(24).u64(entry.size).u64(entry.size).u64(entry.at);
    return out.str();
}

std::string end_of(std::uint64_t count, std::uint64_t at, std::uint64_t size) {
    Bytes out;
    auto const big = count > small_count_max || at > small_max || size > small_max;
    if (big) {
        out.u32(end64_mark).u64(44).u16(version64 | (3 << 8)).u16(version64).u32(0).u32(0);
        out.u64(count).u64(count).u64(size).u64(at);
        out.u32(locator64_mark).u32(0).u64(at + size).u32(1);
    }
    out.u32(end_mark).u16(0).u16(0).u16(big ? 0xffff : count).u16(big ? 0xffff : count);
    out.u32(big ? 0xffffffff : size).u32(big ? 0xffffffff : at).u16(0);
    return out.str();
}

std::unexpected<Error> failed(std::string_view what) {
    auto const code = is_full_disk(errno) ? Errc::storage_full
                      : errno == ENOENT   ? Errc::not_found
                                          : Errc::internal;
    return fail(code, "The archive could not be written.",
                std::string(what) + ": " + std::strerror(errno));
}

/// At most so many bytes from there; fewer at the end of the file.
Result<std::string> read_at(Descriptor const& file, std::uint64_t at, std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        auto const got =
            ::pread(file.fd(), bytes.data() + done, size - done, static_cast<off_t>(at + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed("read");
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    bytes.resize(done);
    return bytes;
}

/// The entry that begins there, as it was written.
Result<Entry> read_entry(Descriptor const& file, std::uint64_t at) {
    TRY(auto const head, read_at(file, at, local_bytes));
    if (head.size() < local_bytes || read_number(head, 0, 4) != local_mark)
        return fail(Errc::internal, "The archive is damaged.", "no entry begins here");
    Entry entry;
    entry.at = at;
    entry.clock = static_cast<std::uint16_t>(read_number(head, 10, 2));
    entry.calendar = static_cast<std::uint16_t>(read_number(head, 12, 2));
    entry.checksum = static_cast<std::uint32_t>(read_number(head, 14, 4));
    auto const name_bytes = read_number(head, 26, 2);
    TRY(auto const rest, read_at(file, at + local_bytes, name_bytes + extra64_bytes));
    if (rest.size() < name_bytes + extra64_bytes)
        return fail(Errc::internal, "The archive is damaged.", "an entry ends too soon");
    entry.name = rest.substr(0, name_bytes);
    entry.size = read_number(rest, name_bytes + 4, 8);
    return entry;
}

}  // namespace

bool is_full_disk(int number) {
    return number == ENOSPC || number == EDQUOT || number == EROFS || number == EFBIG;
}

std::uint32_t crc32(std::string_view bytes, std::uint32_t so_far) {
    // For no bytes at all zlib may see a null pointer, which asks it for the first value.
    if (bytes.empty()) return so_far;
    return static_cast<std::uint32_t>(
        ::crc32_z(so_far, reinterpret_cast<Bytef const*>(bytes.data()), bytes.size()));
}

Result<ZipFile> ZipFile::open(std::string const& path, std::uint64_t keep_bytes, Time now) {
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) {
        // It would have been made: where it belongs is not there, which may be mended.
        auto error = failed("open").error();
        if (error.code == Errc::not_found) error.code = Errc::internal;
        return fail(std::move(error));
    }
    struct stat known{};
    if (::fstat(file.fd(), &known) != 0) return failed("stat");
    if (static_cast<std::uint64_t>(known.st_size) < keep_bytes)
        return fail(Errc::not_found, "The archive is not there any more.");
    if (::ftruncate(file.fd(), static_cast<off_t>(keep_bytes)) != 0) return failed("truncate");
    return ZipFile(std::move(file), keep_bytes, now);
}

Result<void> ZipFile::write(std::uint64_t at, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const put = ::pwrite(file_.fd(), bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return failed("write");
        at += static_cast<std::uint64_t>(put);
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return {};
}

Result<void> ZipFile::copy(Descriptor const& source, std::uint64_t at, std::uint64_t size,
                           std::uint32_t& checksum) {
    for (std::uint64_t done = 0; done < size;) {
        auto const wanted = std::min<std::uint64_t>(piece_bytes, size - done);
        TRY(auto const piece, read_at(source, done, wanted));
        if (piece.size() != wanted)
            return fail(Errc::internal, "The archive could not be written.", "a file grew shorter");
        checksum = crc32(piece, checksum);
        TRY_OK(write(at + done, piece));
        done += wanted;
    }
    return {};
}

Result<void> ZipFile::add_text(std::string_view name, std::string_view bytes) {
    auto const [clock, calendar] = dos_time(now_);
    Entry const entry{std::string(name), bytes.size(), bytes_, crc32(bytes), clock, calendar};
    auto const head = head_of(entry);
    TRY_OK(write(bytes_, head));
    TRY_OK(write(bytes_ + head.size(), bytes));
    bytes_ += entry.whole_bytes();
    return {};
}

Result<void> ZipFile::add_file(std::string_view name, std::string const& path) {
    Descriptor const source(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!source) return failed("open");
    struct stat known{};
    if (::fstat(source.fd(), &known) != 0) return failed("stat");
    auto const [clock, calendar] = dos_time(now_);
    Entry entry{std::string(name), static_cast<std::uint64_t>(known.st_size), bytes_, 0, clock,
                calendar};
    TRY_OK(copy(source, bytes_ + head_of(entry).size(), entry.size, entry.checksum));
    TRY_OK(write(bytes_, head_of(entry)));
    bytes_ += entry.whole_bytes();
    return {};
}

Result<void> ZipFile::sync() {
    if (::fdatasync(file_.fd()) != 0) return failed("sync");
    return {};
}

Result<void> ZipFile::finish() {
    auto const directory = bytes_;
    auto end = directory;
    std::uint64_t count = 0;
    std::string piece;
    for (std::uint64_t at = 0; at < directory; ++count) {
        TRY(auto const entry, read_entry(file_, at));
        piece += central_of(entry);
        if (piece.size() >= piece_bytes) {
            TRY_OK(write(end, piece));
            end += piece.size();
            piece.clear();
        }
        at += entry.whole_bytes();
    }
    TRY_OK(write(end, piece));
    end += piece.size();
    auto const tail = end_of(count, directory, end - directory);
    TRY_OK(write(end, tail));
    bytes_ = end + tail.size();
    return sync();
}

}  // namespace skein::transfer
