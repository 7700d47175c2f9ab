#include "social/media.h"

#include <algorithm>

#include "base/encoding.h"
#include "social/kept_media.h"

namespace skein::social {
namespace {

#define MEDIA_COLUMNS                                                               \
    "m.id, m.account_id, m.status_id, m.position, m.kind, m.state, m.description, " \
    "m.original_key, m.preview_key, m.remote_url, m.blurhash, m.width, m.height, "  \
    "m.preview_width, m.preview_height, m.focus_x, m.focus_y, m.created_at, "       \
    "m.upload_key, m.size_bytes, m.details"

db::Query<Media> const find_by_id{
    "media.find",
    "SELECT " MEDIA_COLUMNS " FROM media_attachments m WHERE m.id = $1 AND m.account_id = $2"};
db::Query<Media> const list_by_ids{
    "media.list", "SELECT " MEDIA_COLUMNS
                  " FROM media_attachments m WHERE m.id IN {list:$1} AND m.account_id = $2"};
db::Query<Media> const list_by_statuses{"media.list_of_statuses",
                                        "SELECT " MEDIA_COLUMNS
                                        " FROM media_attachments m WHERE m.status_id IN {list:$1} "
                                        "ORDER BY m.status_id, m.position, m.id"};

db::Query<std::int64_t> const count_unattached{
    "media.count_unattached",
    "SELECT COUNT(*) FROM media_attachments m WHERE m.account_id = $1 AND m.status_id IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM kept_media k WHERE k.media_id = m.id)"};

db::Query<Media> const list_unattached{"media.list_unattached",
                                       "SELECT " MEDIA_COLUMNS
                                       " FROM media_attachments m WHERE m.status_id IS NULL "
                                       "AND m.created_at <= $1 AND NOT EXISTS (SELECT 1 FROM "
                                       "kept_media k WHERE k.media_id = m.id) LIMIT $2"};

db::Sql const keep{"kept_media.insert",
                   "INSERT INTO kept_media (media_id, keeper_id) SELECT m.id, $1 FROM "
                   "media_attachments m WHERE m.id IN {list:$2}"};
db::Sql const let_go{"kept_media.remove", "DELETE FROM kept_media WHERE keeper_id = $1"};
db::Sql const begin_waiting{
    "media.begin_waiting",
    "UPDATE media_attachments SET created_at = $2 WHERE id IN (SELECT k.media_id FROM kept_media k "
    "WHERE k.keeper_id = $1)"};
db::Query<MediaId> const list_kept{"kept_media.list",
                                   "SELECT media_id FROM kept_media WHERE media_id IN {list:$1}"};

db::Sql const insert{
    "media.insert",
    "INSERT INTO media_attachments (id, account_id, status_id, position, kind, state, description, "
    "original_key, preview_key, remote_url, blurhash, width, height, preview_width, "
    "preview_height, focus_x, focus_y, created_at, upload_key, size_bytes, details) VALUES ($1, "
    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)"};
db::Sql const update{
    "media.update",
    "UPDATE media_attachments SET status_id = $2, position = $3, kind = $4, state = $5, "
    "description = $6, original_key = $7, preview_key = $8, remote_url = $9, blurhash = $10, "
    "width = $11, height = $12, preview_width = $13, preview_height = $14, focus_x = $15, "
    "focus_y = $16, created_at = $17, upload_key = $18, size_bytes = $19, details = $20 "
    "WHERE id = $1"};
db::Sql const remove_row{"media.remove", "DELETE FROM media_attachments WHERE id = $1"};

// A blob of our own people stays, even when another server's file has the same bytes.
db::Query<BlobId> const refer_to_blob{
    "blobs.refer",
    "INSERT INTO blobs (id, sha256, size_bytes, content_type, reference_count, remote, "
    "last_used_at) VALUES ($1, $2, $3, $4, 1, $5, $6) ON CONFLICT (sha256) DO UPDATE SET "
    "reference_count = blobs.reference_count + 1, remote = blobs.remote AND excluded.remote, "
    "last_used_at = excluded.last_used_at RETURNING id"};
db::Sql const release_blob{
    "blobs.release",
    "UPDATE blobs SET reference_count = reference_count - 1, last_used_at = $2 WHERE id = $1"};
db::Sql const touch_blob{"blobs.touch", "UPDATE blobs SET last_used_at = $2 WHERE sha256 = $1"};
db::Sql const insert_key{"files.insert",
                         "INSERT INTO files (file_key, blob_id, created_at) VALUES ($1, $2, $3)"};
db::Query<BlobId> const remove_key{"files.remove",
                                   "DELETE FROM files WHERE file_key = $1 RETURNING blob_id"};
db::Query<File> const find_by_key{
    "files.find",
    "SELECT f.file_key, b.sha256, b.content_type, b.size_bytes, b.remote, b.last_used_at "
    "FROM files f JOIN blobs b ON b.id = f.blob_id WHERE f.file_key = $1"};

/// Only types we made or checked are named; browsers are told the real type in any case.
std::string_view extension_of(std::string_view content_type) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 15> known{{
        {"image/jpeg", ".jpg"},
        {"image/png", ".png"},
        {"image/gif", ".gif"},
        {"image/webp", ".webp"},
        {"image/avif", ".avif"},
        {"image/heic", ".heic"},
        {"video/mp4", ".mp4"},
        {"video/webm", ".webm"},
        {"video/quicktime", ".mov"},
        {"audio/mpeg", ".mp3"},
        {"audio/ogg", ".ogg"},
        {"audio/flac", ".flac"},
        {"audio/wav", ".wav"},
        {"audio/aac", ".aac"},
        {"audio/mp4", ".m4a"},
    }};
    for (auto const& [type, extension] : known)
        if (type == content_type) return extension;
    return ".bin";
}

}  // namespace

