#include "platform/imaging/tools.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include <fmt/format.h>

#include "platform/imaging/confinement.h"
#include "platform/imaging/media_tool.h"

namespace skein::imaging {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t output_bytes_max = 256 << 10;
constexpr std::size_t last_words_bytes_max = 2 << 10;
/// With less than this free a disk counts as full.
constexpr std::uint64_t free_bytes_min = 4 << 20;
/// Descriptors are lifted above those that the child has for its own.
constexpr int lifted_from = 32;

constexpr std::array tool_directories = {"/usr/bin", "/usr/local/bin",
                                         "/run/current-system/sw/bin"};

std::string find_tool(std::string const& given, std::string_view name) {
    if (!given.empty()) return ::access(given.c_str(), X_OK) == 0 ? given : std::string();
    for (auto const* directory : tool_directories) {
        auto path = fmt::format("{}/{}", directory, name);
        if (::access(path.c_str(), X_OK) == 0) return path;
    }
    return {};
}

std::unexpected<Error> cannot_run(std::string detail) {
    return fail(Errc::unavailable, "Videos and sounds cannot be processed just now.",
                "media tool: " + std::move(detail));
}

std::unexpected<Error> cannot_run(std::string_view deed, int number) {
    return cannot_run(fmt::format("{}: {}", deed, std::generic_category().message(number)));
}

/// Asked of the file system: what a tool complains of repeats what the hostile file says.
bool is_on_full_disk(int file) {
    struct statvfs facts = {};
    return ::fstatvfs(file, &facts) == 0 && facts.f_bavail * facts.f_frsize < free_bytes_min;
}

struct Pipe {
    Descriptor reading, writing;
    static Result<Pipe> make() {
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC) != 0) return cannot_run("pipe", errno);
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
        return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
    }
};

/// The child gets its files at their numbers, nothing of ours besides, and an empty environment.
class ToolSpawn {
  public:
    ToolSpawn() {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
        ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDWR, 0);
    }
    ~ToolSpawn() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    ToolSpawn(ToolSpawn const&) = delete;
    ToolSpawn& operator=(ToolSpawn const&) = delete;

    bool give(int file) {
        Descriptor lifted(::fcntl(file, F_DUPFD_CLOEXEC, lifted_from));
        if (!lifted) return false;
        ::posix_spawn_file_actions_adddup2(&actions_, lifted.fd(), next_++);
        lifted_.push_back(std::move(lifted));
        return true;
    }

    int run(ToolOptions const& options, std::vector<std::string> arguments, pid_t& process) {
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, next_);
        std::string name = "skein";
        std::vector<char*> argv = {name.data()};
        for (auto& argument : arguments) argv.push_back(argument.data());
        argv.push_back(nullptr);
        char* environment[] = {nullptr};
        return ::posix_spawn(&process, options.program.c_str(), &actions_, &attributes_,
                             argv.data(), environment);
    }

  private:
    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
    std::vector<Descriptor> lifted_;
    int next_ = 1;
};

/// A tool at work; ended and collected with its owner.
class Running {
  public:
    static Result<std::unique_ptr<Running>> start(ToolOptions const& options, ToolRun const& run);
    ~Running() {
        if (process_ < 0) return;
        ::kill(process_, SIGKILL);
        wait();
    }

    /// Reads what it says until it has ended.
    Result<void> listen(ToolRun const& run, int stop_signal);
    Result<std::string> end(ToolRun const& run);

  private:
    int wait() {
        int status = 0;
        auto const process = std::exchange(process_, -1);
        while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {}
        return status;
    }
    void hear(ToolRun const& run);
    void hear_complaints();

    pid_t process_ = -1;
    Descriptor output_, complaints_, end_;
    std::string said_, last_words_;
};

std::vector<std::string> arguments_of(ToolOptions const& options, ToolRun const& run) {
    auto arguments = options.arguments;
    arguments.push_back(std::to_string(::getpid()));
    arguments.push_back(std::to_string(options.memory_bytes_max));
    arguments.push_back(std::to_string(run.file_bytes_max));
    // Of all its threads together: time on the clock times the processors it may use.
    auto const seconds = std::chrono::ceil<std::chrono::seconds>(run.time_max).count();
    arguments.push_back(std::to_string(2 * seconds + 1));
    arguments.push_back(std::to_string(run.outputs.size()));
    arguments.push_back(run.tool);
    arguments.insert(arguments.end(), run.arguments.begin(), run.arguments.end());
    return arguments;
}

