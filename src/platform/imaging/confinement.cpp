#include "platform/imaging/confinement.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "platform/imaging/landlock.h"

namespace skein::imaging {

namespace {

constexpr rlim_t address_space_bytes_max = 1536ull << 20;
/// Of a tool: what it reserves; what it uses is bounded much lower.
constexpr rlim_t tool_address_space_bytes_max = 8ull << 30;
constexpr rlim_t file_bytes_max = 128ull << 20;
constexpr rlim_t open_files_max = 64;

std::unexpected<Error> refused(std::string_view deed) {
    auto reason = std::generic_category().message(errno);
    return fail(Errc::unavailable, "Pictures cannot be processed just now.",
                fmt::format("media worker: {}: {}", deed, reason));
}

Result<void> limit(int resource, rlim_t most) {
    rlimit const both = {most, most};
    if (::setrlimit(static_cast<__rlimit_resource>(resource), &both) != 0)
        return refused("setrlimit");
    return ok();
}

#if defined(__x86_64__)
constexpr std::uint32_t machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t machine = AUDIT_ARCH_AARCH64;
#else
#error "The media worker's system call filter knows x86-64 and arm64."
#endif

/// Computing, memory, threads of its own, and files that are open already.
constexpr std::array allowed_calls = {
    __NR_read,
    __NR_write,
    __NR_pread64,
    __NR_pwrite64,
    __NR_readv,
    __NR_writev,
    __NR_lseek,
    __NR_fstat,
    __NR_close,
    __NR_fcntl,
    __NR_recvmsg,
    __NR_sendmsg,
    __NR_ppoll,
    __NR_mmap,
    __NR_munmap,
    __NR_mprotect,
    __NR_mremap,
    __NR_madvise,
    __NR_brk,
    __NR_futex,
    __NR_set_robust_list,
    __NR_rseq,
    __NR_membarrier,
    __NR_sched_yield,
    __NR_sched_getaffinity,
    __NR_getpid,
    __NR_gettid,
    __NR_getcpu,
    __NR_rt_sigaction,
    __NR_rt_sigprocmask,
    __NR_rt_sigreturn,
    __NR_sigaltstack,
    __NR_restart_syscall,
    __NR_clock_gettime,
    __NR_clock_nanosleep,
    __NR_nanosleep,
    __NR_gettimeofday,
    __NR_getrandom,
    __NR_getrusage,
    __NR_sysinfo,
    __NR_uname,
    __NR_exit,
    __NR_exit_group,
#if defined(__NR_poll)
    __NR_poll,
#endif
#if defined(__NR_getrlimit)
    __NR_getrlimit,
#endif
};

/// A program that is begun anew inside the walls loads its libraries itself. What it opens,
/// Landlock judges; what it starts has the same walls around it.
constexpr std::array calls_of_tools = {
    __NR_execve,     __NR_openat,   __NR_readlinkat, __NR_faccessat, __NR_set_tid_address,
    __NR_getcwd,     __NR_pselect6, __NR_fadvise64,
#if defined(__NR_faccessat2)
    __NR_faccessat2,
#endif
#if defined(__NR_access)
    __NR_access,     __NR_readlink, __NR_open,       __NR_stat,      __NR_select,
#endif
#if defined(__NR_arch_prctl)
    __NR_arch_prctl,
#endif
};

constexpr std::uint32_t number_at = offsetof(seccomp_data, nr);
constexpr std::uint32_t machine_at = offsetof(seccomp_data, arch);

/// The low half of an argument (both machines are little-endian).
constexpr std::uint32_t argument_at(unsigned i) {
    return static_cast<std::uint32_t>(offsetof(seccomp_data, args)) + i * 8;
}

constexpr sock_filter load(std::uint32_t at) { return {BPF_LD | BPF_W | BPF_ABS, 0, 0, at}; }
constexpr sock_filter answer(std::uint32_t action) { return {BPF_RET | BPF_K, 0, 0, action}; }
constexpr sock_filter error_answer(int number) {
    return answer(SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(number));
}
/// Goes on with the next instruction when equal, else skips `skip` of them.
constexpr sock_filter unless_equal_skip(std::uint32_t value, std::uint8_t skip) {
    return {BPF_JMP | BPF_JEQ | BPF_K, 0, skip, value};
}

void add(std::vector<sock_filter>& program, std::initializer_list<sock_filter> part) {
    program.insert(program.end(), part);
}

/// A refused call fails with an error number instead of ending the process: libraries that ask for
/// something nice to have (a configuration file, the number of processors) go on without.
std::vector<sock_filter> system_call_filter(std::span<int const> more_calls = {}) {
    auto const allow = answer(SECCOMP_RET_ALLOW);
    auto const call = [](long number) { return static_cast<std::uint32_t>(number); };
    std::vector<sock_filter> program;
    add(program, {load(machine_at),
                  unless_equal_skip(machine, 1),
                  {BPF_JMP | BPF_JA, 0, 0, 1},
                  answer(SECCOMP_RET_KILL_PROCESS),
                  load(number_at)});
    for (auto const number : allowed_calls) {
        add(program, {unless_equal_skip(call(number), 1), allow});
    }
    for (auto const number : more_calls) {
        add(program, {unless_equal_skip(call(number), 1), allow});
    }
    // Threads, but no processes. The newer call hides its flags from a filter; told that it does
    // not exist, the C library takes the older one.
    add(program, {unless_equal_skip(call(__NR_clone3), 1), error_answer(ENOSYS)});
    add(program, {unless_equal_skip(call(__NR_clone), 4),
                  load(argument_at(0)),
                  {BPF_JMP | BPF_JSET | BPF_K, 0, 1, CLONE_THREAD},
                  allow,
                  error_answer(EPERM)});
    // Signals to itself only: abort() needs them.
    auto const self = static_cast<std::uint32_t>(::getpid());
    add(program, {unless_equal_skip(call(__NR_tgkill), 4), load(argument_at(0)),
                  unless_equal_skip(self, 1), allow, error_answer(EPERM)});
    // Its own limits only, which it may lower for each picture.
    add(program, {unless_equal_skip(call(__NR_prlimit64), 4), load(argument_at(0)),
                  unless_equal_skip(0, 1), allow, error_answer(EPERM)});
    add(program, {unless_equal_skip(call(__NR_prctl), 4), load(argument_at(0)),
                  unless_equal_skip(PR_SET_NAME, 1), allow, error_answer(EPERM)});
    // An empty path asks about an open file; there is no telling by a filter, and a size is no
    // secret.
    add(program, {unless_equal_skip(call(__NR_newfstatat), 1), allow});
    add(program, {error_answer(EPERM)});
    return program;
}

Result<void> install(std::vector<sock_filter> filter) {
    sock_fprog const program = {static_cast<unsigned short>(filter.size()), filter.data()};
    if (::syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) !=
        0) {
        return refused("seccomp");
    }
    return ok();
}

}  // namespace

