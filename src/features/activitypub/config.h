// Settings of this feature. `federation.allow_list` is social's, which decides about domains.
#pragma once

#include "core/config.h"

namespace skein::activitypub {

struct FederationConfig {
    bool secure_fetch = false;
    bool proofs = true;

    void declare(Settings& s) {
        s.flag("federation.secure_fetch", secure_fetch,
               "Answer other servers only when they say who they are (signed requests). Blocked "
               "servers then read nothing of this one; some small servers read nothing either.");
        s.flag("federation.proofs", proofs,
               "Put a proof of authorship (FEP-8b32) into public activities, so that they can be "
               "passed on and still be believed.");
    }
};

}  // namespace skein::activitypub
