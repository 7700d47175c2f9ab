// Settings of this feature.
#pragma once

#include <string>

#include "core/config.h"

namespace skein::translation {

struct TranslationConfig {
    std::string provider = "none";
    std::string url;
    std::string key;

    void declare(Settings& s) {
        s.choice("translation.provider", provider, {"none", "libretranslate", "deepl"},
                 "Who translates posts; the text of public posts is sent there.");
        s.text("translation.url", url,
               "Where the service is, as https://translate.example.org. Empty for DeepL is its "
               "own address.");
        s.secret("translation.key", key, "The key of the service, where it wants one.");
    }
};

}  // namespace skein::translation
