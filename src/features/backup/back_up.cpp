#include <filesystem>

#include "base/json.h"
#include "base/text.h"
#include "base/version.h"
#include "features/backup/archive.h"
#include "features/backup/commands.h"
#include "features/backup/passphrase.h"

namespace skein::backup {
namespace {

db::Query<std::string> const list_local_blobs{
    "backup.list_local_blobs",
    "SELECT sha256 FROM blobs WHERE remote = FALSE AND reference_count > 0 ORDER BY sha256"};

/// A file that goes away with its owner.
struct Temporary {
    std::string path;
    explicit Temporary(std::string p) : path(std::move(p)) {}
    Temporary(Temporary const&) = delete;
    Temporary& operator=(Temporary const&) = delete;
    ~Temporary() {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
};

std::string manifest(Server& server) {
    json::Writer out;
    out.object([&] {
        out.field("program", "skein");
        out.field("version", version);
        out.field("domain", server.domain());
        out.field("made_at", server.clock().now());
        out.field("embedded", server.db().embedded());
    });
    return out.take();
}

Result<void> add_files(Server& server, ArchiveWriter& archive, CommandCall& call) {
    TRY(auto const blobs, server.db().read([](db::Tx& tx) { return tx.list(list_local_blobs); }));
    std::size_t added = 0;
    for (auto const& sha256 : blobs) {
        auto const file = server.storage().open(sha256);
        if (!file && file.error().code == Errc::not_found) {
            // It lost its last use after the database was copied, or was lost before; `check` tells
            // them apart.
            call.out("A file was not there any more: " + sha256);
            continue;
        }
        TRY(auto const found, Result<storage::LocalFile>(file));
        TRY_OK(archive.add_file("file/" + sha256, found.path));
        ++added;
    }
    call.out(fmt::format("{} files.", added));
    return {};
}

}  // namespace

Result<void> back_up(Server& server, CommandCall& call) {
    TRY(auto const passphrase, passphrase_of(call));
    auto const& target = call.arguments[0];
    TRY(auto sealed, crypto::SealedWriter::create(target, passphrase));
    ArchiveWriter archive(std::move(sealed));
    TRY_OK(archive.add("manifest", manifest(server)));
    TRY_OK(archive.add("key", server.keys().master()));
    Temporary const copy(server.config().data_dir + "/spool/backup-" + server.random().token(9));
    call.out("Copying the database …");
    TRY_OK(server.db().back_up_to(copy.path, [](double) {}));
    TRY_OK(archive.add_file("database", copy.path));
    TRY_OK(add_files(server, archive, call));
    TRY_OK(archive.finish());
    call.out("Wrote " + target + ". Keep the passphrase: nobody can open the file without it.");
    return {};
}

}  // namespace skein::backup
