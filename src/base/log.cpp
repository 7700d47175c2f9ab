#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>

#include "base/json.h"

namespace skein::log {
namespace {

std::atomic<Level> least{Level::info};
std::atomic<Format> format{Format::text};

spdlog::logger& logger() {
    static auto const one = [] {
        auto made = std::make_shared<spdlog::logger>(
            "skein", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->set_level(spdlog::level::trace);
        made->flush_on(spdlog::level::warn);
        return made;
    }();
    return *one;
}

std::string_view word(Level level) {
    switch (level) {
        case Level::debug: return "debug";
        case Level::info: return "info";
        case Level::warning: return "warning";
        case Level::error: return "error";
    }
    return "info";
}

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

bool plain(std::string_view value) {
    if (value.empty()) return false;
    for (char const c : value)
        if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F ||
            c == '"' || c == '\\' || c == '=')
            return false;
    return true;
}

std::string text_line(Level level, std::string_view event, std::initializer_list<Field> fields) {
    auto line = fmt::format("{} {:<7} {}", to_rfc3339(SystemClock().now()), word(level), event);
    for (auto const& field : fields) {
        line += ' ';
        line += field.name;
        line += '=';
        // What is not plain is quoted and escaped, so that nobody can forge a line.
        if (plain(field.value)) line += field.value;
        else json::append_string(line, field.value);
    }
    return line;
}

std::string json_line(Level level, std::string_view event, std::initializer_list<Field> fields) {
    json::Writer out;
    out.object([&] {
        out.field("time", SystemClock().now());
        out.field("level", word(level));
        out.field("event", event);
        for (auto const& field : fields) out.field(field.name, field.value);
    });
    return out.take();
}

}  // namespace

Field::Field(std::string_view n, double v) : name(n), value(fmt::format("{}", v)) {}

void configure(Level least_kept, Format chosen) {
    least = least_kept;
    format = chosen;
}

Level least_level() { return least; }

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (level < least.load()) return;
    auto const line = format.load() == Format::json ? json_line(level, event, fields)
                                                    : text_line(level, event, fields);
    logger().log(spdlog_level(level), "{}", line);
    if (level == Level::info) logger().flush();
}

void failure(Level level, std::string_view event, Error const& error) {
    write(level, event,
          {{"code", to_string(error.code)},
           {"message", error.message},
           {"detail", error.detail},
           {"at", fmt::format("{}:{}", error.where.file_name(), error.where.line())}});
}

}  // namespace skein::log
