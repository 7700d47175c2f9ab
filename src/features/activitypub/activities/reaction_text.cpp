#include "features/activitypub/activities/reaction_text.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t shortcode_bytes_max = 100, emoji_bytes_max = 64, tags_max = 20;
constexpr std::string_view heart = "\u2764", heart_in_colour = "\u2764\uFE0F";

/// One picture of text: no letter, and not ASCII alone (keycaps begin with a digit).
bool is_emoji(std::string_view text) {
    if (text.empty() || text.size() > emoji_bytes_max || count_graphemes(text) != 1) return false;
    std::size_t at = 0;
    while (at < text.size())
        if (is_alphabetic(next_code_point(text, at))) return false;
    return std::ranges::any_of(text, [](char c) { return (c & 0x80) != 0; });
}

bool is_shortcode(std::string_view name) {
    return !name.empty() && name.size() <= shortcode_bytes_max &&
           std::ranges::all_of(name, is_name_character);
}

std::string_view without_colons(std::string_view text) {
    if (text.size() < 3 || !text.starts_with(':') || !text.ends_with(':')) return {};
    return text.substr(1, text.size() - 2);
}

std::vector<EmojiTag> pictures_of(json::Value activity, std::string_view shortcode) {
    std::vector<EmojiTag> pictures;
    for (auto const& tag : list_of(activity, "tag", tags_max)) {
        if (!has_type(tag, "Emoji")) continue;
        auto name = text_of(tag, "name");
        auto const bare = without_colons(name);
        auto const icon = first_of(tag, "icon");
        if ((bare.empty() ? name : bare) != shortcode || !icon) continue;
        auto const url = icon->is_object() ? first_of(*icon, "url") : icon;
        if (url) pictures.push_back({std::string(shortcode), std::string(id_text(*url))});
        break;
    }
    return pictures;
}

}  // namespace

std::optional<ReactionText> read_reaction(json::Value activity, std::string_view domain) {
    auto content = text_of(activity, "content");
    if (content.empty()) content = text_of(activity, "_misskey_reaction");
    auto const text = trim(content);
    if (text.empty() || text == heart || text == heart_in_colour) return std::nullopt;
    if (is_emoji(text)) return ReactionText{std::string(text), {}, {}};
    auto const code = without_colons(text);
    auto const at = code.find('@');
    auto const shortcode = code.substr(0, at);
    if (!is_shortcode(shortcode)) return std::nullopt;
    if (at == std::string_view::npos || code.substr(at + 1) == ".")
        return ReactionText{std::string(shortcode), std::string(domain),
                            pictures_of(activity, shortcode)};
    auto const host = Host::parse(code.substr(at + 1));
    if (!host || host->is_ip()) return std::nullopt;
    // Whose emoji it is, only its own server can show.
    auto const own = host->str() == domain;
    return ReactionText{std::string(shortcode), host->str(),
                        own ? pictures_of(activity, code) : std::vector<EmojiTag>{}};
}

std::string to_detail(ReactionText const& reaction) {
    return reaction.domain.empty() ? reaction.emoji : reaction.emoji + "@" + reaction.domain;
}

ReactionText from_detail(std::string_view detail) {
    auto const at = detail.find('@');
    if (at == std::string_view::npos) return {std::string(detail), {}, {}};
    return {std::string(detail.substr(0, at)), std::string(detail.substr(at + 1)), {}};
}

}  // namespace skein::activitypub
