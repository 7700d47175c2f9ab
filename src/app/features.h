// The features of the program, each one line in features.cpp.
#pragma once

#include <vector>

#include "core/server.h"

namespace skein {

/// Those without which no server works: people sign in, post, follow and read.
std::vector<Feature> required_features();

/// What this program carries: every feature; or, linked as `skein_required`, the required ones
/// alone.
std::vector<Feature> features();

}  // namespace skein
