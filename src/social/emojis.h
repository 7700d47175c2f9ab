// Custom emojis: pictures by shortcode.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::social {

struct Emoji {
    EmojiId id;
    std::string shortcode, domain, file_key, static_key, remote_url, category;
    bool visible = true;
    auto row() {
        return std::tie(id, shortcode, domain, file_key, static_key, remote_url, category, visible);
    }
};

/// This server's, in order of shortcode.
Result<std::vector<Emoji>> list_local_emojis(db::Tx& tx);
/// Those of a domain ("" is this server) with one of these shortcodes.
Result<std::vector<Emoji>> list_emojis(db::Tx& tx, std::string_view domain,
                                       std::span<std::string const> shortcodes);
/// Stores or replaces. Shortcode: 2 to 128 of [A-Za-z0-9_].
Result<void> put_emoji(db::Tx& tx, Emoji emoji);

}  // namespace skein::social
