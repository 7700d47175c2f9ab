// Hashtags found by how they begin, with their last seven days.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "core/server.h"
#include "social/tags.h"

namespace skein::search {

/// Tags whose folded name begins with the text, shortest first.
Result<std::vector<social::Tag>> list_tags(db::Tx& tx, std::string_view text, std::int64_t limit,
                                           std::int64_t offset);

/// The tags as one array of Tag entities.
Result<void> write_tags(Server const& server, db::Tx& tx, std::span<social::Tag const> tags,
                        json::Writer& out);

}  // namespace skein::search
