// The part of removing a post that may take long: see `remove_status` in statuses.h.
#pragma once

#include <string_view>
#include <tuple>

#include "base/ids.h"
#include "base/result.h"
#include "core/jobs.h"

namespace skein::social {

/// Removes the boosts of a post that is gone.
struct RemoveBoosts {
    static constexpr std::string_view name = "social.remove_boosts";
    StatusId original;
    auto row() { return std::tie(original); }
};
Result<void> remove_boosts(JobRun& run, RemoveBoosts const& job);

/// A part of what hangs on a post: boosts of it, favourites, bookmarks, notifications. Answers
/// about how many rows that wrote, zero when nothing is left but what is few. For those who remove
/// many posts, so that one that very many people liked is not one big write.
Result<std::int64_t> remove_some_hanging(db::Tx& tx, StatusId id);

}  // namespace skein::social
