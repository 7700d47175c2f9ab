// Posts of other servers: storing what their authors wrote, and fetching what is missing.
#pragma once

#include <functional>
#include <optional>

#include "features/activitypub/authority.h"
#include "features/activitypub/fetch.h"
#include "features/activitypub/vocab/object.h"
#include "social/statuses.h"

namespace skein::activitypub {

struct StoreOptions {
    bool quiet = false;  ///< Back-filled: nobody is notified, no home gets it.
    /// The account here whose inbox it came to: it may see what is addressed to nobody else.
    std::optional<AccountId> inbox_of = {};
    /// Of the activity it came in; holds where the object names nobody itself.
    Audience audience = {};
    /// Runs the transaction that stores it, if there is one: a job gives its `finish`, so that both
    /// end together.
    std::function<Result<void>(std::function<Result<void>(db::Tx&)>)> write = {};
};

/// The post with this id: one of ours, one that is stored, or one fetched now with its author and,
/// as far as the budget goes, its parents (which nobody is told of). Nothing when it is no post, or
/// not for us. Errors as `fetch_document`.
Result<std::optional<StatusId>> ensure_status(Server& server, Iri const& id, FetchBudget& budget,
                                              FetchAs const& as = {},
                                              StoreOptions const& options = {.quiet = true});

/// Stores a post (or a newer state of it) on the word of its author: authors, parents, mentions and
/// quotes are fetched first, then one transaction writes. Nothing when it is not kept: deleted
/// before, a vote (which is counted), of a refused domain. What was fetched quietly before is told
/// to homes when its author sends it.
Result<std::optional<StatusId>> store_object(Server& server, OwnObject const& object,
                                             FetchBudget& budget, StoreOptions const& options = {});
/// An edit, if it is one (the visible content differs and is no older), or new poll counts, a new
/// policy, a stamp for its quote. Unknown objects stay unknown (nothing). The audience never
/// changes.
Result<std::optional<StatusId>> update_object(Server& server, OwnObject const& object,
                                              FetchBudget& budget,
                                              StoreOptions const& options = {});

}  // namespace skein::activitypub
