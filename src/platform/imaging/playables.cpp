#include "platform/imaging/playables.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

#include "base/numbers.h"

namespace skein::imaging {
namespace {

constexpr auto frame_time_max = std::chrono::seconds(60);
constexpr std::uint64_t picture_bytes_max = 32 << 20;
/// A silent video of up to so many seconds is shown like an animation: by itself, over and over.
constexpr double animation_seconds_max = 60;

std::unexpected<Error> file_error(std::string_view deed, std::string const& path) {
    auto const number = errno;
    bool const full = number == ENOSPC || number == EDQUOT || number == EROFS;
    return fail(full ? Errc::storage_full : Errc::internal, "The file could not be stored.",
                fmt::format("{} {}: {}", deed, path, std::generic_category().message(number)));
}

Result<Descriptor> open_file(std::string const& path) {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file) return file_error("open", path);
    return file;
}

struct Made {
    TemporaryFile file;
    Descriptor descriptor;
};

Result<Made> make_file(std::string const& directory) {
    auto path = directory + "/playable-XXXXXX";
    Descriptor descriptor(::mkostemp(path.data(), O_CLOEXEC));
    if (!descriptor) return file_error("create", path);
    return Made{TemporaryFile(std::move(path)), std::move(descriptor)};
}

/// Reads ffmpeg's reports of its progress: lines like `out_time_us=1234567`.
class Progress {
  public:
    Progress(double seconds, std::function<void(double)> const& tell)
        : seconds_(seconds), tell_(tell) {}

    void operator()(std::string_view text) {
        for (char const c : text) {
            if (c != '\n') {
                if (line_.size() < line_bytes_max) line_ += c;
                continue;
            }
            read_line();
            line_.clear();
        }
    }

  private:
    void read_line() {
        constexpr std::string_view key = "out_time_us=";
        std::string_view const line = line_;
        if (!tell_ || seconds_ <= 0 || !line.starts_with(key)) return;
        auto const microseconds = parse_number<std::int64_t>(line.substr(key.size()));
        if (!microseconds || *microseconds < 0) return;
        tell_(std::min(1.0, static_cast<double>(*microseconds) / 1e6 / seconds_));
    }

    static constexpr std::size_t line_bytes_max = 100;
    double seconds_;
    std::function<void(double)> const& tell_;
    std::string line_;
};

Result<void> check(AvFacts const& facts, AvLimits const& limits) {
    auto const refuse = [](std::string why) { return fail(Errc::unprocessable, std::move(why)); };
    auto const& video = facts.video;
    if (video && video.width * video.height > limits.pixels_max)
        return refuse(fmt::format("{}x{} videos are not supported", video.width, video.height));
    if (video && video.frames_per_second > static_cast<double>(limits.frames_per_second_max))
        return refuse(fmt::format("{}fps videos are not supported",
                                  static_cast<std::int64_t>(video.frames_per_second)));
    if (video.frames > limits.frames_max)
        return refuse(fmt::format("Videos of {} frames are not supported", video.frames));
    if (facts.duration > static_cast<double>(limits.seconds_max))
        return refuse(fmt::format("Files that play for longer than {} minutes are not supported",
                                  limits.seconds_max / 60));
    return ok();
}

Result<FileType> type_of(Descriptor const& file) {
    std::array<char, sniffed_bytes> head{};
    auto const count = ::pread(file.fd(), head.data(), head.size(), 0);
    if (count < 0) return fail(Errc::internal, "The file could not be read.");
    return sniff({head.data(), static_cast<std::size_t>(count)});
}

/// A frame of the video that was made, or the cover of the sound that came. Nobody misses it when
/// it cannot be had, unless the server stops or is full.
Result<TemporaryFile> make_picture(Tools& tools, PlayableJob const& job, AvFacts const& came,
                                   PlayableMade const& made) {
    bool const cover = made.kind == Playable::audio;
    auto const stream = cover ? came.cover : made.facts.video.stream;
    if (!job.wants_picture || stream < 0) return TemporaryFile();
    TRY(auto const input, open_file(cover ? job.input_path : made.file.path()));
    TRY(auto picture, make_file(job.output_directory));
    ToolRun run{.tool = tools.ffmpeg()};
    run.arguments = frame_arguments(cover ? job.type : made.type, stream, cover, job.limits);
    run.input = input.fd();
    run.outputs = {picture.descriptor.fd()};
    run.time_max = frame_time_max;
    run.file_bytes_max = picture_bytes_max;
    auto const drawn = tools.run(run);
    if (!drawn && drawn.error().code != Errc::unprocessable && drawn.error().code != Errc::timeout)
        return fail(drawn.error());
    struct stat facts = {};
    bool const there = ::fstat(picture.descriptor.fd(), &facts) == 0 && facts.st_size > 0;
    return drawn && there ? std::move(picture.file) : TemporaryFile();
}

}  // namespace

Playable kind_of(FileType type, AvFacts const& facts) {
    if (!facts.video) return Playable::audio;
    bool const drawn = type == FileType::gif || type == FileType::png;
    bool const brief = facts.duration <= animation_seconds_max;
    return drawn || (!facts.audio && brief) ? Playable::moving_picture : Playable::video;
}

Result<AvFacts> look_at_playable(Tools& tools, std::string const& path, FileType type,
                                 AvLimits const& limits, std::chrono::milliseconds time_max) {
    expects(is_playable(type));
    TRY(auto const input, open_file(path));
    ToolRun run{.tool = tools.ffprobe()};
    run.arguments = probe_arguments(type, limits);
    run.input = input.fd();
    run.time_max = time_max;
    TRY(auto const said, tools.run(run));
    TRY(auto facts, read_av_facts(said));
    TRY_OK(check(facts, limits));
    return facts;
}

Result<PlayableMade> make_playable(Tools& tools, PlayableJob const& job) {
    TRY(auto came, look_at_playable(tools, job.input_path, job.type, job.limits));
    PlayableMade made;
    made.kind = kind_of(job.type, came);
    if (made.kind == Playable::moving_picture) came.audio = {};
    TRY(auto const input, open_file(job.input_path));
    TRY(auto output, make_file(job.output_directory));
    ToolRun run{.tool = tools.ffmpeg()};
    run.arguments = made.kind == Playable::audio ? audio_arguments(job.type, came, job.limits)
                                                 : video_arguments(job.type, came, job.limits);
    run.input = input.fd();
    run.outputs = {output.descriptor.fd()};
    run.time_max = job.time_max;
    run.file_bytes_max = job.output_bytes_max;
    run.on_output = Progress(came.duration, job.on_progress);
    TRY_OK(tools.run(run));
    TRY(made.type, type_of(output.descriptor));
    if (made.type != (made.kind == Playable::audio ? audio_output(came) : FileType::mp4))
        return fail(Errc::unprocessable, "The file could not be read.",
                    "media tool: the output is not what was asked for");
    made.file = std::move(output.file);
    TRY(made.facts, look_at_playable(tools, made.file.path(), made.type, job.limits));
    TRY(made.picture, make_picture(tools, job, came, made));
    return made;
}

}  // namespace skein::imaging