Result<std::unique_ptr<Running>> Running::start(ToolOptions const& options, ToolRun const& run) {
    TRY(auto output, Pipe::make());
    TRY(auto complaints, Pipe::make());
    ToolSpawn spawn;
    bool given = spawn.give(output.writing.fd()) && spawn.give(complaints.writing.fd()) &&
                 spawn.give(run.input);
    for (auto const file : run.outputs) given = given && spawn.give(file);
    if (!given) return cannot_run("descriptors", errno);
    auto running = std::make_unique<Running>();
    if (auto const number = spawn.run(options, arguments_of(options, run), running->process_);
        number != 0) {
        running->process_ = -1;
        return cannot_run(options.program, number);
    }
    running->end_ = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, running->process_, 0)));
    if (!running->end_) return cannot_run("pidfd_open", errno);
    running->output_ = std::move(output.reading);
    running->complaints_ = std::move(complaints.reading);
    return running;
}

void Running::hear(ToolRun const& run) {
    std::array<char, 8192> buffer{};
    auto const count = ::read(output_.fd(), buffer.data(), buffer.size());
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) output_ = Descriptor();
    if (count <= 0) return;
    std::string_view const text(buffer.data(), static_cast<std::size_t>(count));
    if (run.on_output) return run.on_output(text);
    said_ += text.substr(0, output_bytes_max - said_.size());
}

void Running::hear_complaints() {
    std::array<char, 4096> buffer{};
    auto const count = ::read(complaints_.fd(), buffer.data(), buffer.size());
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) complaints_ = Descriptor();
    if (count <= 0) return;
    last_words_.append(buffer.data(), static_cast<std::size_t>(count));
    if (last_words_.size() > last_words_bytes_max)
        last_words_.erase(0, last_words_.size() - last_words_bytes_max);
}

Result<void> Running::listen(ToolRun const& run, int stop_signal) {
    auto const deadline = SteadyClock::now() + run.time_max;
    // Whoever closes its ends and stays has the same time.
    bool ended = false;
    while (output_ || complaints_ || !ended) {
        auto const left = std::chrono::ceil<milliseconds>(deadline - SteadyClock::now());
        if (left.count() <= 0)
            return fail(Errc::timeout, "The file takes too long to process.", last_words_);
        std::array<pollfd, 4> watched = {
            pollfd{output_.fd(), POLLIN, 0}, pollfd{complaints_.fd(), POLLIN, 0},
            pollfd{stop_signal, POLLIN, 0}, pollfd{ended ? -1 : end_.fd(), POLLIN, 0}};
        auto const ready = ::poll(watched.data(), watched.size(), static_cast<int>(left.count()));
        if (ready < 0 && errno != EINTR) return cannot_run("poll", errno);
        if (ready <= 0) continue;
        if (watched[2].revents != 0) return fail(Errc::cancelled, "The server is stopping.");
        if (watched[0].revents != 0) hear(run);
        if (watched[1].revents != 0) hear_complaints();
        if (watched[3].revents != 0) ended = true;
    }
    return ok();
}

Result<std::string> Running::end(ToolRun const& run) {
    auto const status = wait();
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return std::move(said_);
    if (WIFEXITED(status) && (WEXITSTATUS(status) == tool_not_confined_code ||
                              WEXITSTATUS(status) == tool_not_found_code))
        return cannot_run(last_words_);
    auto const how = WIFSIGNALED(status) ? fmt::format("signal {}", WTERMSIG(status))
                                         : fmt::format("code {}", WEXITSTATUS(status));
    bool const full = std::ranges::any_of(run.outputs, is_on_full_disk);
    return fail(full ? Errc::storage_full : Errc::unprocessable, "The file could not be read.",
                fmt::format("media tool: {}: {}", how, last_words_));
}

}  // namespace

std::string tool_path(std::size_t file) {
    return fmt::format("file:/proc/self/fd/{}", static_cast<std::size_t>(tool_input) + file);
}

Tools::Tools(ToolOptions options)
    : options_(std::move(options)), stop_signal_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    options_.ffmpeg = find_tool(options_.ffmpeg, "ffmpeg");
    options_.ffprobe = find_tool(options_.ffprobe, "ffprobe");
    if (!tools_can_be_confined())
        problem_ =
            "This kernel cannot confine the programs that read videos and sounds (Landlock is "
            "missing or switched off), so only pictures are taken in.";
    else if (options_.ffmpeg.empty() || options_.ffprobe.empty())
        problem_ =
            "ffmpeg and ffprobe are not installed, so only pictures are taken in. Install ffmpeg.";
}

Tools::~Tools() { stop(); }

void Tools::stop() {
    stopping_ = true;
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const written = ::write(stop_signal_.fd(), &one, sizeof one);
}

Result<std::string> Tools::run(ToolRun const& run) {
    if (!tools_can_be_confined()) return cannot_run(problem_.value_or("Landlock is missing"));
    if (stopping_) return fail(Errc::cancelled, "The server is stopping.");
    TRY(auto running, Running::start(options_, run));
    TRY_OK(running->listen(run, stop_signal_.fd()));
    return running->end(run);
}

}  // namespace skein::imaging
