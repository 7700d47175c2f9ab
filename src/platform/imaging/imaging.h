// Pictures, made by a child process. Decoders read hostile bytes in C, so this program never loads
// them: it starts itself again as `skein media-worker`, which can reach no file, no network and no
// other process (confinement.h), and hands it open files over a socket.
//
// What always holds: (1) a crash, a hang or a lie of the worker costs one picture, never the
// server; (2) of the worker's answer only numbers and a checked blurhash are believed, sizes are
// measured here; (3) no metadata survives: what is made holds pixels in sRGB, upright, and nothing
// else.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "platform/imaging/job.h"
#include "platform/imaging/sniff.h"
#include "platform/threads/scheduler.h"
#include "platform/threads/timers.h"

namespace skein::imaging {

struct Options {
    std::string program = "/proc/self/exe";
    std::vector<std::string> arguments = {"media-worker"};
    unsigned children_max = 1;
    Duration start_time_max = std::chrono::seconds(15);
    Duration job_time_max = std::chrono::seconds(30);
    Duration idle_time_max = std::chrono::seconds(60);
    /// A worker is replaced after so many pictures, in case its libraries leak.
    unsigned jobs_per_child_max = 500;
};

struct Job {
    std::string input_path;        ///< A regular file; it stays where it is.
    std::string output_directory;  ///< Where the outputs are made, under names nobody guesses.
    std::vector<Task> tasks;       ///< 1 … tasks_max.
    Focus focus = {};
    Limits limits = {};
};

/// A file that is removed with its owner.
class TemporaryFile {
  public:
    TemporaryFile() = default;
    explicit TemporaryFile(std::string path) : path_(std::move(path)) {}
    TemporaryFile(TemporaryFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    TemporaryFile& operator=(TemporaryFile&& other) noexcept {
        std::swap(path_, other.path_);
        return *this;
    }
    ~TemporaryFile();

    std::string const& path() const { return path_; }

  private:
    std::string path_;
};

/// A picture that was made: store `file` with Storage::put_file before this dies.
struct Output {
    std::string name;  ///< The task's.
    TemporaryFile file;
    std::string content_type;
    FileType type = FileType::unknown;
    unsigned width = 0;
    unsigned height = 0;
    std::uint64_t size = 0;
    bool animated = false;
};

struct Processed {
    FileType type = FileType::unknown;  ///< Of the input.
    unsigned width = 0;                 ///< Of the input, upright.
    unsigned height = 0;
    unsigned frames = 1;
    std::string blurhash;
    std::string average_colour;   ///< `#rrggbb`
    std::vector<Output> outputs;  ///< One per task, in their order.
};

/// Thread-safe. One per server; `stop` before the scheduler or the timers end.
class Imaging {
  public:
    Imaging(threads::Scheduler& scheduler, threads::Timers& timers, Options options = {});
    ~Imaging();

    /// Blocks its caller (lanes `slow`, `jobs`) until the pictures are made.
    /// Errc::unsupported_media: no picture, or of a kind nobody here reads. Errc::unprocessable:
    /// damaged, over a limit, or it killed the worker. Errc::too_large: the file is. Errc::timeout:
    /// this machine is too slow now. Errc::storage_full. Errc::unavailable: the worker cannot
    /// start. Errc::cancelled: shutdown came first.
    Result<Processed> process(Job const& job);

    /// Ends idle workers, lets running ones finish and starts no more. Idempotent.
    void stop();

    /// Workers alive now, for metrics and tests.
    std::size_t children() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace skein::imaging
