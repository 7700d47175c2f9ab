// The words of the command line: built-in commands (`serve`, `config`, …) and those the features
// register.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "core/commands.h"

namespace skein {

/// What was typed, taken apart.
struct CommandLine {
    std::string command;  ///< "serve", "account create".
    CommandCall call;
    std::map<std::string, std::string>
        settings;             ///< `--media.upload_bytes_max=…` and the short forms below.
    std::string config_file;  ///< `--config FILE`.
    bool take_over = false;   ///< `serve --take-over`.
    std::string text;         ///< Help to print instead of doing anything.
};

/// Short forms of settings that every command knows: `--data-dir`, `--listen`, `--public-url`,
/// `--database`.
std::map<std::string, std::string> const& setting_flags();

/// The settings on the line, read before the commands are known (they come from the features, which
/// need them).
std::map<std::string, std::string> scan_settings(std::vector<std::string> const& words,
                                                 std::string& config_file);

/// Errc::bad_request with what is wrong and what to type.
Result<CommandLine> parse_command_line(std::vector<std::string> const& words,
                                       std::vector<Command> const& commands);

}  // namespace skein
