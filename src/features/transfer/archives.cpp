#include "features/transfer/archives.h"

#include <filesystem>

#include "core/server.h"
#include "social/media.h"

namespace skein::transfer {
namespace {

constexpr std::int64_t swept_a_run = 100;

#define SKEIN_ARCHIVE_COLUMNS                                                               \
    "id, account_id, stage, cursor, posts, zip_bytes, outbox_bytes, file_key, size_bytes, " \
    "created_at, finished_at"

db::Sql const insert{"archives.insert", "INSERT INTO archives (" SKEIN_ARCHIVE_COLUMNS
                                        ") VALUES ($1, $2, 0, 0, 0, 0, 0, '', 0, $3, 0)"};
db::Query<Archive> const find{"archives.find",
                              "SELECT " SKEIN_ARCHIVE_COLUMNS " FROM archives WHERE id = $1"};
db::Query<Archive> const find_newest{
    "archives.find_newest", "SELECT " SKEIN_ARCHIVE_COLUMNS
                            " FROM archives WHERE account_id = $1 ORDER BY id DESC LIMIT 1"};
db::Query<Archive> const list_of{"archives.list", "SELECT " SKEIN_ARCHIVE_COLUMNS
                                                  " FROM archives WHERE account_id = $1 AND stage "
                                                  "<> 4 ORDER BY id LIMIT $2"};
db::Query<Archive> const list_old{"archives.list_old",
                                  "SELECT " SKEIN_ARCHIVE_COLUMNS
                                  " FROM archives WHERE created_at <= $1 AND stage <> 4 AND "
                                  "finished_at <= $1 ORDER BY created_at LIMIT $2"};
db::Sql const remove_rows{"archives.remove_old",
                          "DELETE FROM archives WHERE created_at <= $1 AND stage = 4"};
db::Sql const update{"archives.update",
                     "UPDATE archives SET stage = $2, cursor = $3, posts = $4, zip_bytes = $5, "
                     "outbox_bytes = $6, file_key = $7, size_bytes = $8, finished_at = $9 WHERE id "
                     "= $1"};

}  // namespace

Result<Archive> insert_archive(db::Tx& tx, AccountId account) {
    TRY(auto const last, find_archive_of(tx, account));
    if (last && last->created_at > tx.now() - archive_pause)
        return fail(
            Errc::unprocessable,
            "You asked for an archive within the last seven days. Wait until they are over.");
    Archive archive;
    archive.id = tx.new_id<ArchiveId>();
    archive.account_id = account;
    archive.created_at = tx.now();
    TRY_OK(tx.run(insert, archive.id, account, archive.created_at));
    TRY_OK(build_later(tx, archive.id));
    return archive;
}

Result<std::optional<Archive>> find_archive(db::Tx& tx, ArchiveId id) { return tx.find(find, id); }

Result<std::optional<Archive>> find_archive_of(db::Tx& tx, AccountId account) {
    return tx.find(find_newest, account);
}

Result<Archive> load_own_archive(db::Tx& tx, AccountId account, ArchiveId id) {
    TRY(auto archive, tx.find(find, id));
    if (!archive || archive->account_id != account || archive->stage != ArchiveStage::there ||
        archive->finished_at <= tx.now() - archive_lifetime)
        return fail(Errc::not_found, "Record not found");
    return *std::move(archive);
}

Result<void> update_archive(db::Tx& tx, Archive const& archive) {
    TRY_OK(tx.run(update, archive.id, archive.stage, archive.cursor, archive.posts,
                  archive.zip_bytes, archive.outbox_bytes, archive.file_key, archive.size_bytes,
                  archive.finished_at));
    return {};
}

Result<void> build_later(db::Tx& tx, ArchiveId id) {
    return enqueue(tx, BuildArchive{id}, {.priority = Priority::mass, .unique_key = to_string(id)});
}

Result<void> remove_archive(db::Tx& tx, Archive archive) {
    TRY_OK(social::remove_file(tx, archive.file_key));
    archive.file_key.clear();
    archive.stage = ArchiveStage::removed;
    return update_archive(tx, archive);
}

Result<void> forget_archives(db::Tx& tx, social::AccountRemoved const& event) {
    if (!event.local) return {};
    TRY(auto const archives, tx.list(list_of, event.account, swept_a_run));
    for (auto const& archive : archives) TRY_OK(remove_archive(tx, archive));
    return {};
}

Result<void> sweep_archives(Server& server) {
    auto const before = server.clock().now() - archive_lifetime;
    TRY(auto const old,
        server.db().read([&](db::Tx& tx) { return tx.list(list_old, before, swept_a_run); }));
    for (auto const& archive : old) {
        remove_archive_parts(server, archive.id);
        TRY_OK(server.db().write([&](db::Tx& tx) { return remove_archive(tx, archive); },
                                 db::Urgency::background));
    }
    // By then another one may be asked for.
    TRY_OK(
        server.db().write([&](db::Tx& tx) { return tx.run(remove_rows, before - archive_pause); },
                          db::Urgency::background));
    return {};
}

std::string archive_path(Server& server, ArchiveId id, std::string_view part) {
    return fmt::format("{}/archives/{}.{}", server.config().data_dir, to_string(id), part);
}

void remove_archive_parts(Server& server, ArchiveId id) {
    std::error_code ignored;
    for (auto const* part : {"zip", "outbox"})
        std::filesystem::remove(archive_path(server, id, part), ignored);
}

}  // namespace skein::transfer
