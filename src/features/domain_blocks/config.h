// Settings of this feature.
#pragma once

#include <string>

#include "core/config.h"

namespace skein::domain_blocks {

struct DomainBlocksConfig {
    std::string shown_to = "everybody";
    bool comments_shown = true, obfuscated = false;

    void declare(Settings& s) {
        s.choice("domain_blocks.shown_to", shown_to, {"everybody", "users", "nobody"},
                 "Who may read which domains this server blocks or limits.");
        s.flag("domain_blocks.comments_shown", comments_shown,
               "Whether the list says why: the public comment of each policy.");
        s.flag("domain_blocks.obfuscated", obfuscated,
               "Whether the list hides the middle of each name; its digest stays.");
    }
};

}  // namespace skein::domain_blocks
