#include "app/command_line.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>

namespace skein {
namespace {

/// A word like `--media.upload_bytes_max=5` or `--data-dir x`: its setting key, or "".
std::string setting_of(std::string const& word) {
    if (!word.starts_with("--")) return {};
    auto const name = word.substr(
        2, word.find('=') == std::string::npos ? std::string::npos : word.find('=') - 2);
    if (auto const known = setting_flags().find(name); known != setting_flags().end())
        return known->second;
    return name.find('.') != std::string::npos ? name : std::string();
}

/// Calls `take(key, value)` for each setting on the line and answers the other words.
template <class Take>
std::vector<std::string> without_settings(std::vector<std::string> const& words, Take&& take) {
    std::vector<std::string> rest;
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const key = words[i] == "--config" || words[i].starts_with("--config=")
                             ? "--config"
                             : setting_of(words[i]);
        if (key.empty()) {
            rest.push_back(words[i]);
        } else if (auto const equals = words[i].find('='); equals != std::string::npos) {
            take(key, words[i].substr(equals + 1));
        } else if (i + 1 < words.size()) {
            take(key, words[++i]);
        } else {
            take(key, std::string());
        }
    }
    return rest;
}

constexpr std::string_view settings_help =
    "Every command takes --data-dir DIR, --database URL, --config FILE and any setting as "
    "--name.of.setting VALUE\n"
    "(see `skein config`, or docs/reference/settings.md).";

/// The parser object of a command, with its parents ("account" for "account create").
CLI::App* add_command(CLI::App& root, Command const& command) {
    auto* place = &root;
    std::string_view rest = command.name;
    for (;;) {
        auto const word = std::string(rest.substr(0, rest.find(' ')));
        auto const known =
            place->get_subcommands([&](CLI::App* app) { return app->get_name() == word; });
        auto const last = rest.find(' ') == std::string_view::npos;
        if (known.empty()) {
            place = place->add_subcommand(word, last ? command.help : "");
            if (!last) place->require_subcommand(1);
        } else {
            place = known.front();
        }
        if (last) return place;
        rest.remove_prefix(rest.find(' ') + 1);
    }
}

}  // namespace

std::map<std::string, std::string> const& setting_flags() {
    static std::map<std::string, std::string> const flags{{"data-dir", "data_dir"},
                                                          {"database", "database.url"},
                                                          {"listen", "server.listen"},
                                                          {"public-url", "server.public_url"}};
    return flags;
}

std::map<std::string, std::string> scan_settings(std::vector<std::string> const& words,
                                                 std::string& config_file) {
    std::map<std::string, std::string> settings;
    without_settings(words, [&](std::string const& key, std::string value) {
        if (key == "--config") config_file = std::move(value);
        else settings[key] = std::move(value);
    });
    return settings;
}

Result<CommandLine> parse_command_line(std::vector<std::string> const& words,
                                       std::vector<Command> const& commands) {
    CommandLine line;
    auto rest = without_settings(words, [&](std::string const& key, std::string value) {
        if (key == "--config") line.config_file = std::move(value);
        else line.settings[key] = std::move(value);
    });
    CLI::App root("Skein, a federated microblogging server.", "skein");
    root.require_subcommand(1);
    root.footer(std::string(settings_help));
    std::map<CLI::App*, Command const*> known;
    std::map<CLI::App*, std::map<std::string, std::string>> values;
    std::map<CLI::App*, std::vector<std::string>> arguments;
    for (auto const& command : commands) {
        auto* app = add_command(root, command);
        known[app] = &command;
        auto& texts = arguments[app];
        texts.resize(command.arguments.size());
        for (std::size_t i = 0; i < command.arguments.size(); ++i)
            app->add_option(command.arguments[i].name, texts[i], command.arguments[i].help)
                ->required(command.arguments[i].required);
        for (auto const& option : command.options) {
            auto& value = values[app][option.name] = option.fallback;
            if (option.takes_value)
                app->add_option("--" + option.name, value, option.help)->required(option.required);
            else
                app->add_flag_callback(
                    "--" + option.name, [&value] { value = "true"; }, option.help);
        }
        app->footer(std::string(settings_help));
    }
    try {
        std::ranges::reverse(rest);  // CLI11 takes its words from the back.
        root.parse(rest);
    } catch (CLI::CallForHelp const&) {
        auto const* chosen = &root;
        while (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands().front();
        line.text = chosen->help();
        return line;
    } catch (CLI::ParseError const& error) {
        return fail(Errc::bad_request, std::string(error.what()) + "\nTry `skein --help`.");
    }
    auto* chosen = &root;
    while (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands().front();
    auto const* command = known.at(chosen);
    line.command = command->name;
    line.call.arguments = arguments[chosen];
    line.call.options = values[chosen];
    for (std::size_t i = 0; i < command->arguments.size(); ++i)
        if (command->arguments[i].is_path && !line.call.arguments[i].empty())
            line.call.arguments[i] = std::filesystem::absolute(line.call.arguments[i]).string();
    line.take_over = line.call.flag("take-over");
    return line;
}

}  // namespace skein
