#include "features/lists/upkeep.h"

#include "core/server.h"
#include "social/lists.h"

namespace skein::lists {

Result<void> drop_unfollowed(db::Tx& tx, social::FollowRemoved const& event) {
    return social::remove_from_lists(tx, event.account, event.target);
}

Result<void> drop_refused(db::Tx& tx, social::FollowRequestRemoved const& event) {
    return social::remove_from_lists(tx, event.account, event.target);
}

Result<void> remove_lists_later(db::Tx& tx, social::AccountRemoved const& event) {
    if (!event.local) return {};
    return enqueue(tx, RemoveLists{event.account}, {.priority = Priority::upkeep});
}

Result<void> remove_lists(JobRun& run, RemoveLists const& job) {
    for (std::size_t i = 0; i <= social::lists_of_account_max; ++i) {
        TRY(auto const more, run.server().db().write(
                                 [&](db::Tx& tx) -> Result<bool> {
                                     TRY(auto const lists, social::list_lists(tx, job.account));
                                     if (lists.empty()) return false;
                                     TRY_OK(social::remove_list(tx, lists.front()));
                                     return true;
                                 },
                                 db::Urgency::background));
        if (!more) break;
    }
    return {};
}

}  // namespace skein::lists
