// Videos, sounds and moving pictures on their way from what was sent to what is shown: stored
// first, then processed by a job, so that a stop or a power cut costs only the work so far.
//
//     accept ──▶ processing ──▶ ready
//                     └───────▶ failed (the reason stays for its owner)
#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "core/server.h"
#include "platform/imaging/playables.h"
#include "social/media.h"
#include "social/pictures.h"

namespace skein::media {

struct ProcessMedia {
    static constexpr std::string_view name = "media.process";
    AccountId account;
    MediaId media;
    std::int64_t failures = 0;  ///< Before it was put off, and stored anew.
    auto row() { return std::tie(account, media, failures); }
};
Result<void> process_media(JobRun& run, ProcessMedia const& job);

/// What the first bytes of a file say.
Result<imaging::FileType> type_of_file(std::string const& path);
/// Is it a PNG that moves? Its announcement stands before its first picture.
Result<bool> is_moving_png(std::string const& path);

/// Looks at the file, within the time of a request: Errc::unprocessable in the words of the API.
/// Errc::unavailable: others have theirs looked at.
Result<imaging::AvFacts> check_playable(Server& server, std::string const& path,
                                        imaging::FileType type);

struct Accepted {
    storage::Stored upload;
    imaging::FileType type{};
    social::MediaKind kind{};
    std::optional<social::Pictures> preview;
};
/// The row of what was accepted, with the job that will process it. `media` has its owner's words.
Result<social::Media> accept_playable(db::Tx& tx, social::Media media, Accepted const& accepted,
                                      std::string file_key);

/// Errc::unprocessable when the account's uploads that are in no post take too much room already,
/// with `more` bytes.
Result<void> check_unattached_bytes(Server& server, db::Tx& tx, AccountId account,
                                    std::int64_t more);

social::MediaKind media_kind(imaging::Playable playable);

}  // namespace skein::media
