// The upkeep of files: what no key names goes, and the copies of other servers' files stay within
// their limit.

#include "base/log.h"
#include "core/server.h"
#include "social/media.h"
#include "social/remote_files.h"
#include "social/upkeep.h"

namespace skein::social {
namespace {

constexpr std::int64_t blobs_a_write_max = 100;
constexpr int writes_a_run_max = 20;
constexpr std::size_t names_a_read_max = 500;
constexpr std::size_t orphans_a_run_max = 2000;

// Whoever puts bytes names them within this time; until then they are not waste.
constexpr auto naming_time_max = std::chrono::hours(1);
constexpr auto orphan_age_min = std::chrono::days(1);

db::Query<std::string> const remove_unused{
    "upkeep.remove_unused_blobs",
    "DELETE FROM blobs WHERE id IN (SELECT id FROM blobs WHERE reference_count <= 0 "
    "AND last_used_at <= $1 LIMIT $2) RETURNING sha256"};
db::Query<std::string> const list_known{"upkeep.list_known_blobs",
                                        "SELECT sha256 FROM blobs WHERE sha256 IN {texts:$1}"};

db::Query<std::int64_t> const count_remote_bytes{
    "upkeep.count_remote_bytes",
    "SELECT CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) FROM blobs WHERE remote "
    "AND reference_count > 0"};
struct Cached {
    BlobId id;
    std::int64_t size_bytes = 0;
    auto row() { return std::tie(id, size_bytes); }
};
db::Query<Cached> const list_least_used{
    "upkeep.list_least_used_blobs",
    "SELECT id, size_bytes FROM blobs WHERE remote AND reference_count > 0 "
    "ORDER BY last_used_at, id LIMIT $1"};
db::Query<std::string> const list_keys_of{"upkeep.list_keys_of_blob",
                                          "SELECT file_key FROM files WHERE blob_id IN {list:$1}"};
// "Not fetched": whoever is shown the post next may fetch them again.
db::Sql const forget_originals{
    "upkeep.forget_originals",
    "UPDATE media_attachments SET original_key = '' WHERE remote_url <> '' "
    "AND original_key IN {texts:$1}"};
db::Sql const forget_previews{
    "upkeep.forget_previews",
    "UPDATE media_attachments SET preview_key = '' WHERE remote_url <> '' "
    "AND preview_key IN {texts:$1}"};
db::Sql const forget_keys{"upkeep.forget_keys", "DELETE FROM files WHERE blob_id IN {list:$1}"};
db::Sql const release_blobs{
    "upkeep.release_blobs",
    "UPDATE blobs SET reference_count = 0, last_used_at = $2 WHERE id IN {list:$1}"};

/// Lets go of enough of the least used copies; answers their bytes.
Result<std::int64_t> let_go(db::Tx& tx, std::int64_t bytes_too_many) {
    TRY(auto const candidates, tx.list(list_least_used, blobs_a_write_max));
    std::vector<BlobId> chosen;
    std::int64_t freed = 0;
    for (auto const& one : candidates) {
        if (freed >= bytes_too_many) break;
        freed += one.size_bytes;
        chosen.push_back(one.id);
    }
    if (chosen.empty()) return 0;
    TRY(auto const keys, tx.list(list_keys_of, chosen));
    TRY_OK(tx.run(forget_originals, keys));
    TRY_OK(tx.run(forget_previews, keys));
    TRY_OK(forget_remote_copies(tx, keys));
    TRY_OK(tx.run(forget_keys, chosen));
    TRY_OK(tx.run(release_blobs, chosen, tx.now()));
    return freed;
}

/// Removes those of `names` that no row knows; answers how many.
Result<std::size_t> remove_unknown(Server& server, std::vector<std::string> const& names,
                                   Time not_put_since) {
    TRY(auto const known, server.db().read([&](db::Tx& tx) { return tx.list(list_known, names); }));
    std::unordered_set<std::string> const kept(known.begin(), known.end());
    std::size_t removed = 0;
    for (auto const& name : names) {
        if (kept.contains(name)) continue;
        TRY_OK(server.storage().remove(name, not_put_since));
        ++removed;
    }
    return removed;
}

}  // namespace

Result<void> sweep_unused_blobs(Server& server) {
    for (int i = 0; i < writes_a_run_max; ++i) {
        auto const before = server.clock().now() - naming_time_max;
        TRY(auto const names,
            server.db().write(
                [&](db::Tx& tx) { return tx.list(remove_unused, before, blobs_a_write_max); },
                db::Urgency::background));
        // The rows are gone for good before the bytes go; bytes put anew since then stay.
        for (auto const& name : names) TRY_OK(server.storage().remove(name, before));
        if (names.size() < static_cast<std::size_t>(blobs_a_write_max)) break;
    }
    return {};
}

Result<void> sweep_orphaned_files(Server& server) {
    auto const before = server.clock().now() - orphan_age_min;
    TRY_OK(server.storage().sweep_leftovers(before));
    std::vector<std::string> names;
    std::size_t removed = 0;
    Result<void> outcome;
    auto const judge_names = [&] {
        auto const done = remove_unknown(server, names, before);
        names.clear();
        if (done) removed += *done;
        else outcome = fail(done.error());
        return done.has_value() && removed < orphans_a_run_max;
    };
    TRY_OK(server.storage().list([&](storage::Listed const& listed) {
        if (listed.put_at >= before) return true;
        names.push_back(listed.sha256);
        return names.size() < names_a_read_max || judge_names();
    }));
    if (!names.empty() && removed < orphans_a_run_max) judge_names();
    if (removed > 0) log::info("upkeep.orphans_removed", {{"files", removed}});
    return outcome;
}

Result<void> bound_remote_cache(Server& server) {
    auto const most = server.settings<RemoteCacheConfig>().remote_bytes_max;
    TRY(auto const held, server.db().read([](db::Tx& tx) { return tx.load(count_remote_bytes); }));
    auto excess = held - most;
    for (int i = 0; i < writes_a_run_max && excess > 0; ++i) {
        TRY(auto const freed, server.db().write([&](db::Tx& tx) { return let_go(tx, excess); },
                                                db::Urgency::background));
        if (freed == 0) break;
        excess -= freed;
    }
    if (held > most) log::info("upkeep.cache_bounded", {{"bytes", held - most - excess}});
    return {};
}

}  // namespace skein::social
