#include "features/interactions/handlers.h"
#include "features/interactions/target.h"

namespace skein::interactions {

Result<Reply> favourite_status(Call& call) { return change_target(call, social::add_favourite); }

Result<Reply> unfavourite_status(Call& call) {
    return change_target(call, social::remove_favourite);
}

}  // namespace skein::interactions
