// What followed tags bring home: public posts of strangers, and what home would not show of the
// people one follows. For home_timeline.cpp and streams.
#pragma once

#include <span>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "core/paging.h"
#include "social/readers.h"
#include "social/status_heads.h"

namespace skein::social {

std::vector<TagId> followed_tags_of(Reader const& reader, bool only_wide);

/// The newest posts with any of these tags: an index range for each tag, however much is said.
Result<HeadBatch> tagged_batch(db::Tx& tx, std::span<TagId const> tags, Page const& page);

/// Does the post belong in the reader's home if it carries a tag that the reader follows?
bool may_come_by_tag(Reader const& reader, StatusHead const& head, Time now);

/// Those of these posts that belong in the reader's home because of a tag alone. Public originals,
/// never of people who are muted, limited or read apart, nor answers to the muted. No statement for
/// a reader who follows no tag.
Result<std::unordered_set<StatusId>> list_brought_by_tags(db::Tx& tx, Reader const& reader,
                                                          std::span<StatusHead const> heads);

}  // namespace skein::social
