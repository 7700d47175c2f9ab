// Outside tools for video and sound: ffmpeg and ffprobe, each run for one file in a process of its
// own behind walls (confinement.h): it may open its input, its outputs and the system's libraries,
// reaches no network and no other process, and is limited in memory, time and what it writes.
//
// What always holds: (1) where the kernel cannot build these walls, no tool runs; (2) whatever a
// tool says is hostile: bounded here, and read by parsers made for it; (3) no tool outlives the
// run that started it, nor the server.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"

namespace skein::imaging {

struct ToolOptions {
    std::string program = "/proc/self/exe";
    std::vector<std::string> arguments = {"media-tool"};
    std::string ffmpeg = {};   ///< "": where systems keep it.
    std::string ffprobe = {};  ///< The same.
    std::uint64_t memory_bytes_max = 1 << 30;
};

struct ToolRun {
    std::string tool;                         ///< The path of the program.
    std::vector<std::string> arguments = {};  ///< Files are named as `tool_path(i)` says.
    int input = -1;
    std::vector<int> outputs = {};  ///< Open for writing; at most 8.
    std::chrono::milliseconds time_max{30'000};
    std::uint64_t file_bytes_max = 0;
    /// Called with what it wrote to its standard output, while it runs.
    std::function<void(std::string_view)> on_output = {};
};

/// What a tool calls its files: 0 is the input, then come the outputs.
std::string tool_path(std::size_t file);

/// Thread-safe.
class Tools {
  public:
    explicit Tools(ToolOptions options);
    ~Tools();

    /// Why no video and no sound can be processed here, in plain words; nothing when they can.
    std::optional<std::string> const& problem() const { return problem_; }
    std::string const& ffmpeg() const { return options_.ffmpeg; }
    std::string const& ffprobe() const { return options_.ffprobe; }

    /// Waits until the tool has ended, and answers its standard output (at most 256 KiB of it).
    /// Errc::unprocessable: it failed, which is the file's fault, or broke a limit; its last words
    /// are in the detail. Errc::timeout. Errc::unavailable: it cannot run here.
    /// Errc::storage_full: it failed, and an output is on a full disk. Errc::cancelled: `stop` came
    /// first.
    Result<std::string> run(ToolRun const& run);

    /// Ends the running tools and starts no more. Idempotent.
    void stop();

  private:
    ToolOptions options_;
    std::optional<std::string> problem_;
    std::atomic<bool> stopping_ = false;
    Descriptor stop_signal_;  // Readable once the tools must end.
};

}  // namespace skein::imaging
