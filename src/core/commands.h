// Commands of the program (`skein account create …`). A feature registers them; the command line
// parses them; whoever owns the data directory runs them: the serving process through its control
// socket, or the command's own process when nobody serves.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace skein {

class Server;

struct CommandOption {
    std::string name;  ///< Long name without dashes: "email".
    std::string help;
    bool takes_value = true;
    bool required = false;
    std::string fallback = {};
};

struct CommandArgument {
    std::string name;
    std::string help;
    bool required = true;
    bool is_path =
        false;  ///< Made absolute where it was typed: the server that runs it stands elsewhere.
};

/// One run of a command: its words, and where its output goes (line by line, while it runs).
struct CommandCall {
    std::vector<std::string> arguments;
    std::map<std::string, std::string> options;  ///< Flags that are set have the value "true".
    std::string input;  ///< Standard input, where the command reads it (`--password-stdin`).
    std::function<void(std::string_view line)> out;

    std::string option(std::string_view name) const;
    bool flag(std::string_view name) const { return option(name) == "true"; }
};

struct Command {
    std::string name;  ///< "account create".
    std::string help;  ///< One sentence.
    std::vector<CommandArgument> arguments;
    std::vector<CommandOption> options;
    bool reads_input = false;
    /// Errors are printed with what to do; exit code 1 (2 for wrong words, 3 for not found, 4 when
    /// trying later may help).
    std::function<Result<void>(Server&, CommandCall&)> run;
    bool always_here =
        false;  ///< Never by the serving process: it needs the directory for itself (restore).
    bool before_data = false;  ///< Runs before the database is opened (restore).
};

}  // namespace skein
