// What happens to filters because of something else.
#pragma once

#include "core/jobs.h"
#include "social/events.h"

namespace skein::filters {

Result<void> forget_removed(db::Tx& tx, social::StatusRemoved const& event);

/// The filters of an account that goes away, one after the other.
struct RemoveFilters {
    static constexpr std::string_view name = "filters.remove_all";
    AccountId account;
    auto row() { return std::tie(account); }
};
Result<void> remove_filters_later(db::Tx& tx, social::AccountRemoved const& event);
Result<void> remove_filters(JobRun& run, RemoveFilters const& job);

}  // namespace skein::filters
