#include "features/interactions/handlers.h"
#include "features/interactions/target.h"

namespace skein::interactions {

Result<Reply> pin_status(Call& call) { return change_target(call, social::pin_status); }

Result<Reply> unpin_status(Call& call) { return change_target(call, social::unpin_status); }

}  // namespace skein::interactions
