// Files that somebody waits with for a post that is yet to come. Until they are released no post
// takes them and no sweep removes them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"
#include "social/media.h"

namespace skein::social {

/// Keeps files that `load_media_for` has answered, in the same transaction, for the row `keeper`.
Result<void> keep_media(db::Tx& tx, std::int64_t keeper, std::span<MediaId const> media);
/// Lets go of what `keeper` kept: it waits for a post like any file, for a day from now.
Result<void> release_media(db::Tx& tx, std::int64_t keeper);
/// Does anything wait with this file?
Result<bool> is_kept(db::Tx& tx, MediaId media);
/// The account's own ones of these, in any order.
Result<std::vector<Media>> list_own_media(db::Tx& tx, AccountId account,
                                          std::span<MediaId const> ids);

}  // namespace skein::social
