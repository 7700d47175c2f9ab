#include "features/media/processing.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "base/descriptor.h"
#include "base/log.h"
#include "core/errors.h"
#include "features/media/config.h"
#include "features/media/media_desk.h"
#include "social/instance.h"
#include "social/media_details.h"

namespace skein::media {
namespace {

/// Of one account.
constexpr std::int64_t processing_max = 3;
constexpr std::int64_t failures_max = 4;
/// Somebody waits, on a lane with few threads.
constexpr auto request_look_time_max = std::chrono::seconds(8);
constexpr auto request_turn_time_max = std::chrono::seconds(2);
/// The next try costs as much as the last.
constexpr auto full_disk_pause = std::chrono::minutes(1);
constexpr auto stopping_pause = std::chrono::milliseconds(250);

struct Waiting {
    std::int64_t bytes = 0, processing = 0;
    auto row() { return std::tie(bytes, processing); }
};
db::Query<Waiting> const sum_unattached{
    "media.sum_unattached",
    "SELECT CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT), "
    "CAST(COALESCE(SUM(CASE WHEN state = 0 AND upload_key <> '' THEN 1 ELSE 0 END), 0) AS BIGINT) "
    "FROM media_attachments WHERE account_id = $1 AND status_id IS NULL"};

Result<std::string> head_of(std::string const& path, std::size_t bytes) {
    Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    std::string head(bytes, '\0');
    auto const count = file ? ::pread(file.fd(), head.data(), head.size(), 0) : -1;
    if (count < 0) return fail(Errc::internal, "", "cannot read " + path);
    head.resize(static_cast<std::size_t>(count));
    return head;
}

/// An error of the tools as the API words it.
Error worded(Error error) {
    if (error.code == Errc::timeout) {
        error.code = Errc::unprocessable;
        error.message = "Validation failed: File takes too long to process";
    } else if (error.code == Errc::unprocessable) {
        bool const damaged = error.message == "The file could not be read.";
        error.message = damaged ? "Validation failed: File is damaged or cannot be played"
                                : "Validation failed: " + error.message;
    }
    return error;
}

social::MediaDetails details_of(imaging::AvFacts const& facts) {
    social::MediaDetails details;
    details.duration = facts.duration;
    details.bit_rate = facts.bit_rate;
    if (facts.video) {
        details.frame_rate = facts.video.frame_rate;
        details.frames_per_second = facts.video.frames_per_second;
    }
    if (facts.audio) {
        details.audio_codec = facts.audio.codec;
        details.audio_channels = facts.audio.channels;
        details.audio_sample_rate = facts.audio.sample_rate;
    }
    return details;
}

/// What the job made, on the disk and without a name yet.
struct Outcome {
    social::MediaKind kind{};
    storage::Stored file;
    std::string key, content_type;
    imaging::AvFacts facts;
    std::optional<social::Pictures> preview;
};

Result<std::optional<social::Pictures>> preview_of(Server& server,
                                                   imaging::PlayableMade const& made) {
    if (made.picture.path().empty()) return std::nullopt;
    auto tasks = imaging::attachment_tasks();
    tasks.erase(tasks.begin(), tasks.end() - 1);
    tasks.front().format = imaging::OutputFormat::jpeg;
    auto pictures =
        social::make_pictures(server, made.picture.path(), std::move(tasks),
                              server.settings<social::InstanceConfig>().image_bytes_max);
    if (pictures) return *std::move(pictures);
    // A cover that cannot be shown is no reason to refuse the sound.
    if (pictures.error().code == Errc::unprocessable) return std::nullopt;
    return fail(pictures.error());
}

Result<Outcome> make(Server& server, social::Media const& media, MediaDesk::Work& work) {
    TRY(auto const upload,
        server.db().read([&](db::Tx& tx) { return social::find_file(tx, media.upload_key); }));
    if (!upload) return fail(Errc::unprocessable, "The file could not be read.", "no upload");
    TRY(auto const local, server.storage().open(upload->sha256));
    TRY(auto const type, type_of_file(local.path));
    if (!imaging::is_playable(type))
        return fail(Errc::unprocessable, "The file could not be read.", "not what it was");
    auto const& config = server.settings<MediaConfig>();
    imaging::PlayableJob job;
    job.input_path = local.path;
    job.output_directory = server.config().data_dir + "/spool";
    job.type = type;
    job.limits = playing_limits(server);
    // Encoded anew, a file may grow.
    job.output_bytes_max =
        2 * static_cast<std::uint64_t>(server.settings<social::InstanceConfig>().video_bytes_max);
    job.time_max = std::chrono::seconds(config.processing_seconds_max);
    job.wants_picture = media.preview_key.empty();
    job.on_progress = [&](double part) { work.tell(part); };
    TRY(auto const made, imaging::make_playable(server.part<MediaDesk>().tools(), job));
    Outcome outcome;
    outcome.kind = media_kind(made.kind);
    outcome.facts = made.facts;
    outcome.content_type = imaging::content_type(made.type);
    outcome.key = social::new_file_key(server.random());
    TRY(outcome.file, server.storage().put_file(made.file.path()));
    TRY(outcome.preview, preview_of(server, made));
    return outcome;
}

Result<void> use_outcome(db::Tx& tx, social::Media media, Outcome const& outcome) {
    TRY_OK(social::remove_file(tx, std::exchange(media.upload_key, {})));
    TRY(media.original_key,
        social::insert_file(tx, outcome.key, outcome.file, outcome.content_type, false));
    media.state = social::MediaState::ready;
    media.kind = outcome.kind;
    media.width = outcome.facts.video.width;
    media.height = outcome.facts.video.height;
    media.size_bytes = static_cast<std::int64_t>(outcome.file.size);
    media.details = social::write_details(details_of(outcome.facts));
    // One that its owner has chosen meanwhile stays.
    if (media.preview_key.empty() && outcome.preview) {
        TRY(auto const named, social::insert_pictures(tx, *outcome.preview));
        auto const& picture = named.made.front();
        media.preview_key = picture.key;
        media.preview_width = picture.width;
        media.preview_height = picture.height;
        media.blurhash = named.blurhash;
    }
    return social::update_media(tx, media);
}

Result<void> use_failure(db::Tx& tx, social::Media media, Error const& error) {
    TRY_OK(social::remove_file(tx, std::exchange(media.upload_key, {})));
    media.state = social::MediaState::failed;
    media.size_bytes = 0;
    social::MediaDetails details;
    details.failure = error.message;
    media.details = social::write_details(details);
    return social::update_media(tx, media);
}

/// Runs `change` on the row as it is now; a row that has gone needs nothing.
template <class Change>
Result<void> finish(JobRun& run, ProcessMedia const& job, Change&& change) {
    return run.finish([&](db::Tx& tx) -> Result<void> {
        auto media = social::load_own_media(tx, job.account, job.media);
        if (!media && media.error().code == Errc::not_found) return {};
        if (!media) return fail(media.error());
        return change(tx, *std::move(media));
    });
}

JobOptions options_for(AccountId account) {
    return {.priority = Priority::person, .order_key = "media.process:" + to_string(account)};
}

/// Ends this run, and stores the job anew for later. Nobody failed.
Result<void> put_off(JobRun& run, ProcessMedia job, Duration pause) {
    job.failures += run.stored().attempts;
    auto options = options_for(job.account);
    options.not_before = run.server().clock().now() + pause;
    return run.finish([&](db::Tx& tx) { return enqueue(tx, job, options); });
}

Result<void> after_failure(JobRun& run, ProcessMedia const& job, Error const& error) {
    if (error.code == Errc::storage_full) return put_off(run, job, full_disk_pause);
    bool const ours = error.code != Errc::unprocessable;
    // What the queue would not try again must not leave the row as it is.
    if (ours && kind_of(error.code).again && job.failures + run.stored().attempts < failures_max)
        return fail(error);
    log::failure(log::Level::info, "media.not_processed", error);
    Error const told =
        ours ? Error{Errc::unprocessable, "Validation failed: File could not be processed", {}, {}}
             : error;
    return finish(run, job, [&](db::Tx& tx, social::Media row) {
        return use_failure(tx, std::move(row), told);
    });
}

}  // namespace

social::MediaKind media_kind(imaging::Playable playable) {
    switch (playable) {
        case imaging::Playable::video: return social::MediaKind::video;
        case imaging::Playable::audio: return social::MediaKind::audio;
        case imaging::Playable::moving_picture: return social::MediaKind::gifv;
    }
    return social::MediaKind::unknown;
}

Result<imaging::FileType> type_of_file(std::string const& path) {
    TRY(auto const head, head_of(path, imaging::sniffed_bytes));
    return imaging::sniff(head);
}

Result<bool> is_moving_png(std::string const& path) {
    constexpr std::size_t searched_bytes = 256 << 10;
    constexpr std::size_t signature_bytes = 8, chunk_overhead = 12;
    TRY(auto const head, head_of(path, searched_bytes));
    for (auto at = signature_bytes; at + chunk_overhead <= head.size();) {
        auto const kind = std::string_view(head).substr(at + 4, 4);
        if (kind == "acTL") return true;
        if (kind == "IDAT") return false;
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4; ++i)
            size = size << 8 | static_cast<unsigned char>(head[at + i]);
        at += chunk_overhead + size;
    }
    return false;
}

