#include "features/interactions/handlers.h"
#include "features/interactions/target.h"

namespace skein::interactions {

Result<Reply> bookmark_status(Call& call) { return change_target(call, social::add_bookmark); }

Result<Reply> unbookmark_status(Call& call) { return change_target(call, social::remove_bookmark); }

}  // namespace skein::interactions
