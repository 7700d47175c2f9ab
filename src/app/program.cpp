#include "app/program.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <csignal>

#include <cstdio>

#include "app/data_directory.h"
#include "app/reference.h"
#include "base/log.h"
#include "base/version.h"
#include "core/errors.h"
#include "platform/db/migrate.h"

namespace skein {
namespace {

constexpr auto stop_grace = std::chrono::seconds(5);

/// Commands that touch no data, and so need no ownership.
bool needs_no_data(std::string const& name) {
    return name == "config" || name == "version" || name == "reference";
}

Result<void> open(Server& server) {
    TRY(auto parts, Server::open_parts(server.config()));
    server.attach(std::move(parts));
    return server.migrate([](std::string const& line) { log::info("migrate", {{"step", line}}); });
}

Command const* find_command(Server const& server, std::string const& name) {
    for (auto const& command : server.commands())
        if (command.name == name) return &command;
    return nullptr;
}

/// SIGTERM, SIGINT and our own wish to stop, as something that can be waited for.
class StopSignals {
  public:
    StopSignals() {
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, SIGTERM);
        sigaddset(&signals, SIGINT);
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        fd_ = ::signalfd(-1, &signals, SFD_CLOEXEC);
    }
    ~StopSignals() { ::close(fd_); }
    void wait() {
        signalfd_siginfo info;
        while (::read(fd_, &info, sizeof(info)) != sizeof(info)) {}
    }

  private:
    int fd_;
};

Result<void> check_database(Server& server, CommandCall& call) {
    call.out("Checking " + server.db().description() + " …");
    TRY_OK(server.db().check());
    TRY(auto const state, db::migration_state(server.db(), db::all_migrations()));
    if (!state.pending.empty())
        return fail(Errc::unavailable,
                    fmt::format("{} migrations wait. Run `skein migrate`.", state.pending.size()));
    for (auto const& [name, check] : server.health_checks())
        if (auto const problem = check(server))
            return fail(Errc::unavailable, name + ": " + *problem);
    for (auto const& [name, inspect] : server.inspections()) {
        call.out("Checking the " + name + " …");
        if (auto const problem = inspect(server))
            return fail(Errc::unavailable, name + ": " + *problem);
    }
    call.out("Everything is whole.");
    return {};
}

Result<void> show_config(Server& server, CommandCall& call) {
    for (auto const& setting : server.all_settings().declared())
        call.out(fmt::format("{} = {}  ({})\n    {}", setting.key,
                             setting.value.empty() ? "\"\"" : setting.value, setting.source,
                             setting.help));
    return {};
}

Result<void> show_version(Server&, CommandCall& call) {
    call.out("skein " + std::string(version));
    return {};
}

Result<void> say_migrated(Server& server, CommandCall& call) {
    // Whoever runs a command has migrated already; what is left to say is how it stands.
    TRY(auto const state, db::migration_state(server.db(), db::all_migrations()));
    call.out(fmt::format("{} migrations applied, {} waiting.", state.applied.size(),
                         state.pending.size()));
    return {};
}

void print_addresses(Server& server) {
    for (auto const& address : server.addresses()) log::info("listening", {{"address", address}});
    std::printf("Skein %s is running. Open %s\n", std::string(version).c_str(),
                server.public_url().c_str());
    std::fflush(stdout);
}

/// A restart hands every socket over at once.
Result<void> check_socket_count(Server const& server) {
    auto const count = server.listening_sockets().size();
    if (count <= sockets_handed_over_max) return {};
    return fail(Errc::bad_request,
                fmt::format("server.listen names {} addresses; at most {} can be served. Listen on "
                            "one for all, such as [::]:3000.",
                            count, sockets_handed_over_max));
}

}  // namespace

std::vector<Command> built_in_commands() {
    std::vector<Command> commands;
    commands.push_back(
        {"serve",
         "Run the server.",
         {},
         {{"take-over", "Replace the running server without refusing a request.", false}},
         false,
         [](Server&, CommandCall&) -> Result<void> {
             return fail(Errc::conflict, "This server is already running.");
         }});
    commands.push_back({"migrate",
                        "Bring the database up to this program's version.",
                        {},
                        {},
                        false,
                        say_migrated});
    commands.push_back(
        {"check", "Check the database and the files for damage.", {}, {}, false, check_database});
    commands.push_back({"config",
                        "Show every setting, its value and where it came from.",
                        {},
                        {},
                        false,
                        show_config});
    commands.push_back({"version", "Show the version.", {}, {}, false, show_version});
    commands.push_back({"reference",
                        "Write the generated reference (Markdown) into a directory.",
                        {{"directory", "Where to write."}},
                        {},
                        false,
                        [](Server& server, CommandCall& call) {
                            return write_reference(server, call.arguments[0]);
                        }});
    return commands;
}

Result<void> serve(Server& server, bool take_over) {
    StopSignals signals;  // Before any thread, so that all inherit the mask.
    auto const& directory = server.config().data_dir;
    std::vector<int> inherited;
    if (take_over) {
        // The sockets come first: connections wait in their queue until this process accepts them.
        if (auto sockets = take_over_sockets(directory)) {
            TRY(inherited, *std::move(sockets));
        }
    }
    TRY(auto const lock, DirectoryLock::take(directory, take_over ? std::chrono::seconds(15)
                                                                  : std::chrono::seconds(0)));
    TRY_OK(open(server));
    TRY_OK(server.start());
    TRY_OK(server.listen(std::move(inherited)));
    TRY_OK(check_socket_count(server));
    ControlHandlers handlers;
    handlers.run = [&server](std::string const& name, CommandCall& call) -> Result<void> {
        auto const* command = find_command(server, name);
        if (!command)
            return fail(Errc::bad_request,
                        "The running server does not know this command: " + name);
        return command->run(server, call);
    };
    handlers.listening_sockets = [&server] { return server.listening_sockets(); };
    handlers.stop = [] { ::kill(::getpid(), SIGTERM); };
    TRY(auto control, ControlSocket::listen(directory, std::move(handlers)));
    print_addresses(server);
    signals.wait();
    log::info("stopping");
    server.stop(stop_grace);
    control.reset();
    return {};
}

Result<void> run_command(Server& server, std::string const& name, CommandCall& call) {
    auto const* command = find_command(server, name);
    if (!command) return fail(Errc::bad_request, "There is no such command: " + name);
    if (needs_no_data(name)) return command->run(server, call);
    auto const& directory = server.config().data_dir;
    if (!command->always_here)
        if (auto const done = run_at_owner(directory, name, call)) return *done;
    TRY(auto const lock, DirectoryLock::take(directory));
    if (command->before_data) return command->run(server, call);
    TRY_OK(open(server));
    auto const done = command->run(server, call);
    server.stop(stop_grace);
    return done;
}

int exit_code(Error const& error) {
    switch (error.code) {
        case Errc::bad_request: return 2;
        case Errc::not_found: return 3;
        case Errc::unavailable:
        case Errc::storage_full:
        case Errc::timeout:
        case Errc::conflict: return 4;
        default: return 1;
    }
}

}  // namespace skein
