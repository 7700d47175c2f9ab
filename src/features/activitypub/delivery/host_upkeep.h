// Bringing the table in line with what is known of hosts (hosts.h): the jobs of one that is away
// are put off, those of one that is back are called, those of one that is dead are dropped but for
// what must be true in the end.
#pragma once

#include <string>
#include <string_view>
#include <tuple>

#include "core/jobs.h"

namespace skein::activitypub {

struct KeepHost {
    static constexpr std::string_view name = "activitypub.keep_host";
    std::string host;
    auto row() { return std::tie(host); }
};
/// Once this transaction is done.
Result<void> keep_host_later(db::Tx& tx, std::string_view host);
Result<void> keep_host(JobRun& run, KeepHost const& job);

/// Calls what was put off by those who had not heard yet that the host is back.
struct CallLateJobs {
    static constexpr std::string_view name = "activitypub.call_late_jobs";
    std::string host;
    auto row() { return std::tie(host); }
};
Result<void> call_late_jobs(JobRun& run, CallLateJobs const& job);

/// Somebody wants it: all that waits for the host is called now, and what was held against it is
/// forgotten.
Result<void> try_host_now(Server& server, std::string const& host);

/// Hosts that answered a question, and probes that are due. A schedule.
Result<void> keep_hosts(Server& server);
/// At start: what was known before.
Result<void> load_hosts(Server& server);

inline constexpr auto hosts_are_kept_every = std::chrono::seconds(15);

}  // namespace skein::activitypub
