#include <sys/stat.h>

#include <filesystem>

#include "base/json.h"
#include "features/backup/archive.h"
#include "features/backup/commands.h"
#include "features/backup/passphrase.h"
#include "platform/crypto/digest.h"

namespace skein::backup {
namespace {

namespace fs = std::filesystem;

/// Where a restored server is put together before it gets its place: a directory that goes away
/// when something fails.
struct Workshop {
    fs::path path;
    explicit Workshop(fs::path p) : path(std::move(p)) {}
    Workshop(Workshop const&) = delete;
    Workshop& operator=(Workshop const&) = delete;
    ~Workshop() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

Result<void> refuse_unless_empty(std::string const& directory) {
    for (auto const* name : {"skein.db", "secret.key", "files"})
        if (fs::exists(fs::path(directory) / name))
            return fail(Errc::conflict, "There is a server in " + directory +
                                            " already. Name another directory with --data-dir.");
    return {};
}

Result<std::size_t> restore_files(ArchiveReader& archive, EntryHead entry,
                                  storage::Storage& storage, fs::path const& workshop) {
    std::size_t restored = 0;
    auto const path = (workshop / "file").string();
    while (!entry.name.empty()) {
        if (!entry.name.starts_with("file/"))
            return fail(Errc::unprocessable, "The backup is damaged.");
        TRY_OK(archive.read_to_file(entry, path));
        TRY(auto const stored, storage.put_file(path));
        fs::remove(path);
        if ("file/" + stored.sha256 != entry.name)
            return fail(Errc::unprocessable, "A file in the backup is damaged: " + entry.name);
        ++restored;
        TRY(entry, archive.next());
    }
    return restored;
}

Result<EntryHead> expect_entry(ArchiveReader& archive, std::string_view name) {
    TRY(auto entry, archive.next());
    if (entry.name != name) return fail(Errc::unprocessable, "The backup is damaged.");
    return entry;
}

Result<void> say_manifest(ArchiveReader& archive, CommandCall& call) {
    TRY(auto const entry, expect_entry(archive, "manifest"));
    TRY(auto const text, archive.read(entry));
    TRY(auto const manifest, json::Document::parse(text));
    call.out(fmt::format("A backup of {} from {}, made by Skein {}.",
                         manifest.root().get_text("domain"), manifest.root().get_text("made_at"),
                         manifest.root().get_text("version")));
    return {};
}

Result<void> restore_key(ArchiveReader& archive, fs::path const& workshop) {
    TRY(auto const entry, expect_entry(archive, "key"));
    return archive.read_to_file(entry, (workshop / "secret.key").string());
}

/// The database's place in the settings, filled from the copy in the backup.
Result<void> restore_database(Server& server, std::string const& copy, fs::path const& workshop) {
    SystemClock const clock;
    auto const scheduler = threads::make_real_scheduler(clock);
    db::Options options;
    auto const& url = server.config().database;
    options.url = url.empty() ? "sqlite:" + (workshop / "skein.db").string() : url;
    TRY(auto const database, db::Database::open(std::move(options), clock, *scheduler));
    auto restored = database->restore_from(copy);
    database->stop();
    return restored;
}

/// Gives everything in the workshop its place, the key last: a directory without it is no server.
Result<void> move_in(fs::path const& workshop, fs::path const& directory) {
    std::error_code error;
    for (auto const* name : {"files", "skein.db", "secret.key"}) {
        if (!fs::exists(workshop / name)) continue;
        fs::rename(workshop / name, directory / name, error);
        if (error)
            return fail(Errc::storage_full,
                        "The data directory cannot be written: " + error.message());
    }
    return {};
}

}  // namespace

Result<void> restore(Server& server, CommandCall& call) {
    TRY(auto const passphrase, passphrase_of(call));
    auto const& directory = server.config().data_dir;
    TRY_OK(refuse_unless_empty(directory));
    TRY(auto sealed, crypto::SealedReader::open(call.arguments[0], passphrase));
    ArchiveReader archive(std::move(sealed));
    Workshop const workshop(fs::path(directory) / "restoring");
    std::error_code error;
    fs::remove_all(workshop.path, error);
    fs::create_directories(workshop.path, error);
    if (error)
        return fail(Errc::storage_full, "The data directory cannot be written: " + error.message());
    ::chmod(workshop.path.c_str(), 0700);
    TRY_OK(say_manifest(archive, call));
    TRY_OK(restore_key(archive, workshop.path));
    TRY(auto const database, expect_entry(archive, "database"));
    auto const copy = (workshop.path / "copy").string();
    TRY_OK(archive.read_to_file(database, copy));
    SystemClock const clock;
    TRY(auto const storage, storage::open_local_storage((workshop.path / "files").string(), clock));
    TRY(auto const first, archive.next());
    TRY(auto const files, restore_files(archive, first, *storage, workshop.path));
    // Only now, with the whole file read and found good, is a database touched that may be
    // elsewhere.
    TRY_OK(restore_database(server, copy, workshop.path));
    TRY_OK(move_in(workshop.path, directory));
    call.out(fmt::format("Restored the database and {} files. Prove it whole with `skein check`.",
                         files));
    return {};
}

}  // namespace skein::backup