Result<imaging::AvFacts> check_playable(Server& server, std::string const& path,
                                        imaging::FileType type) {
    auto& desk = server.part<MediaDesk>();
    MediaDesk::Look const look(desk, server.clock().now() + request_turn_time_max);
    if (!look.may())
        return fail(Errc::unavailable,
                    "Other videos and sounds are being checked just now. Try again in a moment.");
    auto facts = imaging::look_at_playable(desk.tools(), path, type, playing_limits(server),
                                           request_look_time_max);
    if (!facts) return fail(worded(facts.error()));
    return facts;
}

Result<void> check_unattached_bytes(Server& server, db::Tx& tx, AccountId account,
                                    std::int64_t more) {
    TRY(auto const waiting, tx.load(sum_unattached, account));
    auto const most = server.settings<MediaConfig>().unattached_bytes_max;
    if (waiting.bytes + more > most)
        return fail(Errc::unprocessable,
                    fmt::format("Validation failed: {} MB of your files already wait for a post. "
                                "Post or delete some of them first",
                                waiting.bytes >> 20));
    if (waiting.processing >= processing_max)
        return fail(Errc::unprocessable,
                    fmt::format("Validation failed: {} of your files are still being processed. "
                                "Try again in a moment",
                                waiting.processing));
    return {};
}

