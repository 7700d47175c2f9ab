// Custom emojis of other servers: always of the domain whose account used them, whatever their tags
// claim.
#pragma once

#include <string_view>
#include <vector>

#include "features/activitypub/vocab/actor.h"
#include "platform/db/tx.h"

namespace skein::activitypub {

/// Stores those that are new or have another picture. Names and addresses that cannot be are left
/// out.
Result<void> store_emojis(db::Tx& tx, std::string_view domain, std::vector<EmojiTag> const& emojis);

}  // namespace skein::activitypub
