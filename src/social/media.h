// Media attachments and the files behind them. Bytes are addressed by content on disk
// (platform/storage) and by an unguessable key in URLs; a blob is counted by the keys that name it
// and swept when none does.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/crypto/random.h"
#include "platform/db/tx.h"
#include "platform/storage/storage.h"
#include "social/vocabulary.h"

namespace skein::social {

struct Media {
    MediaId id;
    AccountId account_id;
    std::optional<StatusId> status_id;
    std::int64_t position = 0;
    MediaKind kind{};
    MediaState state{};
    std::string description;
    std::string original_key, preview_key;  ///< "" while processing or not fetched.
    std::string remote_url;                 ///< "" for local media.
    std::string blurhash;
    std::int64_t width = 0, height = 0, preview_width = 0, preview_height = 0;
    std::optional<double> focus_x, focus_y;
    Time created_at{};       ///< Uploaded, or let go by its post: how long it has been unattached.
    std::string upload_key;  ///< What was sent, while it waits to be processed.
    std::int64_t size_bytes = 0;  ///< Of the file shown, or of what was sent; 0: not counted.
    std::string details;          ///< Of what plays: JSON (media_details.h), or "".
    auto row() {
        return std::tie(id, account_id, status_id, position, kind, state, description, original_key,
                        preview_key, remote_url, blurhash, width, height, preview_width,
                        preview_height, focus_x, focus_y, created_at, upload_key, size_bytes,
                        details);
    }
};

/// A stored file behind a key.
struct File {
    std::string key;
    std::string sha256;
    std::string content_type;
    std::int64_t size_bytes = 0;
    bool remote = false;  ///< A copy of another server's file.
    Time last_used_at{};
    auto row() { return std::tie(key, sha256, content_type, size_bytes, remote, last_used_at); }
};

/// Names bytes that are already on disk by a new key, and answers the name to keep and to show: the
/// key with the extension of its type, `Xy….jpg`. `remote` ones may be let go when the cache is
/// full, which clears the keys of their media.
Result<std::string> insert_file(db::Tx& tx, std::string key, storage::Stored const& blob,
                                std::string_view content_type, bool remote);
/// 128 random bits, as URLs want them.
std::string new_file_key(crypto::Random& random);
Result<std::optional<File>> find_file(db::Tx& tx, std::string_view key);
/// Notes that a file was shown, so that the cache keeps it. A write: worth it for remote files not
/// noted for `file_use_precision`.
Result<void> note_file_use(db::Tx& tx, File const& file);
inline constexpr auto file_use_precision = std::chrono::hours(24);
/// Forgets a key; the bytes go with the last one (by the sweep).
Result<void> remove_file(db::Tx& tx, std::string_view key);

Result<Media> insert_media(db::Tx& tx, Media media);
Result<void> update_media(db::Tx& tx, Media const& media);
/// `not_found` unless it belongs to `account`.
Result<Media> load_own_media(db::Tx& tx, AccountId account, MediaId id);
/// Removes the row and its files.
Result<void> remove_media(db::Tx& tx, Media const& media);
/// Parts it from its post: it may go into another one for a day.
Result<void> detach_media(db::Tx& tx, Media media);
/// Attached to these posts, by post and position.
Result<std::vector<Media>> list_media_of(db::Tx& tx, std::span<StatusId const> statuses);
/// Errc::unprocessable when the account has as many files without a post as it may have. Sweeping
/// them takes a day, and until then they fill the disk.
Result<void> check_unattached(db::Tx& tx, AccountId account);
inline constexpr std::int64_t unattached_media_max = 100;
/// In no post since before `before`, at most `limit`.
Result<std::vector<Media>> list_unattached_media(db::Tx& tx, Time before, std::int64_t limit);
/// For a draft: in the order asked, all the account's own, ready and unattached (or attached to
/// `status`); else Errc::unprocessable says which is not.
Result<std::vector<Media>> load_media_for(db::Tx& tx, AccountId account,
                                          std::span<MediaId const> ids, StatusId status);

/// Path of a file by its key, below the public address: `/media/Xy….jpg`; "" for no key.
std::string file_path(std::string_view key);

}  // namespace skein::social
