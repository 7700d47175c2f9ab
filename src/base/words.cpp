#include "base/words.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <memory>

#include "base/ascii.h"
#include "base/result.h"

namespace skein {
namespace {

/// No post is longer; what another server sends may be.
constexpr std::size_t text_bytes_max = 128 << 10;

constexpr auto word_mask = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;

bool is_part(UChar32 c) { return (U_MASK(u_charType(c)) & word_mask) != 0; }

/// Marks that a reader may leave out: accents of the European alphabets, the points of Hebrew and
/// Arabic. The vowel signs of Indic scripts, of Thai and its like stay, and the sound marks of
/// kana.
bool is_optional_mark(UChar32 c) {
    constexpr UChar32 tatweel = 0x0640, superscript_alef = 0x0670;
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0591 && c <= 0x05C7 && c != 0x05BE) ||
           c == tatweel || (c >= 0x064B && c <= 0x065F) || c == superscript_alef;
}

/// Letters that no normal form takes apart, as people without their keyboard type them.
char16_t const* plain_form(UChar32 c) {
    switch (c) {
        case 0x00E6: return u"ae";
        case 0x00F0:
        case 0x0111: return u"d";
        case 0x00F8: return u"o";
        case 0x00FE: return u"th";
        case 0x0127: return u"h";
        case 0x0131: return u"i";
        case 0x0142: return u"l";
        case 0x0153: return u"oe";
        default: return nullptr;
    }
}

icu::Normalizer2 const& normal_form(char const* name, UNormalization2Mode mode) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* form = icu::Normalizer2::getInstance(nullptr, name, mode, status);
    expects(U_SUCCESS(status));
    return *form;
}

icu::UnicodeString folded(std::string_view text) {
    auto const wide = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    UErrorCode status = U_ZERO_ERROR;
    auto const apart = normal_form("nfkc_cf", UNORM2_DECOMPOSE).normalize(wide, status);
    icu::UnicodeString bare;
    for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
        auto const c = apart.char32At(i);
        if (is_optional_mark(c)) continue;
        if (auto const* plain = plain_form(c)) bare.append(plain);
        else bare.append(c);
    }
    // Together again: dictionaries know composed letters, and a syllable of Hangul is one.
    auto const composed = normal_form("nfc", UNORM2_COMPOSE).normalize(bare, status);
    return U_FAILURE(status) ? bare : composed;
}

icu::BreakIterator& breaker() {
    thread_local std::unique_ptr<icu::BreakIterator> const iterator = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<icu::BreakIterator>(
            icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    }();
    return *iterator;
}

void cut(std::string& word) {
    if (word.size() <= search_word_bytes_max) return;
    auto end = search_word_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) --end;
    word.resize(end);
}

/// The parts of one segment between what is neither letter nor digit: `can't` is two.
void add_parts(icu::UnicodeString const& segment, std::size_t most,
               std::vector<std::string>& words) {
    std::int32_t begin = -1;
    for (std::int32_t i = 0; i <= segment.length();) {
        auto const inside = i < segment.length() && is_part(segment.char32At(i));
        if (inside && begin < 0) begin = i;
        if (!inside && begin >= 0) {
            if (words.size() >= most) return;
            segment.tempSubStringBetween(begin, i).toUTF8String(words.emplace_back());
            cut(words.back());
            begin = -1;
        }
        if (i == segment.length()) return;
        i = segment.moveIndex32(i, 1);
    }
}

/// Most posts: no dictionary and no table is needed.
std::vector<std::string> ascii_words(std::string_view text, std::size_t most) {
    std::vector<std::string> words;
    std::string word;
    auto const end = [&] {
        if (!word.empty() && words.size() < most) {
            cut(word);
            words.push_back(std::move(word));
        }
        word.clear();
    };
    for (auto const c : text) {
        auto const lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
        if ((lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9')) word += lower;
        else end();
    }
    end();
    return words;
}

bool is_plain(std::string_view text) {
    for (auto const c : text)
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    return true;
}

}  // namespace

std::vector<std::string> search_words(std::string_view text, std::size_t most) {
    text = text.substr(0, text_bytes_max);
    if (is_plain(text)) return ascii_words(text, most);
    auto const wide = folded(text);
    auto& iterator = breaker();
    iterator.setText(wide);
    std::vector<std::string> words;
    auto begin = iterator.first();
    for (auto end = iterator.next(); end != icu::BreakIterator::DONE && words.size() < most;
         begin = end, end = iterator.next())
        add_parts(wide.tempSubStringBetween(begin, end), most, words);
    return words;
}

}  // namespace skein
