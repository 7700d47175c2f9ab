// Collections that posts link to by the addresses of their pages: clients show them below the post,
// and open them without a browser.
//
// Invariants: (1) a post shows only collections that its reader may see, and its author could when
// it was written; (2) it shows them as they are: cached texts hold their ids only.
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
/// Links to what goes away are forgotten at once up to so many; older ones go with their posts.
inline constexpr std::int64_t links_forgotten_max = 500;

/// Part of what removes the collection.
Result<void> forget_links_to(db::Tx& tx, CollectionId id);
/// The same for all that the account owns; before they go.
Result<void> forget_links_to_those_of(db::Tx& tx, AccountId owner);

/// Reads posts that come and are edited, and puts the field into its socket.
void install_tagged_collections(Server& server);

}  // namespace skein::social
