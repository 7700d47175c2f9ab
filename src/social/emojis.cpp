#include "social/emojis.h"

#include "base/ascii.h"
#include "social/media.h"

namespace skein::social {
namespace {

#define EMOJI_COLUMNS "id, shortcode, domain, file_key, static_key, remote_url, category, visible"

db::Query<Emoji> const list_local{"emojis.list_local",
                                  "SELECT " EMOJI_COLUMNS
                                  " FROM custom_emojis WHERE domain = '' ORDER BY shortcode"};
db::Query<Emoji> const list_named{
    "emojis.list", "SELECT " EMOJI_COLUMNS
                   " FROM custom_emojis WHERE domain = $1 AND shortcode IN {texts:$2} "
                   "ORDER BY shortcode"};
db::Query<Emoji> const find_named{"emojis.find",
                                  "SELECT " EMOJI_COLUMNS
                                  " FROM custom_emojis WHERE shortcode = $1 AND domain = $2"};
db::Sql const put{
    "emojis.put",
    "INSERT INTO custom_emojis (" EMOJI_COLUMNS
    ", created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (shortcode, domain) "
    "DO UPDATE SET id = $1, file_key = $4, static_key = $5, remote_url = $6, category = $7, "
    "visible = $8"};

constexpr std::size_t shortcode_characters_min = 2;
constexpr std::size_t shortcode_characters_max = 128;
constexpr std::size_t category_bytes_max = 400;

bool is_shortcode(std::string_view text) {
    if (text.size() < shortcode_characters_min || text.size() > shortcode_characters_max)
        return false;
    return std::ranges::all_of(text, is_name_character);
}

}  // namespace

Result<std::vector<Emoji>> list_local_emojis(db::Tx& tx) { return tx.list(list_local); }

Result<std::vector<Emoji>> list_emojis(db::Tx& tx, std::string_view domain,
                                       std::span<std::string const> shortcodes) {
    if (shortcodes.empty()) return std::vector<Emoji>{};
    return tx.list(list_named, domain, shortcodes);
}

Result<void> put_emoji(db::Tx& tx, Emoji emoji) {
    if (!is_shortcode(emoji.shortcode))
        return fail(Errc::unprocessable,
                    "Validation failed: Shortcode must be 2 to 128 letters, digits or underscores");
    if (emoji.category.size() > category_bytes_max)
        return fail(Errc::unprocessable, "Validation failed: Category is too long");
    TRY(auto const before, tx.find(find_named, emoji.shortcode, emoji.domain));
    // The highest id tells the views that some picture has changed (status_heads.h).
    emoji.id = tx.new_id<EmojiId>();
    TRY_OK(tx.run(put, emoji.id, emoji.shortcode, emoji.domain, emoji.file_key, emoji.static_key,
                  emoji.remote_url, emoji.category, emoji.visible, tx.now()));
    if (!before) return {};
    for (auto const& key : {before->file_key, before->static_key})
        if (key != emoji.file_key && key != emoji.static_key) TRY_OK(remove_file(tx, key));
    return {};
}

}  // namespace skein::social
