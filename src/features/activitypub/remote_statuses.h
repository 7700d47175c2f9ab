// Posts of other servers: storing what their authors wrote, and fetching what is missing.
#pragma once

#include <optional>

#include "features/activitypub/authority.h"
#include "features/activitypub/fetch.h"
#include "features/activitypub/vocab/object.h"
#include "social/statuses.h"

namespace skein::activitypub {

/// The post with this id: one of ours, one that is stored, or one fetched now with its author and,
/// as far as the budget goes, its parents. Nothing when it is no post, or not for us.
Result<std::optional<StatusId>> ensure_status(Server& server, Iri const& id, FetchBudget& budget,
                                              FetchAs const& as = {});

struct StoreOptions {
    bool quiet = false;  ///< Back-filled: nobody is notified, no home gets it.
    /// Accounts here whose inbox it came to: they may see what is addressed to nobody else.
    std::optional<AccountId> inbox_of = {};
    /// Of the activity it came in; holds where the object names nobody itself.
    Audience audience = {};
    /// Writes in the transaction that stores it, last; for a job that must end with it
    /// (`JobRun::finish`). Nothing: a write of its own.
    std::function<Result<void>(std::function<Result<void>(db::Tx&)>)> write = {};
};
/// Stores a post (or a newer state of it) on the word of its author: authors, parents, mentions,
/// emojis and quotes are fetched first, then one transaction writes. Nothing when it is not kept:
/// deleted before, a vote (which is counted), refused by a policy.
Result<std::optional<StatusId>> store_object(Server& server, OwnObject const& object,
                                             FetchBudget& budget, StoreOptions const& options = {});
/// An edit, if it is one (`updated` is newer, or the text differs), or new poll counts; unknown
/// objects are left unknown (nothing).
Result<std::optional<StatusId>> update_object(Server& server, OwnObject const& object,
                                              FetchBudget& budget,
                                              StoreOptions const& options = {});

}  // namespace skein::activitypub
