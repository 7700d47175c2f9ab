// Settings of this feature.
#pragma once

#include <string>

#include "core/config.h"

namespace skein::instance {

struct DocumentConfig {
    std::string source_url;

    void declare(Settings& s) {
        s.text(
            "instance.source_url", source_url,
            "Where people find the source of the program as it runs here; the licence gives them "
            "a right to it. Empty is this server's own front page.");
    }
};

}  // namespace skein::instance
