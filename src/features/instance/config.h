// Settings of this feature.
#pragma once

#include <string>

#include "core/config.h"

namespace skein::instance {

struct DocumentConfig {
    std::string source_url;
    bool peers_shown = true, activity_shown = true;

    void declare(Settings& s) {
        s.text(
            "instance.source_url", source_url,
            "Where people find the source of the program as it runs here; the licence gives them "
            "a right to it. Empty is the page about this server.");
        s.flag("instance.peers_shown", peers_shown,
               "Whether everybody may read which servers are known here.");
        s.flag("instance.activity_shown", activity_shown,
               "Whether everybody may read how many posts, sign-ins and sign-ups a week has.");
    }
};

}  // namespace skein::instance
