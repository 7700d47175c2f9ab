#include "platform/imaging/child.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <vector>

#include <fmt/format.h>

namespace skein::imaging {

namespace {

std::unexpected<Error> cannot_start(std::string detail) {
    return fail(Errc::unavailable, "Pictures cannot be processed just now.",
                "media worker: " + std::move(detail));
}

std::unexpected<Error> cannot_start(std::string_view deed, int number) {
    return cannot_start(fmt::format("{}: {}", deed, std::generic_category().message(number)));
}

int wait_for(pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {}
    return status;
}

/// The child gets its socket as descriptor 3, nothing of ours besides, and an empty environment.
class Spawn {
  public:
    Spawn() {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
    }
    ~Spawn() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    Spawn(Spawn const&) = delete;
    Spawn& operator=(Spawn const&) = delete;

    int run(Options const& options, int socket, pid_t& process) {
        ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDWR, 0);
        ::posix_spawn_file_actions_adddup2(&actions_, 0, 1);
        ::posix_spawn_file_actions_adddup2(&actions_, socket, worker_socket);
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, worker_socket + 1);
        // Its own group: an interrupt typed at the server's terminal is for the server.
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
        std::string name = "skein";
        auto arguments = options.arguments;
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
};

}  // namespace

Result<std::unique_ptr<Child>> Child::start(Options const& options) {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        return cannot_start("socketpair", errno);
    }
    Descriptor ours(ends[0]);
    Descriptor theirs(ends[1]);
    // Onto itself, dup2 would keep the mark that closes it in the child.
    if (theirs.fd() == worker_socket) {
        theirs = Descriptor(::fcntl(theirs.fd(), F_DUPFD_CLOEXEC, worker_socket + 1));
    }
    pid_t process = -1;
    Spawn spawn;
    if (auto const number = spawn.run(options, theirs.fd(), process); number != 0) {
        return cannot_start(options.program, number);
    }
    theirs = Descriptor();
    std::unique_ptr<Child> child(new Child(process, std::move(ours)));
    TRY_OK(
        child->hear_greeting(std::chrono::ceil<std::chrono::milliseconds>(options.start_time_max)));
    return child;
}

Child::~Child() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    wait_for(process_);
}

Result<void> Child::hear_greeting(std::chrono::milliseconds time_max) {
    Message message;
    switch (receive_message(socket_.fd(), time_max, message)) {
        case Heard::silence: return cannot_start("no greeting in time");
        case Heard::ended: return cannot_start(last_words());
        case Heard::message: break;
    }
    auto const greeting = decode_reply(message.text, std::nullopt);
    if (!greeting) return cannot_start(greeting.error().detail);
    if (greeting->refusal != Refusal::none) return cannot_start(greeting->detail);
    return ok();
}

std::string Child::last_words() {
    // It may have closed its end without ending.
    ::kill(process_, SIGKILL);
    auto const status = wait_for(std::exchange(process_, -1));
    if (WIFSIGNALED(status)) return fmt::format("ended by signal {}", WTERMSIG(status));
    return fmt::format("ended with code {}", WEXITSTATUS(status));
}

Result<Reply> Child::ask(Request const& request, std::span<int const> files,
                         std::chrono::milliseconds time_max) {
    ++jobs_;
    if (!send_message(socket_.fd(), encode(request), files)) {
        return fail(Errc::cancelled, "Pictures cannot be processed just now.", last_words());
    }
    Message message;
    switch (receive_message(socket_.fd(), time_max, message)) {
        case Heard::silence: return fail(Errc::timeout, "The picture takes too long to read.");
        case Heard::ended:
            return fail(Errc::unprocessable, "The picture could not be read.",
                        "media worker " + last_words());
        case Heard::message: break;
    }
    auto reply = decode_reply(message.text, request.tasks.size());
    if (!reply) {
        return fail(Errc::unprocessable, "The picture could not be read.", reply.error().detail);
    }
    return reply;
}

}  // namespace skein::imaging
