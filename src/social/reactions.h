// Emoji reactions, as other servers know them: a picture instead of a plain favourite. People here
// see who reacted with what; a reaction counts as no favourite.
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

namespace skein {
class Server;
}

namespace skein::social {

struct Reaction {
    StatusId status_id;
    AccountId account_id;
    std::string emoji;   ///< One emoji of Unicode, or the shortcode of a custom one.
    std::string domain;  ///< Of the custom emoji; "" for Unicode (and for this server's own).
    auto row() { return std::tie(status_id, account_id, emoji, domain); }
};

/// At most `reactions_per_account_max` of one account; the rest are Errc::unprocessable. One that
/// is there already changes nothing. `replace`: takes the account's other reactions away.
Result<void> add_reaction(db::Tx& tx, Reaction const& reaction, bool replace);
Result<void> remove_reaction(db::Tx& tx, Reaction const& reaction);
/// Those of one account (zero: of everybody, the oldest `reactions_listed_max`), oldest first.
Result<std::vector<Reaction>> list_reactions(db::Tx& tx, StatusId status, AccountId account);
inline constexpr std::int64_t reactions_per_account_max = 10;
inline constexpr std::int64_t reactions_listed_max = 1000;
inline constexpr std::size_t reaction_bytes_max = 128;

/// Shows them with posts (`skein_reactions`), and takes them away with them.
void install_reactions(Server& server);

}  // namespace skein::social
