// The rules of the server as the API shows them.
#pragma once

#include <vector>

#include "base/json.h"
#include "social/instance.h"

namespace skein::instance {

/// The rules as one array.
void write_rules(std::vector<social::Rule> const& rules, json::Writer& out);

}  // namespace skein::instance
