#include "base/emoji.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace skein {
namespace {

constexpr char16_t as_picture = 0xFE0F;

bool is_recommended(icu::UnicodeString const& text) {
    return u_stringHasBinaryProperty(text.getBuffer(), text.length(), UCHAR_RGI_EMOJI) != 0;
}

std::string utf8_of(icu::UnicodeString const& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

}  // namespace

std::optional<std::string> one_emoji(std::string_view text) {
    if (text.empty() || text.size() > emoji_bytes_max) return std::nullopt;
    auto const given = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    if (is_recommended(given)) return utf8_of(given);
    // Many keyboards write one character without its selector, others one selector too many.
    auto bare = given;
    bare.findAndReplace(icu::UnicodeString(as_picture), icu::UnicodeString());
    if (bare.isEmpty()) return std::nullopt;
    if (is_recommended(bare)) return utf8_of(bare);
    if (bare.countChar32() != 1) return std::nullopt;
    bare.append(as_picture);
    return is_recommended(bare) ? std::optional(utf8_of(bare)) : std::nullopt;
}

}  // namespace skein
