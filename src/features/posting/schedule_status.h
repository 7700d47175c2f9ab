// Posts that are asked for now and published later.
#pragma once

#include "core/endpoint.h"
#include "features/posting/handlers.h"

namespace skein::posting {

/// `POST /api/v1/statuses` with `scheduled_at`.
Result<Reply> schedule_status(Call& call, CreateStatus const& input);
/// What a request, or an earlier one of its key, has made: a post, or one that is yet to come.
Result<Reply> show_made(Call& call, StatusId id);

}  // namespace skein::posting
