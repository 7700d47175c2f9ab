// What happens to lists because of something else.
#pragma once

#include "core/jobs.h"
#include "social/events.h"

namespace skein::lists {

/// Whoever is followed no longer, or refused to be, leaves the lists.
Result<void> drop_unfollowed(db::Tx& tx, social::FollowRemoved const& event);
Result<void> drop_refused(db::Tx& tx, social::FollowRequestRemoved const& event);

/// The lists of an account that goes away, one after the other.
struct RemoveLists {
    static constexpr std::string_view name = "lists.remove_all";
    AccountId account;
    auto row() { return std::tie(account); }
};
Result<void> remove_lists_later(db::Tx& tx, social::AccountRemoved const& event);
Result<void> remove_lists(JobRun& run, RemoveLists const& job);

}  // namespace skein::lists
