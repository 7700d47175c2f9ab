// Text as people see it: characters, case, and the forms under which names and tags are compared.
// Over ICU.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace skein {

/// Grapheme clusters: what a person calls characters. A heap of marks on one letter, larger than
/// any script writes, counts as several, so that a limit of characters is one of bytes too.
std::size_t count_graphemes(std::string_view text);

/// Are there more than `most`? Text of any size is refused without counting it.
bool has_more_graphemes(std::string_view text, std::size_t most);

/// The first `count` graphemes.
std::string first_graphemes(std::string_view text, std::size_t count);

/// Unicode default case folding: for names that compare without case.
std::string fold_case(std::string_view text);

/// A hashtag's name for comparing: NFKC, case folded.
std::string fold_tag(std::string_view name);

/// Accents, width and case taken away: for searching.
std::string fold_for_search(std::string_view text);

/// The code point at `at`, which moves behind it; U+FFFD for a broken byte.
char32_t next_code_point(std::string_view text, std::size_t& at);
/// Letters, marks, digits and connecting punctuation: what words of any script are made of.
bool is_word_character(char32_t c);
/// Letters, and the marks that stand for vowels.
bool is_alphabetic(char32_t c);
/// White space of any script.
bool is_white_space(char32_t c);

/// Every language with a two-letter ISO 639 code, with its English name, in order of code.
struct Language {
    std::string code, name;
};
std::vector<Language> known_languages();

/// Without white space at both ends.
std::string_view trim(std::string_view text);

/// Without control characters (line feeds and tabs stay when `keep_lines`) and bidirectional
/// overrides.
std::string strip_controls(std::string_view text, bool keep_lines);

}  // namespace skein
