// The tests' own main: the program is started again as the media worker, or as one that misbehaves.
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include <gtest/gtest.h>

#include "platform/imaging/channel.h"
#include "platform/imaging/confinement.h"
#include "platform/imaging/media_tool.h"
#include "platform/imaging/media_worker.h"
#include "platform/imaging/protocol.h"

namespace skein::imaging {
namespace {

void greet() { send_message(worker_socket, encode(Reply{})); }

void hear() {
    Message message;
    receive_message(worker_socket, std::nullopt, message);
}

[[noreturn]] void die_of_a_picture() {
    greet();
    hear();
    ::raise(SIGKILL);
    std::_Exit(0);
}

[[noreturn]] void hang_on_a_picture() {
    greet();
    hear();
    while (true) ::pause();
}

[[noreturn]] void answer_nonsense() {
    greet();
    hear();
    send_message(worker_socket, R"({"refusal":0,"type":1,"width":-1})");
    while (true) ::pause();
}

/// Says that it made a PNG, and wrote something else.
[[noreturn]] void swap_outputs() {
    greet();
    Message message;
    receive_message(worker_socket, std::nullopt, message);
    std::string_view const page = "<html><script>alert(1)</script></html>";
    for (std::size_t i = 1; i < message.files.size(); ++i) {
        if (::write(message.files[i].fd(), page.data(), page.size()) < 0) std::_Exit(1);
    }
    Reply reply;
    reply.type = FileType::png;
    reply.width = reply.height = reply.frames = 1;
    reply.blurhash = "00TSUA";
    reply.made.assign(message.files.size() - 1, {FileType::png, 1, 1, false});
    send_message(worker_socket, encode(reply));
    while (true) ::pause();
}

/// Names every deed that must fail and does not.
std::string forbidden_deeds_done() {
    std::string done;
    auto const expect_refused = [&](char const* deed, bool worked) {
        if (worked) done += std::string(deed) + " ";
    };
    expect_refused("read-file", ::open("/etc/passwd", O_RDONLY) >= 0);
    expect_refused("read-library", ::open("/usr/lib/os-release", O_RDONLY) >= 0);
    expect_refused("write-file", ::open("/tmp/skein-probe", O_WRONLY | O_CREAT, 0600) >= 0);
    expect_refused("list", ::open("/", O_RDONLY | O_DIRECTORY) >= 0);
    expect_refused("unlink", ::unlink("/tmp/skein-probe-victim") == 0);
    expect_refused("rename", ::rename("/tmp/skein-probe-victim", "/tmp/skein-probe") == 0);
    expect_refused("mkdir", ::mkdir("/tmp/skein-probe-directory", 0700) == 0);
    expect_refused("symlink", ::symlink("/etc/passwd", "/tmp/skein-probe-link") == 0);
    expect_refused("chmod", ::chmod("/tmp/skein-probe-victim", 0777) == 0);
    expect_refused("socket", ::socket(AF_INET, SOCK_STREAM, 0) >= 0);
    expect_refused("unix-socket", ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    expect_refused("signal-parent", ::kill(::getppid(), 0) == 0);
    expect_refused("tgkill-parent", ::syscall(SYS_tgkill, ::getppid(), ::getppid(), 0) == 0);
    expect_refused("memory-of-parent", ::syscall(SYS_pidfd_open, ::getppid(), 0) >= 0);
    expect_refused("io-uring", ::syscall(SYS_io_uring_setup, 1, nullptr) >= 0 || errno != EPERM);
    expect_refused("bpf", ::syscall(SYS_bpf, 0, nullptr, 0) >= 0 || errno != EPERM);
    expect_refused("ptrace", ::syscall(SYS_ptrace, 0, 0, 0, 0) == 0);
    auto const process = ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (process == 0) std::_Exit(0);
    expect_refused("fork", process > 0);
    char* const arguments[] = {const_cast<char*>("/bin/true"), nullptr};
    ::execve("/bin/true", arguments, nullptr);
    return done;
}

/// What must still work.
std::string needs_missing() {
    std::string missing;
    auto* const memory =
        ::mmap(nullptr, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) missing += "memory ";
    bool ran = false;
    std::thread([&] { ran = true; }).join();
    if (!ran) missing += "thread ";
    return missing;
}

[[noreturn]] void probe_the_walls() {
    Reply reply;
    reply.refusal = Refusal::no_library;
    if (auto const before = confine_before_loading(); !before) {
        reply.detail = before.error().detail;
    } else if (auto const after = confine_after_loading(); !after) {
        reply.detail = after.error().detail;
    } else {
        reply.detail = "done: " + forbidden_deeds_done() + "missing: " + needs_missing();
    }
    send_message(worker_socket, encode(reply));
    std::_Exit(0);
}

/// As a tool that tries all it can. Its input is open, and it is told where a secret lies.
[[noreturn]] void probe_the_walls_of_a_tool(char const* secret) {
    std::string done;
    auto const expect_refused = [&](char const* deed, bool worked) {
        if (worked) done += std::string(deed) + " ";
    };
    auto const there = std::string(secret) + ".made";
    expect_refused("read-secret", ::open(secret, O_RDONLY) >= 0);
    expect_refused("read-passwd", ::open("/etc/passwd", O_RDONLY) >= 0);
    expect_refused(
        "read-parent",
        ::open(("/proc/" + std::to_string(::getppid()) + "/environ").c_str(), O_RDONLY) >= 0);
    expect_refused("create", ::open(there.c_str(), O_WRONLY | O_CREAT, 0600) >= 0);
    expect_refused("write-input", ::open("/proc/self/fd/3", O_WRONLY) >= 0);
    expect_refused("list", ::open("/usr/share", O_RDONLY | O_DIRECTORY) >= 0);
    expect_refused("unlink", ::unlink(secret) == 0);
    expect_refused("rename", ::rename(secret, there.c_str()) == 0);
    expect_refused("truncate", ::truncate(secret, 0) == 0);
    expect_refused("socket", ::socket(AF_INET, SOCK_STREAM, 0) >= 0);
    expect_refused("unix-socket", ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
    expect_refused("signal-parent", ::kill(::getppid(), 0) == 0);
    expect_refused("pidfd", ::syscall(SYS_pidfd_open, ::getppid(), 0) >= 0);
    expect_refused("io-uring", ::syscall(SYS_io_uring_setup, 1, nullptr) >= 0 || errno != EPERM);
    expect_refused("ptrace", ::syscall(SYS_ptrace, 0, 0, 0, 0) == 0);
    auto const process = ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (process == 0) std::_Exit(0);
    expect_refused("fork", process > 0);
    // What it needs must work.
    if (::open("/proc/self/fd/3", O_RDONLY) < 0) done += "(input not readable) ";
    if (::open("/proc/self/fd/4", O_RDWR | O_CREAT | O_TRUNC, 0600) < 0)
        done += "(output not writable) ";
    bool ran = false;
    std::thread([&] { ran = true; }).join();
    if (!ran) done += "(no threads) ";
    auto const text = "done: " + done;
    std::_Exit(::write(STDOUT_FILENO, text.data(), text.size()) > 0 ? 0 : 1);
}

/// Closes its ends and stays.
[[noreturn]] void stay_silently() {
    ::close(STDOUT_FILENO);
    ::close(STDERR_FILENO);
    while (true) ::pause();
}

[[noreturn]] void complain_of_a_full_disk() {
    constexpr std::string_view text = "b.flac: No space left on device";
    std::_Exit(::write(STDERR_FILENO, text.data(), text.size()) > 0 ? 1 : 0);
}

[[noreturn]] void write_without_end() {
    std::string const much(1 << 16, 'x');
    while (::write(4, much.data(), much.size()) > 0) {}
    std::_Exit(3);
}

[[noreturn]] void take_all_memory() {
    for (int i = 0; i < 4096; ++i) {
        // Volatile: memory that nobody reads need not be taken.
        auto* const memory = static_cast<char volatile*>(std::malloc(1 << 20));
        if (memory == nullptr) std::_Exit(4);
        for (int at = 0; at < 1 << 20; at += 4096) memory[at] = 1;
    }
    std::_Exit(0);
}

void play(std::string_view role, int argc, char** argv) {
    if (role == "media-tool") media_tool_main(argc, argv);
    if (role == "probe-tool") probe_the_walls_of_a_tool(argv[2]);
    if (role == "silent-tool") stay_silently();
    if (role == "complaining-tool") complain_of_a_full_disk();
    if (role == "endless-tool") write_without_end();
    if (role == "greedy-tool") take_all_memory();
    if (role == "media-worker") media_worker_main();
    if (role == "dying-worker") die_of_a_picture();
    if (role == "hanging-worker") hang_on_a_picture();
    if (role == "lying-worker") answer_nonsense();
    if (role == "swapping-worker") swap_outputs();
    if (role == "probing-worker") probe_the_walls();
    if (role == "mute-worker") std::_Exit(7);
}

}  // namespace
}  // namespace skein::imaging

int main(int argc, char** argv) {
    if (argc > 1) skein::imaging::play(argv[1], argc, argv);
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
