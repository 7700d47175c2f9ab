// The limits of what people may write, as the instance document states them.
#pragma once

#include <cstdint>

#include "base/json.h"
#include "social/instance.h"

namespace skein::instance {

/// The older form (`/api/v1/instance`) knows fewer limits.
enum class Form : std::uint8_t { first, second };

struct Limits {
    social::InstanceConfig const& config;
    bool playables = false;  ///< Are videos and sounds taken in?
};

/// Writes the members `accounts`, `statuses`, `media_attachments` and `polls` into the open object.
void write_limits(Limits const& limits, Form form, json::Writer& out);

}  // namespace skein::instance
