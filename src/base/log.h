// The log: one line an event, structured, without secrets or private text.
//
//     log::info("job.retried", {{"name", job.name}, {"attempt", job.attempt}});
//
// An event has a dotted name; fields are short. Bodies, tokens, passwords, e-mail addresses and
// post text are never fields; a value that looks like one of them is our bug (a test greps for it).
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/result.h"

namespace skein::log {

enum class Level { debug, info, warning, error };
enum class Format { text, json };

struct Field {
    std::string_view name;
    std::string value;

    Field(std::string_view n, std::string_view v) : name(n), value(v) {}
    Field(std::string_view n, char const* v) : name(n), value(v) {}
    Field(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
    Field(std::string_view n, bool v) : name(n), value(v ? "true" : "false") {}
    Field(std::string_view n, double v);
    template <std::integral T>
    Field(std::string_view n, T v) : name(n), value(std::to_string(v)) {}
};

/// Where lines go and which are kept. Called once, before other threads; stderr, text and info
/// until then.
void configure(Level least, Format format);
Level least_level();

void write(Level level, std::string_view event, std::initializer_list<Field> fields);
inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) {
    if (least_level() <= Level::debug) write(Level::debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::info, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::warning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::error, event, fields);
}

/// An `Error` as one line: code, message, detail and where it was made.
void failure(Level level, std::string_view event, Error const& error);

}  // namespace skein::log
