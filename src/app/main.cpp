// `skein`: one program. See `skein --help`.

#include <malloc.h>
#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/command_line.h"
#include "app/features.h"
#include "app/program.h"
#include "base/log.h"
#include "platform/imaging/media_tool.h"
#include "platform/imaging/media_worker.h"

extern char** environ;

namespace skein {
namespace {

/// The variables that are ours: SKEIN_…
std::map<std::string, std::string> our_variables() {
    std::map<std::string, std::string> variables;
    for (auto** entry = environ; *entry; ++entry) {
        std::string_view const text(*entry);
        auto const equals = text.find('=');
        if (text.starts_with("SKEIN_") && equals != std::string_view::npos)
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

Result<std::string> read_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(Errc::not_found, "The configuration file cannot be read: " + path);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

log::Level level_named(std::string const& name) {
    if (name == "debug") return log::Level::debug;
    if (name == "warning") return log::Level::warning;
    return name == "error" ? log::Level::error : log::Level::info;
}

Result<void> run(std::vector<std::string> const& words) {
    std::string config_file;
    auto flags = scan_settings(words, config_file);
    std::string config_text;
    if (!config_file.empty())
        TRY_OK([&]() -> Result<void> {
            TRY(config_text, read_file(config_file));
            return {};
        }());
    TRY(auto settings, Settings::read(config_text, our_variables(), std::move(flags)));
    ServerConfig config;
    config.declare(settings);
    log::configure(level_named(config.log_level),
                   config.log_format == "json" ? log::Format::json : log::Format::text);

    Server server(config, std::move(settings));
    for (auto& command : built_in_commands()) server.command(std::move(command));
    auto const installed = server.install(features());
    TRY(auto line, parse_command_line(words, server.commands()));
    if (!line.text.empty()) {
        std::cout << line.text;
        return {};
    }
    TRY_OK(Result<void>(installed));
    if (line.command == "serve") return serve(server, line.take_over);
    for (auto const& command : server.commands())
        if (command.name == line.command && command.reads_input)
            line.call.input.assign(std::istreambuf_iterator<char>(std::cin), {});
    line.call.out = [](std::string_view text) { std::cout << text << '\n' << std::flush; };
    return run_command(server, line.command, line.call);
}

}  // namespace
}  // namespace skein

/// Answers of a hundred kilobytes come and go all the time: their memory is not given back to the
/// kernel, and cleared by it, each time.
constexpr int memory_kept_bytes = 1 << 20;

int main(int argc, char** argv) {
    // Whatever this program or its children make, people's words and keys among it, is for its
    // owner alone, however the shell that starts it is set up.
    ::umask(077);
    ::mallopt(M_TRIM_THRESHOLD, memory_kept_bytes);
    ::mallopt(M_MMAP_THRESHOLD, memory_kept_bytes);
    // The picture decoder is this program too, started by it, confined, and alone with the picture
    // libraries.
    if (argc > 1 && std::string_view(argv[1]) == "media-worker")
        skein::imaging::media_worker_main();
    // And so is what puts walls around ffmpeg, before it becomes it.
    if (argc > 1 && std::string_view(argv[1]) == "media-tool")
        skein::imaging::media_tool_main(argc, argv);
    auto const done = skein::run({argv + 1, argv + argc});
    if (done) return 0;
    std::fprintf(stderr, "skein: %s\n", done.error().message.c_str());
    return skein::exit_code(done.error());
}
