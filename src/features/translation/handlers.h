// The requests of this feature.
#pragma once

#include <string>

#include "core/endpoint.h"

namespace skein::translation {

struct TranslateStatus {
    std::string lang;
    void read(Fields& in) { in("lang", lang, "The language wanted; one's own when left out."); }
};
Result<Reply> translate_status(Call& call, TranslateStatus const& input);

Result<Reply> list_languages(Call& call);

}  // namespace skein::translation
