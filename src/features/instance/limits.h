// The limits of what people may write, as the instance document states them.
#pragma once

#include "base/json.h"
#include "social/instance.h"

namespace skein::instance {

/// Writes the members `accounts`, `statuses`, `media_attachments` and `polls` into the open object.
void write_limits(social::InstanceConfig const& config, json::Writer& out);

}  // namespace skein::instance
