#include "platform/db/neutral.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <span>

namespace skein::db {
namespace {

using TypeNames = std::pair<std::string_view, std::string_view>;

constexpr std::array<TypeNames, 4> sqlite_types{{{"BIGINT", "INTEGER"},
                                                 {"BOOLEAN", "INTEGER"},
                                                 {"BYTEA", "BLOB"},
                                                 {"DOUBLE PRECISION", "REAL"}}};
constexpr std::array<TypeNames, 1> postgres_types{{{"TEXT", "TEXT COLLATE \"C\""}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white = " \n\t\r";
    auto const begin = text.find_first_not_of(white);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(white) - begin + 1);
}

/// The quoted text that begins at `i`; "" when there is none. A doubled quote inside reads as two
/// texts in a row, which comes to the same.
std::string_view quoted_at(std::string_view text, std::size_t i) {
    auto const mark = text.substr(i, text.substr(i).starts_with("$$") ? 2 : 1);
    if (mark != "'" && mark != "\"" && mark != "$$") return {};
    auto const end = text.find(mark, i + mark.size());
    return end == std::string_view::npos ? text.substr(i) : text.substr(i, end + mark.size() - i);
}

/// The comment that begins at `i`, without the end of its line; "" when there is none.
std::string_view comment_at(std::string_view text, std::size_t i) {
    auto const rest = text.substr(i);
    if (rest.starts_with("--")) return rest.substr(0, rest.find('\n'));
    if (!rest.starts_with("/*")) return {};
    auto const end = rest.find("*/", 2);
    return end == std::string_view::npos ? rest : rest.substr(0, end + 2);
}

/// The word in braces at `i`, such as `list:$1`; "" when there is none.
std::string_view braced(std::string_view text, std::size_t i) {
    if (text[i] != '{') return {};
    auto const end = text.find('}', i);
    return end == std::string_view::npos ? std::string_view{} : text.substr(i + 1, end - i - 1);
}

std::string list_of(std::string_view number, std::string_view type, Dialect dialect) {
    if (dialect == Dialect::sqlite)
        return "(SELECT value FROM json_each(?" + std::string(number) + "))";
    return "(SELECT unnest($" + std::string(number) + "::" + std::string(type) + "[]))";
}

/// Nothing for a word that is not ours.
std::optional<std::string> translate_word(std::string_view word, Dialect dialect) {
    auto const sqlite = dialect == Dialect::sqlite;
    auto const number = word.substr(std::min(word.find('$'), word.size() - 1) + 1);
    if (word.starts_with("list:$") && is_number(number)) return list_of(number, "bigint", dialect);
    if (word.starts_with("texts:$") && is_number(number)) return list_of(number, "text", dialect);
    if (word.starts_with("matches:$") && is_number(number))
        return sqlite ? "MATCH ?" + std::string(number)
                      : "@@ CAST($" + std::string(number) + " AS tsquery)";
    if (word.starts_with("words:$") && is_number(number))
        return sqlite ? "?" + std::string(number)
                      : "CAST($" + std::string(number) + " AS tsvector)";
    if (word == "skip_locked") return sqlite ? "" : "FOR UPDATE SKIP LOCKED";
    if (word == "id") return sqlite ? "INTEGER PRIMARY KEY" : "BIGINT PRIMARY KEY";
    if (word == "clustered") return sqlite ? "WITHOUT ROWID, STRICT" : "";
    return std::nullopt;
}

/// The entry of `types` whose neutral name stands at `i` as a word of its own.
TypeNames const* type_at(std::string_view text, std::size_t i, std::span<TypeNames const> types) {
    if (i > 0 && is_word(text[i - 1])) return nullptr;
    for (auto const& type : types) {
        auto const end = i + type.first.size();
        if (text.substr(i).starts_with(type.first) && (end >= text.size() || !is_word(text[end])))
            return &type;
    }
    return nullptr;
}

std::string translate(std::string_view text, Dialect dialect, std::span<TypeNames const> types) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (auto const quoted = quoted_at(text, i); !quoted.empty()) {
            out += quoted;
            i += quoted.size();
        } else if (auto const comment = comment_at(text, i); !comment.empty()) {
            i += comment.size();
        } else if (auto const word = braced(text, i); !word.empty()) {
            out += translate_word(word, dialect).value_or("{" + std::string(word) + "}");
            i += word.size() + 2;
        } else if (auto const* type = type_at(text, i, types)) {
            out += type->second;
            i += type->first.size();
        } else {
            // SQLite's numbered parameters are written `?n`.
            auto const parameter = text[i] == '$' && i + 1 < text.size() && is_digit(text[i + 1]);
            out += parameter && dialect == Dialect::sqlite ? '?' : text[i];
            ++i;
        }
    }
    return out;
}

struct Statement {
    std::string text;
    std::optional<Dialect> only;
};

/// Statements without their comments, split at semicolons outside quotes.
std::vector<Statement> split(std::string_view text) {
    std::vector<Statement> statements(1);
    for (std::size_t i = 0; i < text.size();) {
        auto& statement = statements.back();
        if (auto const comment = comment_at(text, i); !comment.empty()) {
            if (trimmed(comment) == "-- sqlite:") statement.only = Dialect::sqlite;
            if (trimmed(comment) == "-- postgres:") statement.only = Dialect::postgres;
            i += comment.size();
        } else if (auto const quoted = quoted_at(text, i); !quoted.empty()) {
            statement.text += quoted;
            i += quoted.size();
        } else if (text[i] == ';') {
            statements.emplace_back();
            ++i;
        } else {
            statement.text += text[i++];
        }
    }
    return statements;
}

/// Only where columns are declared: `CAST(x AS TEXT)` knows no collation.
std::span<TypeNames const> types_for(std::string_view statement, Dialect dialect) {
    if (dialect == Dialect::sqlite) return sqlite_types;
    if (statement.starts_with("CREATE TABLE") || statement.starts_with("ALTER TABLE"))
        return postgres_types;
    return {};
}

}  // namespace

std::string translate_statement(std::string_view text, Dialect dialect) {
    return translate(text, dialect, {});
}

std::vector<std::string> translate_migration(std::string_view text, Dialect dialect) {
    std::vector<std::string> out;
    for (auto const& statement : split(text)) {
        if (statement.only && *statement.only != dialect) continue;
        auto const bare = trimmed(statement.text);
        if (bare.empty()) continue;
        auto const translated = translate(bare, dialect, types_for(bare, dialect));
        std::string ready(trimmed(translated));
        if (dialect == Dialect::sqlite && ready.starts_with("CREATE TABLE") &&
            !ready.ends_with("STRICT"))
            ready += " STRICT";
        out.push_back(std::move(ready));
    }
    return out;
}

}  // namespace skein::db