Result<void> confine_before_loading() {
    if (!built_with_sanitizer) TRY_OK(limit(RLIMIT_AS, address_space_bytes_max));
    TRY_OK(limit(RLIMIT_FSIZE, file_bytes_max));
    TRY_OK(limit(RLIMIT_NOFILE, open_files_max));
    TRY_OK(limit(RLIMIT_CORE, 0));
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refused("no_new_privs");
    if (landlock::version() == 0) return ok();
    return landlock::restrict_files(landlock::Readable::for_worker, {});
}

Result<void> confine_after_loading() {
    // Nobody of the same user looks into its memory or attaches to it.
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return refused("dumpable");
    return install(system_call_filter());
}

bool tools_can_be_confined() { return landlock::version() > 0; }

Result<void> confine_tool(ToolWalls const& walls) {
    if (!tools_can_be_confined()) {
        return fail(Errc::unavailable, "Videos and sounds cannot be processed here.",
                    "this kernel has no Landlock");
    }
    TRY_OK(limit(RLIMIT_CPU, walls.cpu_seconds_max));
    TRY_OK(limit(RLIMIT_FSIZE, walls.file_bytes_max));
    TRY_OK(limit(RLIMIT_NOFILE, open_files_max));
    TRY_OK(limit(RLIMIT_CORE, 0));
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refused("no_new_privs");
    TRY_OK(landlock::restrict_files(landlock::Readable::for_tool, walls.files));
    TRY_OK(install(system_call_filter(calls_of_tools)));
    // Last: a sanitizer could do nothing any more.
    TRY_OK(limit(RLIMIT_DATA, walls.memory_bytes_max));
    return limit(RLIMIT_AS, tool_address_space_bytes_max);
}

}  // namespace skein::imaging
