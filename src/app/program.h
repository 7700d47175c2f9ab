// What the program does with its words: serving, and running commands where they must run.
#pragma once

#include "app/command_line.h"
#include "core/server.h"

namespace skein {

/// The commands every build has: serve, migrate, check, config, version, reference.
std::vector<Command> built_in_commands();

/// Serves until SIGTERM, SIGINT or a take-over; prints the address to open. Errors say what to do.
Result<void> serve(Server& server, bool take_over);

/// Runs a command: at the owner of the data directory, or here when nobody owns it.
Result<void> run_command(Server& server, std::string const& name, CommandCall& call);

/// The exit code for a failure, as `Command::run` promises.
int exit_code(Error const& error);

}  // namespace skein
