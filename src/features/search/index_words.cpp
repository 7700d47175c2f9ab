#include "features/search/index_words.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"

namespace skein::search {
namespace {

/// PostgreSQL counts places up to here; what follows is found, but not in a row.
constexpr std::size_t place_max = 16'383;

void append_quoted(std::string& out, Dialect dialect, std::string_view word) {
    auto const mark = dialect == Dialect::sqlite ? '"' : '\'';
    out += mark;
    out += word;
    out += mark;
}

std::string phrase_of(Dialect dialect, Asked::Phrase const& phrase) {
    std::string out;
    if (dialect == Dialect::sqlite) {
        append_quoted(out, dialect, fmt::format("{}", fmt::join(phrase, " ")));
        return out;
    }
    out = "(";
    for (auto const& word : phrase) {
        if (out.size() > 1) out += " <-> ";
        append_quoted(out, dialect, word);
    }
    return out + ")";
}

}  // namespace

std::string tag_mark(std::string_view folded_name) {
    std::string mark = "#";
    // A tag may hold characters that end a word in the index; they are left out on both sides.
    for (std::size_t at = 0; at < folded_name.size();) {
        auto const begin = at;
        auto const c = next_code_point(folded_name, at);
        if (c != '_' && c != 0xFFFD && is_word_character(c))
            mark += folded_name.substr(begin, at - begin);
    }
    return mark;
}

std::string library_mark(AccountId account) { return fmt::format("@{}", account.value); }
std::string author_mark(AccountId account) { return fmt::format("%f{}", account.value); }

std::string language_mark(std::string_view code) {
    std::string mark = "%l";
    for (auto const c : code) {
        if (c == '-' || c == '_') break;
        auto const lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
        if (lower < 'a' || lower > 'z' || mark.size() > 5) return {};
        mark += lower;
    }
    return mark.size() > 2 ? mark : std::string();
}

std::string index_value(Dialect dialect, std::vector<std::string> const& words,
                        std::vector<std::string> const& marks) {
    std::string out;
    std::size_t place = 0;
    for (auto const& word : words) {
        if (!out.empty()) out += ' ';
        if (dialect == Dialect::sqlite) {
            out += word;
            continue;
        }
        append_quoted(out, dialect, word);
        out += fmt::format(":{}", std::min(++place, place_max));
    }
    for (auto const& mark : marks) {
        if (!out.empty()) out += ' ';
        if (dialect == Dialect::sqlite) out += mark;
        else append_quoted(out, dialect, mark);
    }
    return out;
}

std::string Asked::expression(Dialect dialect, std::string_view mark) const {
    auto const sqlite = dialect == Dialect::sqlite;
    std::string out;
    for (auto const& phrase : all) out += phrase_of(dialect, phrase) + (sqlite ? " AND " : " & ");
    out += phrase_of(dialect, {std::string(mark)});
    for (auto const& phrase : none) out += (sqlite ? " NOT " : " & !") + phrase_of(dialect, phrase);
    return out;
}

Matcher::Matcher(Asked const& asked) {
    auto const needle = [](Asked::Phrase const& phrase) {
        return fmt::format(" {} ", fmt::join(phrase, " "));
    };
    for (auto const& phrase : asked.all) all_.push_back(needle(phrase));
    for (auto const& phrase : asked.none) none_.push_back(needle(phrase));
}

bool Matcher::matches(std::string_view value) const {
    auto const text = fmt::format(" {} ", value);
    auto const holds = [&](std::string const& needle) { return text.contains(needle); };
    return std::ranges::all_of(all_, holds) && std::ranges::none_of(none_, holds);
}

}  // namespace skein::search