std::string new_file_key(crypto::Random& random) { return random.token(16); }

Result<std::string> insert_file(db::Tx& tx, std::string key, storage::Stored const& blob,
                                std::string_view content_type, bool remote) {
    TRY(auto const id, tx.load(refer_to_blob, tx.new_id<BlobId>(), blob.sha256, blob.size,
                               content_type, remote, tx.now()));
    key += extension_of(content_type);
    TRY_OK(tx.run(insert_key, key, id, tx.now()));
    return key;
}

Result<std::optional<File>> find_file(db::Tx& tx, std::string_view key) {
    return tx.find(find_by_key, key);
}

Result<void> note_file_use(db::Tx& tx, File const& file) {
    TRY_OK(tx.run(touch_blob, file.sha256, tx.now()));
    return {};
}

Result<void> remove_file(db::Tx& tx, std::string_view key) {
    if (key.empty()) return {};
    TRY(auto const blob, tx.find(remove_key, key));
    if (blob) TRY_OK(tx.run(release_blob, *blob, tx.now()));
    return {};
}

Result<Media> insert_media(db::Tx& tx, Media media) {
    if (!media.id) media.id = tx.new_id<MediaId>();
    if (media.created_at == Time{}) media.created_at = tx.now();
    TRY_OK(tx.run(insert, media.id, media.account_id, media.status_id, media.position, media.kind,
                  media.state, media.description, media.original_key, media.preview_key,
                  media.remote_url, media.blurhash, media.width, media.height, media.preview_width,
                  media.preview_height, media.focus_x, media.focus_y, media.created_at,
                  media.upload_key, media.size_bytes, media.details));
    return media;
}

Result<void> update_media(db::Tx& tx, Media const& media) {
    TRY(auto const changed,
        tx.run(update, media.id, media.status_id, media.position, media.kind, media.state,
               media.description, media.original_key, media.preview_key, media.remote_url,
               media.blurhash, media.width, media.height, media.preview_width, media.preview_height,
               media.focus_x, media.focus_y, media.created_at, media.upload_key, media.size_bytes,
               media.details));
    if (changed == 0) return fail(Errc::not_found, "Record not found");
    return {};
}

