// The features of the program, each one line.
#pragma once

#include <vector>

#include "core/server.h"

namespace skein {

/// All features, or only those without which no server works.
std::vector<Feature> all_features();
std::vector<Feature> required_features();

}  // namespace skein
