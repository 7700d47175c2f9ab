// Collections that posts link to by the addresses of their pages: clients show them below the post,
// and open them without a browser.
//
// Invariants: (1) a post shows only collections that everybody may see, and its author could when
// it was written; (2) whatever changes a collection makes the posts that show it be drawn anew, the
// newest `posts_redrawn_max` at once.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "platform/db/tx.h"
#include "social/collections.h"

namespace skein {
class Server;
}

namespace skein::social {

/// So many of one post are kept, the first ones.
inline constexpr std::size_t tagged_collections_max = 10;
inline constexpr std::int64_t posts_redrawn_max = 500;

/// Part of whatever changes the collection, who is in it, or that it is there; before it goes.
Result<void> redraw_posts_with(db::Tx& tx, CollectionId id);
/// The same for all that the account owns or is in.
Result<void> redraw_posts_about(db::Tx& tx, AccountId account);

/// Reads posts that come and are edited, and puts the field into its socket.
void install_tagged_collections(Server& server);

}  // namespace skein::social
