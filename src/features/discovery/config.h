// Settings of the directory and of suggestions.
#pragma once

#include <string>
#include <vector>

#include "core/config.h"

namespace skein::discovery {

struct DiscoveryConfig {
    std::vector<std::string> featured;

    void declare(Settings& s) {
        s.list("discovery.featured", featured,
               "Handles of accounts that are suggested to everybody first, such as ann or "
               "news@example.org.");
    }
};

}  // namespace skein::discovery
