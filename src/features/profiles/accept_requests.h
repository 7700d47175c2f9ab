// Who unlocks an account lets everybody in who has been asking.
#pragma once

#include "core/jobs.h"

namespace skein::profiles {

struct AcceptRequests {
    static constexpr std::string_view name = "profiles.accept_requests";
    AccountId account;
    auto row() { return std::tie(account); }
};

/// Accepts the requests that wait, in batches, as long as the account stays unlocked.
Result<void> accept_requests(JobRun& run, AcceptRequests const& job);

}  // namespace skein::profiles
