// Settings of joining that the instance document speaks of, too.
#pragma once

#include <cstdint>

#include "core/config.h"

namespace skein::social {

struct SignUpConfig {
    std::int64_t age_min = 0;

    void declare(Settings& s) {
        s.number("sign_up.age_min", age_min, {0, 120},
                 "How old people must be to join, in years; 0 asks nobody for their date of "
                 "birth, which is compared and not kept.");
    }
};

}  // namespace skein::social
