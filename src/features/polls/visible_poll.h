// A poll, to somebody who may see its post.
#pragma once

#include "core/endpoint.h"
#include "social/polls.h"

namespace skein::polls {

/// `not_found` unless the viewer may see the post.
Result<social::Poll> load_visible_poll(db::Tx& tx, AccountId viewer, PollId id);

/// 200 with the poll as it is now.
Result<Reply> answer(Call& call, db::Tx& tx, PollId id);

}  // namespace skein::polls
