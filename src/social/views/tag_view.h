// Tags of the API: with their last seven days, and what the reader has to do with them.
#pragma once

#include <span>

#include "social/featured_tags.h"
#include "social/tags.h"
#include "social/views/views.h"

namespace skein::social {

/// Each as one element of the open array. One statement, and one more for a reader.
Result<void> write_tags(ViewOf const& view, std::span<Tag const> tags, json::Writer& out);
Result<void> write_tag(ViewOf const& view, Tag const& tag, json::Writer& out);

/// FeaturedTag entities, each as one element of the open array.
void write_featured_tags(Server const& server, std::span<FeaturedTag const> tags,
                         json::Writer& out);

/// One day of a `history`: of tags, and of links.
void write_day(std::int64_t day, std::int64_t uses, std::int64_t accounts, json::Writer& out);

}  // namespace skein::social
