// The requests of this feature.
#pragma once

#include <optional>
#include <string>

#include "core/endpoint.h"
#include "core/rate_limits.h"
#include "social/media.h"

namespace skein::media {

/// Files that one account may have decoded, whichever way they come.
inline RateLimit upload_limit() { return {"media", 30, std::chrono::minutes(30)}; }

struct UploadMedia {
    http::Upload file;
    std::optional<http::Upload> thumbnail;
    std::string description, focus;
    void read(Fields& in) {
        in.required("file", file,
                    "A picture (JPEG, PNG, GIF, WebP, AVIF, HEIC), a video (MP4, MOV, WebM) or a "
                    "sound (MP3, M4A, AAC, Ogg, Opus, WAV, FLAC).");
        in("thumbnail", thumbnail, "A picture to show small in its place.");
        in("description", description, "What it shows, for those who do not see it.");
        in("focus", focus, "The point that stays visible when cropped: x,y, each -1 to 1.");
    }
};
/// Stores a picture, ready to be attached: AVIF and HEIC become JPEG, which every browser shows.
/// What plays is stored and processed later: 202, without an address.
Result<Reply> upload_media(Call& call, UploadMedia const& input);
/// The older form, whose callers do not ask again: what plays is waited for, for a while.
Result<Reply> upload_media_and_wait(Call& call, UploadMedia const& input);

inline constexpr int accepted_status = 202, still_processing_status = 206;
/// The attachment; while it is processed, under this status and with how far that is. Why it failed
/// is Errc::unprocessable.
Result<Reply> media_reply(Server& server, social::Media const& media, int processing_status);

struct ChangeMedia {
    std::optional<http::Upload> thumbnail;
    std::optional<std::string> description, focus;
    void read(Fields& in) {
        in("thumbnail", thumbnail, "A picture to show small in its place.");
        in("description", description, "What it shows, for those who do not see it.");
        in("focus", focus, "The point that stays visible when cropped: x,y, each -1 to 1.");
    }
};
Result<Reply> change_media(Call& call, ChangeMedia const& input);
/// 206 while it is being processed.
Result<Reply> show_media(Call& call);
/// Errc::unprocessable while a post uses it.
Result<Reply> remove_media(Call& call);

/// A stored file by its key: public, as its key cannot be guessed, and never changing.
Result<Reply> serve_file(Call& call);

/// A file of another server by the row that names it (social/remote_files.h): from the cache, or
/// fetched now, once for everybody who waits. What cannot be had or shown is not_found.
Result<Reply> serve_remote_file(Call& call);

}  // namespace skein::media
