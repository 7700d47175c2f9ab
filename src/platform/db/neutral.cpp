#include "platform/db/neutral.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace skein::db {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> sqlite_types{
    {{"BIGINT", "INTEGER"},
     {"BOOLEAN", "INTEGER"},
     {"BYTEA", "BLOB"},
     {"DOUBLE PRECISION", "REAL"}}};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Copies a quoted text or a comment at `i`; false when there is none.
bool copy_opaque(std::string_view text, std::size_t& i, std::string& out) {
    if (text[i] == '\'' || text[i] == '"') {
        auto const end = text.find(text[i], i + 1);
        auto const stop = end == std::string_view::npos ? text.size() : end + 1;
        out += text.substr(i, stop - i);
        i = stop;
        return true;
    }
    if (text.substr(i, 2) == "--") {
        i = std::min(text.find('\n', i), text.size());
        return true;
    }
    return false;
}

/// The word in braces at `i`, such as `list:$1`; "" when there is none.
std::string_view braced(std::string_view text, std::size_t i) {
    if (text[i] != '{') return {};
    auto const end = text.find('}', i);
    return end == std::string_view::npos ? std::string_view{} : text.substr(i + 1, end - i - 1);
}

std::string translate_brace(std::string_view word, Dialect dialect) {
    auto const sqlite = dialect == Dialect::sqlite;
    if (word.starts_with("list:$"))
        return sqlite ? "(SELECT value FROM json_each(?" + std::string(word.substr(6)) + "))"
                      : "(SELECT unnest($" + std::string(word.substr(6)) + "::bigint[]))";
    if (word.starts_with("texts:$"))
        return sqlite ? "(SELECT value FROM json_each(?" + std::string(word.substr(7)) + "))"
                      : "(SELECT unnest($" + std::string(word.substr(7)) + "::text[]))";
    if (word == "skip_locked") return sqlite ? "" : "FOR UPDATE SKIP LOCKED";
    if (word == "id") return sqlite ? "INTEGER PRIMARY KEY" : "BIGINT PRIMARY KEY";
    if (word == "clustered") return sqlite ? "WITHOUT ROWID, STRICT" : "";
    return "{" + std::string(word) + "}";
}

/// The SQLite name of the type at `i`; "" when there is none.
std::pair<std::string_view, std::string_view> type_at(std::string_view text, std::size_t i) {
    if (i > 0 && is_word(text[i - 1])) return {};
    for (auto const& type : sqlite_types) {
        auto const end = i + type.first.size();
        if (text.substr(i).starts_with(type.first) && (end >= text.size() || !is_word(text[end])))
            return type;
    }
    return {};
}

std::string translate(std::string_view text, Dialect dialect, bool schema) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (copy_opaque(text, i, out)) continue;
        if (auto const word = braced(text, i); !word.empty()) {
            out += translate_brace(word, dialect);
            i += word.size() + 2;
        } else if (auto const type = schema && dialect == Dialect::sqlite
                                         ? type_at(text, i)
                                         : decltype(type_at(text, i)){};
                   !type.first.empty()) {
            out += type.second;
            i += type.first.size();
        } else {
            // SQLite's numbered parameters are written `?n`.
            out += text[i] == '$' && dialect == Dialect::sqlite ? '?' : text[i];
            ++i;
        }
    }
    return out;
}

/// Statements with the comment lines before them, split at semicolons outside quotes.
std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> statements(1);
    for (std::size_t i = 0; i < text.size();) {
        if (text.substr(i, 2) == "--") {
            auto const end = std::min(text.find('\n', i), text.size());
            statements.back() += text.substr(i, end - i);
            i = end;
        } else if (text[i] == ';') {
            statements.emplace_back();
            ++i;
        } else if (text[i] == '\'') {
            copy_opaque(text, i, statements.back());
        } else {
            statements.back() += text[i++];
        }
    }
    return statements;
}

std::string_view without_white(std::string_view text) {
    auto const begin = text.find_first_not_of(" \n\t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \n\t\r") - begin + 1);
}

}  // namespace

std::string translate_statement(std::string_view text, Dialect dialect) {
    return translate(text, dialect, false);
}

std::vector<std::string> translate_migration(std::string_view text, Dialect dialect) {
    std::vector<std::string> out;
    for (auto const& statement : split(text)) {
        auto const other = dialect == Dialect::sqlite ? "-- postgres:" : "-- sqlite:";
        if (statement.find(other) != std::string::npos) continue;
        auto const translated = translate(statement, dialect, true);
        auto const ready = without_white(translated);
        if (ready.empty()) continue;
        auto final = std::string(ready);
        if (dialect == Dialect::sqlite && final.starts_with("CREATE TABLE") &&
            !final.ends_with("STRICT"))
            final += " STRICT";
        out.push_back(std::move(final));
    }
    return out;
}

}  // namespace skein::db
