// Settings of this feature. `federation.allow_list` is social's, which decides about domains.
#pragma once

#include "core/config.h"

namespace skein::activitypub {

struct FederationConfig {
    bool secure_fetch = false;
    bool proofs = true;
    std::int64_t inbox_waiting_max = 50'000, inbox_waiting_of_a_host_max = 20'000,
                 inbox_waiting_bytes_max = 64 << 20;

    void declare(Settings& s) {
        s.flag("federation.secure_fetch", secure_fetch,
               "Answer other servers only when they say who they are (signed requests). Blocked "
               "servers then read nothing of this one; some small servers read nothing either.");
        s.flag("federation.proofs", proofs,
               "Put a proof of authorship (FEP-8b32) into public activities, so that they can be "
               "passed on and still be believed.");
        s.number("federation.inbox_waiting_max", inbox_waiting_max, {100, 10'000'000},
                 "Deliveries of other servers that may wait to be processed; when so many do, "
                 "others are told to come again later.");
        s.number("federation.inbox_waiting_of_a_host_max", inbox_waiting_of_a_host_max,
                 {10, 10'000'000}, "How many of them may be from one server.");
        s.number("federation.inbox_waiting_bytes_max", inbox_waiting_bytes_max,
                 {1 << 20, std::int64_t{1} << 40}, "How large they may be, together.");
    }
};

}  // namespace skein::activitypub
