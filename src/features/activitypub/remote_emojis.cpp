#include "features/activitypub/remote_emojis.h"

#include "base/ascii.h"
#include "social/emojis.h"

namespace skein::activitypub {
namespace {

constexpr std::size_t emojis_max = 50;
constexpr std::size_t shortcode_bytes_min = 2, shortcode_bytes_max = 128, url_bytes_max = 2048;

bool can_be_stored(EmojiTag const& emoji) {
    auto const& name = emoji.shortcode;
    return name.size() >= shortcode_bytes_min && name.size() <= shortcode_bytes_max &&
           std::ranges::all_of(name, is_name_character) && emoji.url.size() <= url_bytes_max &&
           Url::parse(emoji.url);
}

}  // namespace

Result<void> store_emojis(db::Tx& tx, std::string_view domain,
                          std::vector<EmojiTag> const& emojis) {
    std::vector<std::string> names;
    for (auto const& emoji : emojis)
        if (names.size() < emojis_max && can_be_stored(emoji)) names.push_back(emoji.shortcode);
    if (names.empty() || domain.empty()) return {};
    TRY(auto const known, social::list_emojis(tx, domain, names));
    for (auto const& emoji : emojis) {
        if (std::ranges::find(names, emoji.shortcode) == names.end()) continue;
        auto const same = [&](social::Emoji const& one) {
            return one.shortcode == emoji.shortcode && one.remote_url == emoji.url;
        };
        if (std::ranges::any_of(known, same)) continue;
        social::Emoji fresh;
        fresh.shortcode = emoji.shortcode;
        fresh.domain = domain;
        fresh.remote_url = emoji.url;
        fresh.visible = false;
        TRY_OK(social::put_emoji(tx, std::move(fresh)));
    }
    return {};
}

}  // namespace skein::activitypub
