// The post a request is about.
#pragma once

#include "core/endpoint.h"
#include "platform/db/tx.h"
#include "social/statuses.h"

namespace skein::interactions {

/// What may be done to a post.
using Change = Result<void> (*)(db::Tx&, AccountId, social::Status const&);

/// The post if the viewer may see it, or what it boosts; else Errc::not_found.
Result<social::Status> load_target(db::Tx& tx, AccountId viewer, StatusId id);

/// Changes the post named by the path and answers it as it now is.
Result<Reply> change_target(Call& call, Change change);

/// The post as an answer.
Result<Reply> show_status(Call& call, StatusId id);

}  // namespace skein::interactions
