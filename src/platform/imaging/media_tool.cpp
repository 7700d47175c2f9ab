#include "platform/imaging/media_tool.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.h"
#include "base/numbers.h"
#include "platform/imaging/confinement.h"

namespace skein::imaging {
namespace {

constexpr int niceness = 5;
constexpr std::string_view memory_pressure_score = "700";
constexpr int first_argument = 7;
constexpr std::uint64_t outputs_max = 8;

[[noreturn]] void give_up(int code, std::string_view why) {
    std::fprintf(stderr, "media-tool: %.*s\n", static_cast<int>(why.size()), why.data());
    std::_Exit(code);
}

std::uint64_t number(char const* text) {
    auto const value = parse_number<std::uint64_t>(text);
    if (!value) give_up(2, "started by the server itself only");
    return *value;
}

/// Whoever waits for a picture goes first, and when memory runs out this goes first.
void step_back(std::uint64_t parent) {
    // It ends with the thread that waits for it, however that ends: also if it has just done so.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (static_cast<std::uint64_t>(::getppid()) != parent) std::_Exit(2);
    [[maybe_unused]] auto const nice_now = ::nice(niceness);
    Descriptor const file(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
    [[maybe_unused]] auto const written =
        ::write(file.fd(), memory_pressure_score.data(), memory_pressure_score.size());
}

/// The input, the outputs and the program itself: all that it may open.
std::vector<landlock::OpenFile> files_of(std::uint64_t outputs, int program) {
    std::vector<landlock::OpenFile> files = {{.fd = tool_input}};
    for (std::uint64_t i = 0; i < outputs; ++i)
        files.push_back({.fd = tool_first_output + static_cast<int>(i), .writable = true});
    for (auto const& file : files) {
        struct stat facts = {};
        if (::fstat(file.fd, &facts) != 0 || !S_ISREG(facts.st_mode))
            give_up(2, "started by the server itself only");
    }
    files.push_back({.fd = program, .executable = true});
    return files;
}

}  // namespace

void media_tool_main(int argc, char** argv) {
    if (argc <= first_argument) give_up(2, "started by the server itself only");
    ToolWalls walls;
    walls.memory_bytes_max = number(argv[3]);
    walls.file_bytes_max = number(argv[4]);
    walls.cpu_seconds_max = number(argv[5]);
    auto const outputs = number(argv[6]);
    if (outputs > outputs_max) give_up(2, "too many outputs");
    step_back(number(argv[2]));
    char* const* const arguments = argv + first_argument;
    Descriptor const program(::open(arguments[0], O_PATH | O_CLOEXEC));
    if (!program) give_up(tool_not_found_code, "the program is not there");
    auto const files = files_of(outputs, program.fd());
    walls.files = files;
    if (auto const confined = confine_tool(walls); !confined)
        give_up(tool_not_confined_code, confined.error().detail);
    std::array<char*, 1> environment = {nullptr};
    ::execve(arguments[0], arguments, environment.data());
    give_up(tool_not_found_code, "the program cannot be executed");
}

}  // namespace skein::imaging
