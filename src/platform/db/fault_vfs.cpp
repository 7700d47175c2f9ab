#include "platform/db/fault_vfs.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string_view>

#include "base/log.h"

namespace skein::db {
namespace {

enum class Fault { none, full, read_only, torn, unsynced };

struct FaultVfs : sqlite3_vfs {
    sqlite3_vfs* real;
    std::string name;
    std::string control_file;
};

/// The real file lies behind it, in the room that `szOsFile` asks for.
struct FaultFile : sqlite3_file {
    FaultVfs const* vfs;
};

sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(static_cast<FaultFile*>(file) + 1);
}

sqlite3_vfs* real(sqlite3_vfs* vfs) { return static_cast<FaultVfs*>(vfs)->real; }

Fault fault_of(sqlite3_file* file) {
    auto const& path = static_cast<FaultFile*>(file)->vfs->control_file;
    auto const fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return Fault::none;
    std::array<char, 16> buffer;
    auto const got = ::read(fd, buffer.data(), buffer.size());
    ::close(fd);
    auto word =
        std::string_view(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    word = word.substr(0, word.find_first_of(" \r\n"));
    if (word == "full") return Fault::full;
    if (word == "read-only") return Fault::read_only;
    if (word == "torn") return Fault::torn;
    if (word == "unsynced") return Fault::unsynced;
    return Fault::none;
}

int write_file(sqlite3_file* file, void const* data, int bytes, sqlite3_int64 offset) {
    auto* const below = real(file);
    switch (fault_of(file)) {
        case Fault::full: return SQLITE_FULL;
        case Fault::read_only: return SQLITE_IOERR_WRITE;
        case Fault::torn:
            (void)below->pMethods->xWrite(below, data, bytes / 2, offset);
            return SQLITE_IOERR_WRITE;
        case Fault::none:
        case Fault::unsynced: break;
    }
    return below->pMethods->xWrite(below, data, bytes, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 bytes) {
    auto* const below = real(file);
    if (fault_of(file) == Fault::read_only) return SQLITE_IOERR_TRUNCATE;
    return below->pMethods->xTruncate(below, bytes);
}

int sync_file(sqlite3_file* file, int flags) {
    auto* const below = real(file);
    if (fault_of(file) == Fault::unsynced) return SQLITE_IOERR_FSYNC;
    return below->pMethods->xSync(below, flags);
}

/// The method `pointer` of the file below, with the same arguments.
template <auto pointer, class... Args>
auto pass(sqlite3_file* file, Args... args) {
    auto* const below = real(file);
    return (below->pMethods->*pointer)(below, args...);
}

using Methods = sqlite3_io_methods;

constexpr Methods methods{
    3,
    pass<&Methods::xClose>,
    pass<&Methods::xRead, void*, int, sqlite3_int64>,
    write_file,
    truncate_file,
    sync_file,
    pass<&Methods::xFileSize, sqlite3_int64*>,
    pass<&Methods::xLock, int>,
    pass<&Methods::xUnlock, int>,
    pass<&Methods::xCheckReservedLock, int*>,
    pass<&Methods::xFileControl, int, void*>,
    pass<&Methods::xSectorSize>,
    pass<&Methods::xDeviceCharacteristics>,
    pass<&Methods::xShmMap, int, int, int, void volatile**>,
    pass<&Methods::xShmLock, int, int, int>,
    pass<&Methods::xShmBarrier>,
    pass<&Methods::xShmUnmap, int>,
    pass<&Methods::xFetch, sqlite3_int64, int, void**>,
    pass<&Methods::xUnfetch, sqlite3_int64, void*>,
};

int open_file(sqlite3_vfs* vfs, char const* name, sqlite3_file* file, int flags, int* out) {
    auto* const opened = static_cast<FaultFile*>(file);
    opened->vfs = static_cast<FaultVfs*>(vfs);
    opened->pMethods = nullptr;
    auto const code = real(vfs)->xOpen(real(vfs), name, real(file), flags, out);
    if (real(file)->pMethods) opened->pMethods = &methods;
    return code;
}

}  // namespace

Result<std::string> use_fault_vfs(std::string vfs) {
    constexpr std::string_view prefix = "fault:";
    if (!vfs.starts_with(prefix) || sqlite3_vfs_find(vfs.c_str())) return vfs;
    auto* const system = sqlite3_vfs_find(nullptr);
    if (!system) return fail(Errc::internal, "", "SQLite has no file system");
    // Everything but opening a file is the system's own, which needs its own `sqlite3_vfs`.
    auto made = std::make_unique<FaultVfs>();
    static_cast<sqlite3_vfs&>(*made) = *system;
    made->real = system;
    made->name = vfs;
    made->control_file = vfs.substr(prefix.size());
    made->zName = made->name.c_str();
    made->pNext = nullptr;
    made->szOsFile = static_cast<int>(sizeof(FaultFile)) + system->szOsFile;
    made->xOpen = open_file;
    if (sqlite3_vfs_register(made.get(), 0) != SQLITE_OK)
        return fail(Errc::internal, "", "registering " + vfs);
    // SQLite keeps it in its list for as long as the program runs.
    (void)made.release();
    log::warning("db.fault_vfs", {{"risk", "the database fails on demand; for tests only"}});
    return vfs;
}

}  // namespace skein::db
