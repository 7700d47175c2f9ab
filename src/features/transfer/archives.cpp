#include "features/transfer/archives.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "core/server.h"
#include "social/media.h"

namespace skein::transfer {
namespace {

constexpr std::int64_t swept_a_run = 100;
/// Files looked at in a run; there are two for each archive in the making.
constexpr std::size_t parts_a_run = 1'000;

#define SKEIN_ARCHIVE_COLUMNS                                                               \
    "id, account_id, stage, cursor, posts, zip_bytes, outbox_bytes, file_key, size_bytes, " \
    "created_at, finished_at"

db::Sql const insert{"archives.insert", "INSERT INTO archives (" SKEIN_ARCHIVE_COLUMNS
                                        ") VALUES ($1, $2, 0, 0, 0, 0, 0, '', 0, $3, 0)"};
db::Query<Archive> const find{"archives.find",
                              "SELECT " SKEIN_ARCHIVE_COLUMNS " FROM archives WHERE id = $1"};
db::Query<Archive> const find_own{"archives.find_own",
                                  "SELECT " SKEIN_ARCHIVE_COLUMNS
                                  " FROM archives WHERE id = $1 AND account_id = $2"};
db::Query<Archive> const find_newest{
    "archives.find_newest", "SELECT " SKEIN_ARCHIVE_COLUMNS
                            " FROM archives WHERE account_id = $1 ORDER BY id DESC LIMIT 1"};
db::Query<Archive> const list_of{"archives.list", "SELECT " SKEIN_ARCHIVE_COLUMNS
                                                  " FROM archives WHERE account_id = $1 AND stage "
                                                  "<> 4 ORDER BY id LIMIT $2"};
db::Query<ArchiveId> const list_old{
    "archives.list_old",
    "SELECT id FROM archives WHERE created_at <= $1 AND stage <> 4 AND "
    "finished_at <= $1 ORDER BY created_at LIMIT $2"};
db::Query<std::int64_t> const count_jobs{
    "archives.count_jobs",
    "SELECT COUNT(*) FROM jobs WHERE name = $1 AND unique_key = $2 AND unique_key <> '' AND NOT "
    "dead"};
db::Sql const remove_rows{"archives.remove_old",
                          "DELETE FROM archives WHERE created_at <= $1 AND stage = 4"};
db::Sql const update{"archives.update",
                     "UPDATE archives SET stage = $2, cursor = $3, posts = $4, zip_bytes = $5, "
                     "outbox_bytes = $6, file_key = $7, size_bytes = $8, finished_at = $9 WHERE id "
                     "= $1"};

bool is_old(Archive const& archive, Time before) {
    return archive.stage != ArchiveStage::removed && archive.created_at <= before &&
           archive.finished_at <= before;
}

/// The row as it is by now: a job may have finished it since it was listed.
Result<void> remove_old(db::Tx& tx, ArchiveId id, Time before) {
    TRY(auto archive, tx.find(find, id));
    if (!archive || !is_old(*archive, before)) return {};
    return remove_archive(tx, *std::move(archive));
}

/// Whose files lie where archives are put together.
std::vector<ArchiveId> list_parts(Server& server) {
    std::vector<ArchiveId> ids;
    std::error_code error;
    std::filesystem::directory_iterator const all(server.config().data_dir + "/archives", error);
    for (auto at = begin(all); !error && at != end(all) && ids.size() < parts_a_run;
         at.increment(error))
        if (auto const id = parse_id(at->path().stem().native())) ids.push_back(ArchiveId{*id});
    return ids;
}

Result<void> sweep_parts(Server& server) {
    for (auto const id : list_parts(server)) {
        TRY(auto const archive, server.db().read([&](db::Tx& tx) { return find_archive(tx, id); }));
        if (!archive || !archive->in_the_making()) remove_archive_parts(server, id);
    }
    return {};
}

}  // namespace

Result<ArchiveStanding> find_standing(db::Tx& tx, AccountId account) {
    ArchiveStanding standing;
    TRY(standing.newest, find_archive_of(tx, account));
    if (!standing.newest) return standing;
    auto const& last = *standing.newest;
    standing.failed = last.given_up();
    if (last.in_the_making()) {
        TRY(auto const jobs, tx.load(count_jobs, BuildArchive::name, to_string(last.id)));
        standing.failed = jobs == 0;
    }
    standing.may_ask = standing.failed || last.created_at <= tx.now() - archive_pause;
    return standing;
}

Result<Archive> insert_archive(db::Tx& tx, AccountId account) {
    TRY(auto const last, find_standing(tx, account));
    if (!last.may_ask)
        return fail(
            Errc::unprocessable,
            "You asked for an archive within the last seven days. Wait until they are over.");
    if (last.newest && last.newest->in_the_making()) TRY_OK(remove_archive(tx, *last.newest));
    Archive archive;
    archive.id = tx.new_id<ArchiveId>();
    archive.account_id = account;
    archive.created_at = tx.now();
    TRY_OK(tx.run(insert, archive.id, account, archive.created_at));
    TRY_OK(build_later(tx, {archive.id}));
    return archive;
}

Result<std::optional<Archive>> find_archive(db::Tx& tx, ArchiveId id) { return tx.find(find, id); }

Result<std::optional<Archive>> find_archive_of(db::Tx& tx, AccountId account) {
    return tx.find(find_newest, account);
}

Result<Archive> load_own_archive(db::Tx& tx, AccountId account, ArchiveId id) {
    TRY(auto archive, tx.find(find_own, id, account));
    if (!archive || archive->stage != ArchiveStage::there ||
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

Result<void> build_later(db::Tx& tx, BuildArchive const& job, Time at) {
    return enqueue(
        tx, job,
        {.not_before = at, .priority = Priority::mass, .unique_key = to_string(job.archive)});
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
    for (auto const id : old)
        TRY_OK(server.db().write([&](db::Tx& tx) { return remove_old(tx, id, before); },
                                 db::Urgency::background));
    // By then another one may be asked for.
    TRY_OK(
        server.db().write([&](db::Tx& tx) { return tx.run(remove_rows, before - archive_pause); },
                          db::Urgency::background));
    return sweep_parts(server);
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
