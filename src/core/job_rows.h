// The table of jobs: every statement about it. For the queue; features use `enqueue`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/jobs.h"

namespace skein {

/// How many waiting jobs one look at the table takes.
struct DueQuery {
    Priority priority{};
    Time now;
    std::vector<std::string> names;       ///< The kinds this program knows.
    std::vector<std::string> full_hosts;  ///< Hosts of which enough is known already.
    std::int64_t limit = 0;
};

/// Due jobs of one priority, first come first served; of each order key only the oldest waiting.
Result<std::vector<StoredJob>> list_due_jobs(db::Tx& tx, DueQuery const& query);
/// How a process claims: its number among those of the database, and the end of the claim.
struct Lease {
    std::int64_t node = 0;
    Time until;
};
/// The same, claimed for this process.
Result<std::vector<StoredJob>> claim_due_jobs(db::Tx& tx, DueQuery const& query,
                                              Lease const& lease);
/// Gives up every claim of this number: what a process before this one, dead now, had claimed.
Result<void> give_up_leases_of(db::Tx& tx, std::int64_t node);
/// When the next job of this priority becomes due after `now`.
Result<std::optional<Time>> find_next_due(db::Tx& tx, Priority priority, Time now);
/// Moves the end of claims; the epoch gives them up.
Result<void> move_leases(db::Tx& tx, std::span<std::int64_t const> ids, Time leased_until);

enum class Removal { gone, waits_again };

/// Removes a job that is done, or leaves it waiting when its key swallowed another since it was
/// claimed. Errc::cancelled when it is not there any more.
Result<Removal> remove_done_job(db::Tx& tx, StoredJob const& job);
/// Removes jobs without unique keys.
Result<void> remove_done_jobs(db::Tx& tx, std::span<std::int64_t const> ids);

/// Counts a failure: the job is due again at `again_at`, or dead. A dead one whose key swallowed
/// another waits again instead, as the new one it stands for.
Result<void> note_job_failure(db::Tx& tx, StoredJob const& job, std::optional<Time> again_at,
                              std::string_view error);

/// The job is due again at `again_at`, as if it had not run.
Result<void> postpone_job(db::Tx& tx, JobId id, Time again_at, std::string_view error);

struct JobCounts {
    std::int64_t waiting = 0, due = 0, dead = 0;
};
Result<JobCounts> count_jobs(db::Tx& tx);

}  // namespace skein
