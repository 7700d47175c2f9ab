#include "features/activitypub/vocab/plain_text.h"

#include "base/text.h"
#include "features/activitypub/vocab/properties.h"
#include "social/languages.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t map_entries_max = 50;
/// No word is so long; of what is longer only the front is looked at.
constexpr std::size_t character_bytes_max = 32;

}  // namespace

std::string natural_text(json::Value object, std::string_view key) {
    auto text = text_of(object, key);
    auto const map = text.empty() ? object.find(std::string(key) + "Map") : std::nullopt;
    if (!map) return text;
    std::size_t count = 0;
    for (auto const& [language, value] : map->members()) {
        if (++count > map_entries_max) break;
        auto const entry = value.text();
        if (!entry || entry->empty()) continue;
        auto const known = !social::language_code(language).empty();
        if (known || text.empty()) text = strip_controls(*entry, true);
        if (known) break;
    }
    return text;
}

std::string one_line(std::string_view text, std::size_t characters_max) {
    text = trim(first_bytes(text, characters_max * character_bytes_max));
    std::string line;
    line.reserve(text.size());
    bool white = false;
    for (std::size_t at = 0; at < text.size();) {
        auto const begin = at;
        auto const is_white = is_white_space(next_code_point(text, at));
        if (is_white && !white) line += ' ';
        if (!is_white) line += text.substr(begin, at - begin);
        white = is_white;
    }
    return shortened(line, characters_max);
}

std::string shortened(std::string_view text, std::size_t characters_max) {
    text = first_bytes(text, characters_max * character_bytes_max);
    return has_more_graphemes(text, characters_max) ? first_graphemes(text, characters_max)
                                                    : std::string(text);
}

std::string_view first_bytes(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    auto size = bytes_max;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    return text.substr(0, size);
}

}  // namespace skein::activitypub
