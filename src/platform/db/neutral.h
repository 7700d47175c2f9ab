// From neutral SQL to a dialect. Quoted text and comments are left as they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace skein::db {

enum class Dialect { sqlite, postgres };

/// A statement: `$n`, `{list:$n}` (integers), `{texts:$n}`, `{skip_locked}`.
std::string translate_statement(std::string_view text, Dialect dialect);

/// A migration's statements, each ready to run: types, `{id}`, `{clustered}`, STRICT, and lines `--
/// sqlite:` or
/// `-- postgres:` that keep the next statement to one database.
std::vector<std::string> translate_migration(std::string_view text, Dialect dialect);

}  // namespace skein::db
