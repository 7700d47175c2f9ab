#include "features/filters/upkeep.h"

#include "core/server.h"
#include "social/filters.h"

namespace skein::filters {

Result<void> forget_removed(db::Tx& tx, social::StatusRemoved const& event) {
    return social::forget_filtered_status(tx, event.status);
}

Result<void> remove_filters_later(db::Tx& tx, social::AccountRemoved const& event) {
    if (!event.local) return {};
    return enqueue(tx, RemoveFilters{event.account}, {.priority = Priority::upkeep});
}

Result<void> remove_filters(JobRun& run, RemoveFilters const& job) {
    for (std::size_t i = 0; i <= social::filters_max; ++i) {
        TRY(auto const more, run.server().db().write(
                                 [&](db::Tx& tx) -> Result<bool> {
                                     TRY(auto const filters, social::list_filters(tx, job.account));
                                     if (filters.empty()) return false;
                                     TRY_OK(social::remove_filter(tx, filters.front()));
                                     return true;
                                 },
                                 db::Urgency::background));
        if (!more) break;
    }
    return {};
}

}  // namespace skein::filters