Result<Media> load_own_media(db::Tx& tx, AccountId account, MediaId id) {
    return tx.load(find_by_id, id, account);
}

Result<void> remove_media(db::Tx& tx, Media const& media) {
    TRY_OK(tx.run(remove_row, media.id));
    TRY_OK(remove_file(tx, media.original_key));
    TRY_OK(remove_file(tx, media.upload_key));
    return remove_file(tx, media.preview_key);
}

Result<void> detach_media(db::Tx& tx, Media media) {
    media.status_id.reset();
    media.created_at = tx.now();
    return update_media(tx, media);
}

Result<std::vector<Media>> list_media_of(db::Tx& tx, std::span<StatusId const> statuses) {
    if (statuses.empty()) return std::vector<Media>{};
    return tx.list(list_by_statuses, statuses);
}

Result<void> check_unattached(db::Tx& tx, AccountId account) {
    TRY(auto const count, tx.load(count_unattached, account));
    if (count < unattached_media_max) return {};
    return fail(Errc::unprocessable,
                fmt::format("Validation failed: {} files already wait for a post. Post or delete "
                            "some of them first",
                            count));
}

Result<std::vector<Media>> list_unattached_media(db::Tx& tx, Time before, std::int64_t limit) {
    return tx.list(list_unattached, before, limit);
}

Result<std::vector<Media>> load_media_for(db::Tx& tx, AccountId account,
                                          std::span<MediaId const> ids, StatusId status) {
    std::vector<Media> ordered;
    if (ids.empty()) return ordered;
    TRY(auto const found, tx.list(list_by_ids, ids, account));
    TRY(auto const kept, tx.list(list_kept, ids));
    std::string missing;
    for (auto const id : ids) {
        auto const media =
            std::ranges::find_if(found, [&](Media const& one) { return one.id == id; });
        auto const twice =
            std::ranges::any_of(ordered, [&](Media const& one) { return one.id == id; });
        auto const taken = media != found.end() && media->status_id && media->status_id != status;
        if (media == found.end() || twice || taken || std::ranges::find(kept, id) != kept.end()) {
            missing += (missing.empty() ? "" : ", ") + to_string(id);
            continue;
        }
        if (media->state != MediaState::ready)
            return fail(Errc::unprocessable,
                        "Cannot attach files that have not finished processing. Try again in a "
                        "moment!");
        ordered.push_back(*media);
    }
    // What other servers send is shown as it comes.
    bool const plays = std::ranges::any_of(ordered, [](Media const& one) {
        return one.remote_url.empty() &&
               (one.kind == MediaKind::video || one.kind == MediaKind::audio);
    });
    if (plays && ordered.size() > 1)
        return fail(Errc::unprocessable,
                    "Cannot attach a video to a post that already contains images");
    if (!missing.empty())
        return fail(Errc::unprocessable, "Validation failed: Media " + missing +
                                             " not found or already attached to another post");
    return ordered;
}

Result<void> keep_media(db::Tx& tx, std::int64_t keeper, std::span<MediaId const> media) {
    if (!media.empty()) TRY_OK(tx.run(keep, keeper, media));
    return {};
}

Result<void> release_media(db::Tx& tx, std::int64_t keeper) {
    TRY_OK(tx.run(begin_waiting, keeper, tx.now()));
    TRY_OK(tx.run(let_go, keeper));
    return {};
}

Result<bool> is_kept(db::Tx& tx, MediaId media) {
    TRY(auto const found, tx.find(list_kept, std::span(&media, 1)));
    return found.has_value();
}

Result<std::vector<Media>> list_own_media(db::Tx& tx, AccountId account,
                                          std::span<MediaId const> ids) {
    if (ids.empty()) return std::vector<Media>{};
    return tx.list(list_by_ids, ids, account);
}

std::string file_path(std::string_view key) {
    return key.empty() ? std::string() : "/media/" + percent_encode(key);
}

}  // namespace skein::social
