#include "social/views/emoji_view.h"

#include <algorithm>

#include "social/remote_files.h"
#include "social/views/views.h"

namespace skein::social {
namespace {

db::Query<Emoji> const list_of_domains{
    "emojis.list_of_domains",
    "SELECT id, shortcode, domain, file_key, static_key, remote_url, category, visible "
    "FROM custom_emojis WHERE shortcode IN {texts:$1} AND domain IN {texts:$2}"};

bool is_shortcode_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool has_picture(Emoji const& emoji) {
    return !emoji.file_key.empty() || !emoji.remote_url.empty();
}

void add_once(std::vector<std::string>& list, std::string_view text) {
    if (std::ranges::find(list, text) == list.end()) list.emplace_back(text);
}

}  // namespace

std::vector<std::string> shortcodes_in(std::string_view text) {
    std::vector<std::string> found;
    auto colon = text.find(':');
    while (colon != std::string_view::npos && found.size() < shortcodes_max) {
        auto end = colon + 1;
        while (end < text.size() && is_shortcode_character(text[end])) ++end;
        auto const closed = end < text.size() && text[end] == ':';
        if (closed && end - colon > 2) add_once(found, text.substr(colon + 1, end - colon - 1));
        // The closing colon of no shortcode may open the next.
        colon = closed && end - colon > 2 ? text.find(':', end + 1) : text.find(':', end);
    }
    return found;
}

void EmojiBook::note(std::string_view domain, std::string_view text) {
    auto const found = shortcodes_in(text);
    if (found.empty()) return;
    for (auto const& shortcode : found) add_once(shortcodes_, shortcode);
    add_once(domains_, domain);
}

Result<void> EmojiBook::load(db::Tx& tx) {
    if (shortcodes_.empty()) return {};
    TRY(auto rows, tx.list(list_of_domains, shortcodes_, domains_));
    for (auto& row : rows) {
        auto key = std::pair(row.domain, row.shortcode);
        found_.emplace(std::move(key), std::move(row));
    }
    return {};
}

Emoji const* EmojiBook::find(std::string_view domain, std::string_view shortcode) const {
    auto const emoji = found_.find(std::pair(std::string(domain), std::string(shortcode)));
    return emoji != found_.end() && has_picture(emoji->second) ? &emoji->second : nullptr;
}

void EmojiBook::write(Server const& server, std::string_view domain,
                      std::initializer_list<std::string_view> texts, json::Writer& out) const {
    std::vector<std::string> shown;
    if (!found_.empty())
        for (auto const text : texts)
            for (auto const& shortcode : shortcodes_in(text)) add_once(shown, shortcode);
    out.array([&] {
        for (auto const& shortcode : shown) {
            if (auto const* emoji = find(domain, shortcode)) write_emoji(server, *emoji, out);
        }
    });
}

EmojiAddresses addresses_of(Server const& server, Emoji const& emoji) {
    if (emoji.file_key.empty()) {
        RemoteName const name{"emojis", emoji.id.value, emoji.remote_url};
        return {remote_url_here(server, name, RemoteForm::whole),
                remote_url_here(server, name, RemoteForm::small)};
    }
    auto const url = media_url(server, emoji.file_key);
    return {url, emoji.static_key.empty() ? url : media_url(server, emoji.static_key)};
}

void write_emoji(Server const& server, Emoji const& emoji, json::Writer& out) {
    auto const addresses = addresses_of(server, emoji);
    out.object([&] {
        out.field("shortcode", emoji.shortcode);
        out.field("url", addresses.url);
        out.field("static_url", addresses.static_url);
        out.field("visible_in_picker", emoji.visible);
        out.key("category");
        emoji.category.empty() ? out.value(nullptr) : out.value(emoji.category);
    });
}

}  // namespace skein::social
