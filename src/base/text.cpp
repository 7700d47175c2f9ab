#include "base/text.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <memory>

#include "base/ascii.h"

namespace skein {
namespace {

/// The longest emoji and conjuncts have half as many; each is at most three bytes of UTF-8.
constexpr std::int32_t grapheme_units_max = 32;
constexpr std::size_t unit_bytes_max = 3;

bool is_ascii(std::string_view text) {
    for (char const c : text)
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    return true;
}

icu::UnicodeString to_icu(std::string_view text) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string from_icu(icu::UnicodeString const& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

/// A break iterator is dear to make and not to be shared between threads: one each.
icu::BreakIterator& graphemes() {
    thread_local std::unique_ptr<icu::BreakIterator> const iterator = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<icu::BreakIterator>(
            icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
    }();
    return *iterator;
}

std::string normalize(std::string_view text, char const* name, UNormalization2Mode mode) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* normalizer = icu::Normalizer2::getInstance(nullptr, name, mode, status);
    if (U_FAILURE(status)) return std::string(text);
    auto const result = normalizer->normalize(to_icu(text), status);
    return U_FAILURE(status) ? std::string(text) : from_icu(result);
}

}  // namespace

std::size_t count_graphemes(std::string_view text) {
    if (is_ascii(text)) {
        // CR LF is one character; everything else in ASCII stands alone.
        std::size_t count = text.size();
        for (std::size_t i = 1; i < text.size(); ++i)
            if (text[i] == '\n' && text[i - 1] == '\r') --count;
        return count;
    }
    auto const wide = to_icu(text);
    auto& iterator = graphemes();
    iterator.setText(wide);
    std::int32_t count = 0, begin = 0;
    for (auto end = iterator.next(); end != icu::BreakIterator::DONE; end = iterator.next()) {
        count += (end - begin + grapheme_units_max - 1) / grapheme_units_max;
        begin = end;
    }
    return static_cast<std::size_t>(count);
}

bool has_more_graphemes(std::string_view text, std::size_t most) {
    if (text.size() <= most) return false;
    return text.size() > most * grapheme_units_max * unit_bytes_max || count_graphemes(text) > most;
}

std::string first_graphemes(std::string_view text, std::size_t count) {
    if (text.size() <= count) return std::string(text);
    auto const wide = to_icu(text);
    auto& iterator = graphemes();
    iterator.setText(wide);
    std::int32_t end = 0;
    for (std::size_t i = 0; i < count; ++i) {
        auto const next = iterator.next();
        if (next == icu::BreakIterator::DONE) return std::string(text);
        end = next;
    }
    return from_icu(wide.tempSubString(0, end));
}

std::string fold_case(std::string_view text) {
    if (is_ascii(text)) return ascii_lower(text);
    return from_icu(to_icu(text).foldCase());
}

std::string fold_tag(std::string_view name) {
    if (is_ascii(name)) return ascii_lower(name);
    return normalize(name, "nfkc_cf", UNORM2_COMPOSE);
}

std::string fold_for_search(std::string_view text) {
    if (is_ascii(text)) return ascii_lower(text);
    auto const folded = to_icu(normalize(text, "nfkc_cf", UNORM2_DECOMPOSE));
    icu::UnicodeString out;
    for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
        auto const c = folded.char32At(i);
        // Accents of the alphabets that have a plain letter below; the vowel signs of Thai and its
        // like stay.
        if (u_charType(c) == U_NON_SPACING_MARK && c < 0x0370) continue;
        out.append(c);
    }
    return from_icu(out);
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
    auto const first = static_cast<unsigned char>(text[at]);
    if (first < 0x80) {
        ++at;
        return first;
    }
    auto offset = std::int32_t{0};
    // No sequence is longer than four bytes, so that the size fits whatever the text's is.
    auto const rest = text.substr(at, 4);
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(rest.data(), offset, static_cast<std::int32_t>(rest.size()), c);
    at += static_cast<std::size_t>(offset);
    return static_cast<char32_t>(c);
}

bool is_word_character(char32_t c) {
    if (c < 0x80) return is_name_character(static_cast<char>(c));
    constexpr auto word = U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK;
    return (U_MASK(u_charType(static_cast<UChar32>(c))) & word) != 0;
}

bool is_alphabetic(char32_t c) {
    if (c < 0x80) return is_letter(static_cast<char>(c));
    return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_ALPHABETIC) != 0;
}

bool is_white_space(char32_t c) {
    if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
    return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view white = " \t\r\n\f\v";
    auto const begin = text.find_first_not_of(white);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(white) - begin + 1);
}

std::vector<Language> known_languages() {
    constexpr int name_characters_max = 100;
    std::vector<Language> languages;
    for (auto const* code = uloc_getISOLanguages(); *code; ++code) {
        if (std::string_view(*code).size() != 2) continue;
        std::array<UChar, name_characters_max> name;
        UErrorCode status = U_ZERO_ERROR;
        auto const length =
            uloc_getDisplayLanguage(*code, "en", name.data(), name_characters_max, &status);
        if (U_FAILURE(status)) continue;
        auto& language = languages.emplace_back();
        language.code = *code;
        icu::UnicodeString(name.data(), length).toUTF8String(language.name);
    }
    std::ranges::sort(languages, {}, &Language::code);
    return languages;
}

std::string strip_controls(std::string_view text, bool keep_lines) {
    std::string out;
    std::int32_t i = 0;
    auto const size = static_cast<std::int32_t>(text.size());
    while (i < size) {
        auto const begin = i;
        UChar32 c = 0;
        U8_NEXT(text.data(), i, size, c);
        if (c < 0) continue;
        auto const line = c == '\n' || c == '\t';
        auto const bidi_override = (c >= 0x202A && c <= 0x202E) || c == 0xFEFF;
        // Not what ICU calls control: that takes the joiners out of Persian words and emoji too.
        auto const type = u_charType(c);
        auto const control =
            type == U_CONTROL_CHAR || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR;
        if ((control && !(line && keep_lines)) || bidi_override) continue;
        out.append(
            text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(i - begin)));
    }
    return out;
}

}  // namespace skein
