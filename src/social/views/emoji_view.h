// Custom emojis in texts: found by their shortcodes, loaded for a whole batch in one statement.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/emojis.h"

namespace skein {
class Server;
}

namespace skein::social {

/// The shortcodes between colons in a text, each once, at most `shortcodes_max`.
std::vector<std::string> shortcodes_in(std::string_view text);
inline constexpr std::size_t shortcodes_max = 64;

/// Where its picture is shown: another server's has an address here (remote_files.h).
struct EmojiAddresses {
    std::string url, static_url;
};
EmojiAddresses addresses_of(Server const& server, Emoji const& emoji);

/// The emojis of a batch: first every text is noted, then they are loaded, then written.
class EmojiBook {
  public:
    void note(std::string_view domain, std::string_view text);
    Result<void> load(db::Tx& tx);
    /// Null for one that is not there or has no picture.
    Emoji const* find(std::string_view domain, std::string_view shortcode) const;
    bool empty() const { return found_.empty(); }
    /// The `emojis` of an entity whose texts these are, as one value.
    void write(Server const& server, std::string_view domain,
               std::initializer_list<std::string_view> texts, json::Writer& out) const;

  private:
    std::vector<std::string> shortcodes_, domains_;
    std::map<std::pair<std::string, std::string>, Emoji> found_;  // By domain and shortcode.
};

}  // namespace skein::social
