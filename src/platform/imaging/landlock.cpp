#include "platform/imaging/landlock.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <system_error>

#include <fmt/format.h>

#include "base/descriptor.h"

namespace skein::imaging::landlock {
namespace {

// As far as its interface of Linux 5.13 (version 1) to 6.12 (version 6) goes. The C library of the
// distribution has neither wrappers nor all of the constants.
constexpr long create_ruleset = 444;
constexpr long add_rule = 445;
constexpr long restrict_self = 446;
constexpr std::uint32_t ask_version = 1;
constexpr int rule_path_beneath = 1;

constexpr std::uint64_t may_execute = 1 << 0;
constexpr std::uint64_t may_write_file = 1 << 1;
constexpr std::uint64_t may_read_file = 1 << 2;
constexpr std::uint64_t may_read_directory = 1 << 3;
constexpr std::uint64_t all_of_version_1 = (1 << 13) - 1;
constexpr std::uint64_t refer = 1 << 13;
constexpr std::uint64_t truncate = 1 << 14;
constexpr std::uint64_t device_control = 1 << 15;
constexpr std::uint64_t tcp_bind_and_connect = 3;
constexpr std::uint64_t abstract_sockets_and_signals = 3;

struct Ruleset {
    std::uint64_t files = all_of_version_1;
    std::uint64_t network = 0;
    std::uint64_t scoped = 0;
};

struct [[gnu::packed]] PathRule {
    std::uint64_t allowed;
    std::int32_t file;
};

constexpr std::array readable_for_worker = {
    "/usr",       "/lib",       "/lib64",        "/etc/ld.so.cache",        "/opt",
    "/nix/store", "/gnu/store", "/proc/cpuinfo", "/sys/devices/system/cpu",
};

constexpr std::array readable_for_tool = {
    "/usr/bin",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/nix/store",
    "/gnu/store",
    "/etc/ld.so.cache",
    "/proc/cpuinfo",
    "/sys/devices/system/cpu",
};

std::unexpected<Error> refused(std::string_view deed) {
    auto reason = std::generic_category().message(errno);
    return fail(Errc::unavailable, "Pictures cannot be processed just now.",
                fmt::format("media worker: {}: {}", deed, reason));
}

bool allow(int ruleset, int file, std::uint64_t rights) {
    PathRule const rule = {rights, file};
    return ::syscall(add_rule, ruleset, rule_path_beneath, &rule, 0) == 0;
}

void allow_reading(int ruleset, char const* path) {
    Descriptor const file(::open(path, O_PATH | O_CLOEXEC));
    if (!file) return;
    // A single file takes no right that only directories have.
    if (!allow(ruleset, file.fd(), may_execute | may_read_file | may_read_directory))
        allow(ruleset, file.fd(), may_execute | may_read_file);
}

}  // namespace

long version() {
    auto const answer = ::syscall(create_ruleset, nullptr, 0, ask_version);
    return answer < 0 ? 0 : answer;
}

Result<void> restrict_files(Readable readable, std::span<OpenFile const> files) {
    auto const known = version();
    Ruleset rules;
    std::size_t known_bytes = sizeof rules.files;
    if (known >= 2) rules.files |= refer;
    if (known >= 3) rules.files |= truncate;
    if (known >= 5) rules.files |= device_control;
    if (known >= 4) {
        rules.network = tcp_bind_and_connect;
        known_bytes = offsetof(Ruleset, scoped);
    }
    if (known >= 6) {
        rules.scoped = abstract_sockets_and_signals;
        known_bytes = sizeof rules;
    }
    Descriptor const ruleset(static_cast<int>(::syscall(create_ruleset, &rules, known_bytes, 0)));
    if (!ruleset) return refused("landlock_create_ruleset");
    auto const allow_all = [&](auto const& paths) {
        for (auto const* path : paths) allow_reading(ruleset.fd(), path);
    };
    readable == Readable::for_tool ? allow_all(readable_for_tool) : allow_all(readable_for_worker);
    auto const writing = may_write_file | (known >= 3 ? truncate : 0);
    for (auto const& file : files) {
        auto const rights =
            may_read_file | (file.writable ? writing : 0) | (file.executable ? may_execute : 0);
        if (!allow(ruleset.fd(), file.fd, rights)) return refused("landlock_add_rule");
    }
    if (::syscall(restrict_self, ruleset.fd(), 0) != 0) return refused("landlock_restrict_self");
    return ok();
}

}  // namespace skein::imaging::landlock