Result<social::Media> accept_playable(db::Tx& tx, social::Media media, Accepted const& accepted,
                                      std::string file_key) {
    media.kind = accepted.kind;
    media.state = social::MediaState::processing;
    media.size_bytes = static_cast<std::int64_t>(accepted.upload.size);
    TRY(media.upload_key, social::insert_file(tx, std::move(file_key), accepted.upload,
                                              imaging::content_type(accepted.type), false));
    TRY(auto stored, social::insert_media(tx, std::move(media)));
    TRY_OK(enqueue(tx, ProcessMedia{stored.account_id, stored.id}, options_for(stored.account_id)));
    return stored;
}

Result<void> process_media(JobRun& run, ProcessMedia const& job) {
    auto& server = run.server();
    auto const media = server.db().read(
        [&](db::Tx& tx) { return social::load_own_media(tx, job.account, job.media); });
    if (!media && media.error().code == Errc::not_found) return {};
    if (!media) return fail(media.error());
    if (media->state != social::MediaState::processing) return {};
    auto& desk = server.part<MediaDesk>();
    MediaDesk::Turn const turn(desk, job.account, server.clock().now());
    if (!turn.begins()) return put_off(run, job, turn.ask_again_in());
    MediaDesk::Work work(desk, job.media);
    auto const outcome = make(server, *media, work);
    if (outcome)
        return finish(run, job, [&](db::Tx& tx, social::Media row) {
            return use_outcome(tx, std::move(row), *outcome);
        });
    auto const error = worded(outcome.error());
    if (error.code != Errc::cancelled) return after_failure(run, job, error);
    // The server stops: it is begun anew by whoever starts next. The queue may not know yet.
    desk.pause(server.clock().now() + stopping_pause);
    return run.start_anew_in(run.lane());
}

}  // namespace skein::media
