#include "features/activitypub/vocab/tags.h"

#include <algorithm>
#include <unordered_set>

#include "base/ascii.h"
#include "base/text.h"
#include "features/activitypub/vocab/links.h"
#include "features/activitypub/vocab/plain_text.h"
#include "features/activitypub/vocab/properties.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t tags_max = 2000;
constexpr std::size_t shortcode_bytes_max = 128, hashtag_bytes_max = 400;
constexpr std::size_t mention_name_characters_max = 500;

std::vector<json::Value> tags_of(json::Value document, std::string_view type) {
    auto tags = list_of(document, "tag", tags_max);
    std::erase_if(tags, [&](json::Value tag) { return !has_type(tag, type); });
    return tags;
}

/// With or without its colons.
std::string_view shortcode_of(json::Value tag) {
    auto name = trim(tag.get_text("name"));
    if (name.starts_with(':')) name.remove_prefix(1);
    if (name.ends_with(':')) name.remove_suffix(1);
    auto const good = !name.empty() && name.size() <= shortcode_bytes_max &&
                      std::ranges::all_of(name, is_name_character);
    return good ? name : std::string_view{};
}

std::string_view without_sign(std::string_view name) {
    for (std::string_view const sign : {"#", "＃"})
        if (name.starts_with(sign)) return name.substr(sign.size());
    return name;
}

/// Words of any script, and what joins them (as in `post_entities`); not digits alone.
bool is_hashtag(std::string_view name) {
    if (name.empty() || name.size() > hashtag_bytes_max) return false;
    constexpr char32_t middle_dot = 0xB7, katakana_dot = 0x30FB, non_joiner = 0x200C;
    bool has_letter = false;
    for (std::size_t at = 0; at < name.size();) {
        auto const c = next_code_point(name, at);
        has_letter |= is_alphabetic(c) || c == '_';
        auto const joins = c == middle_dot || c == katakana_dot || c == non_joiner;
        if (!is_word_character(c) && !joins) return false;
    }
    return has_letter;
}

}  // namespace

std::vector<EmojiTag> read_emojis(json::Value document) {
    std::vector<EmojiTag> emojis;
    for (auto const& tag : tags_of(document, "Emoji")) {
        if (emojis.size() == emojis_max) break;
        auto const shortcode = shortcode_of(tag);
        if (shortcode.empty()) continue;
        auto picture = picture_of(tag, "icon");
        if (!picture.url.empty())
            emojis.push_back({std::string(shortcode), std::move(picture.url)});
    }
    return emojis;
}

std::vector<MentionTag> read_mentions(json::Value document) {
    std::vector<MentionTag> mentions;
    for (auto const& tag : tags_of(document, "Mention")) {
        if (mentions.size() == mention_tags_max) break;
        auto const href = Iri::parse(tag.get_text("href"));
        if (!href || std::ranges::find(mentions, *href, &MentionTag::href) != mentions.end())
            continue;
        mentions.push_back({*href, one_line(text_of(tag, "name"), mention_name_characters_max)});
    }
    return mentions;
}

std::vector<std::string> read_hashtags(json::Value document) {
    std::vector<std::string> hashtags;
    std::unordered_set<std::string> folded;
    for (auto const& tag : tags_of(document, "Hashtag")) {
        if (hashtags.size() == hashtags_max) break;
        auto const name = without_sign(trim(tag.get_text("name")));
        if (is_hashtag(name) && folded.insert(fold_tag(name)).second) hashtags.emplace_back(name);
    }
    return hashtags;
}

}  // namespace skein::activitypub
