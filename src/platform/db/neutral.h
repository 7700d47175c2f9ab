// From neutral SQL to a dialect. Quoted text and comments are left as they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace skein::db {

enum class Dialect { sqlite, postgres };

/// A statement: `$n`, `{list:$n}` (integers), `{texts:$n}`, `{skip_locked}`. Words in braces that
/// are none of these stay, and the database will refuse them. For the index of words: `words
/// {matches:$n}` (FTS5's MATCH, a tsquery) and `{words:$n}` for a value of that column.
std::string translate_statement(std::string_view text, Dialect dialect);

/// A migration's statements, each ready to run and without comments: types, `{id}`, `{clustered}`,
/// STRICT, and a line `-- sqlite:` or `-- postgres:` that keeps the next statement to one database.
/// Text compares by its bytes in both: PostgreSQL's TEXT columns get COLLATE "C".
std::vector<std::string> translate_migration(std::string_view text, Dialect dialect);

}  // namespace skein::db
