// What filters look through: all that people read of a post. Whoever holds filters against posts,
// for an answer or for a mail, takes the text from here.
#pragma once

#include <span>
#include <string>
#include <unordered_map>

#include "base/ids.h"
#include "base/result.h"
#include "platform/db/tx.h"

namespace skein::social {

/// The warning, the text, the options of the poll and the descriptions of media of each post, as
/// `fold_for_phrases` gives them. A post that is gone has none. One statement.
Result<std::unordered_map<StatusId, std::string>> load_filter_texts(
    db::Tx& tx, std::span<StatusId const> posts);

}  // namespace skein::social
