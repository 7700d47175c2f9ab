#include "platform/imaging/media_worker.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "platform/imaging/channel.h"
#include "platform/imaging/confinement.h"
#include "platform/imaging/protocol.h"
#include "platform/imaging/render.h"
#include "platform/imaging/vips_library.h"

namespace skein::imaging {

namespace {

constexpr int niceness = 5;
constexpr char const* memory_pressure_score = "500";

/// Pictures wait for people, and when memory runs out this process goes first.
void step_back() {
    // Decoders talk to stderr about what they read; standard output is /dev/null already.
    if (!built_with_sanitizer) ::dup2(STDOUT_FILENO, STDERR_FILENO);
    [[maybe_unused]] auto const nice_now = ::nice(niceness);
    auto const file = Descriptor(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
    if (file) {
        [[maybe_unused]] auto const written =
            ::write(file.fd(), memory_pressure_score,
                    std::char_traits<char>::length(memory_pressure_score));
    }
}

/// Whole outputs only: a write beyond the limit of a file is an error, not a signal.
bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const count = ::write(fd, bytes.data(), bytes.size());
        if (count > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

std::optional<std::string> read_all(int fd, std::uint64_t bytes_max) {
    struct stat facts = {};
    if (::fstat(fd, &facts) != 0 || facts.st_size < 0 ||
        static_cast<std::uint64_t>(facts.st_size) > bytes_max) {
        return {};
    }
    std::string bytes(static_cast<std::size_t>(facts.st_size), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
        auto const count =
            ::pread(fd, bytes.data() + have, bytes.size() - have, static_cast<off_t>(have));
        if (count > 0) {
            have += static_cast<std::size_t>(count);
        } else if (count == 0 || errno != EINTR) {
            return {};
        }
    }
    return bytes;
}

/// Ends the process when this picture takes longer, also when nobody is left to do it.
void limit_cpu_time(std::chrono::seconds more) {
    rusage used = {};
    ::getrusage(RUSAGE_SELF, &used);
    rlimit limit = {};
    ::getrlimit(RLIMIT_CPU, &limit);
    auto const spent = used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1;
    limit.rlim_cur = static_cast<rlim_t>(spent + more.count());
    ::setrlimit(RLIMIT_CPU, &limit);
}

Reply refusal(Refusal why, std::string detail) {
    Reply reply;
    reply.refusal = why;
    reply.detail = std::move(detail);
    return reply;
}

Reply answer(Vips const& vips, Message const& message) {
    auto const request = decode_request(message.text);
    if (!request || message.files.size() != request->tasks.size() + 1) {
        return refusal(Refusal::unreadable, "request not understood");
    }
    limit_cpu_time(request->limits.cpu_time_max);
    auto const input = read_all(message.files.front().fd(), request->limits.input_bytes_max);
    if (!input) return refusal(Refusal::unreadable, "input not read");
    return render(vips, *request, *input, [&](std::size_t task, std::string_view bytes) {
        return write_all(message.files[task + 1].fd(), bytes);
    });
}

Result<Vips> begin() {
    step_back();
    TRY_OK(confine_before_loading());
    TRY(auto vips, load_vips());
    TRY_OK(confine_after_loading());
    return vips;
}

bool started_by_server() {
    int type = 0;
    socklen_t size = sizeof type;
    return ::getsockopt(worker_socket, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
           type == SOCK_SEQPACKET;
}

void serve(Vips const& vips) {
    Message message;
    while (receive_message(worker_socket, std::nullopt, message) == Heard::message) {
        auto const reply = answer(vips, message);
        message.files.clear();
        if (!send_message(worker_socket, encode(reply))) return;
    }
}

}  // namespace

void media_worker_main() {
    if (!started_by_server()) {
        std::fputs("skein media-worker is started by the server itself.\n", stderr);
        std::_Exit(2);
    }
    ::signal(SIGXFSZ, SIG_IGN);
    auto const vips = begin();
    if (!vips) {
        send_message(worker_socket, encode(refusal(Refusal::no_library, vips.error().detail)));
        std::_Exit(1);
    }
    if (send_message(worker_socket, encode(Reply{}))) serve(*vips);
    std::_Exit(0);
}

}  // namespace skein::imaging
