// Jobs: what must happen after a change, stored in the transaction that promises it.
//
//     struct FanOutStatus {
//         static constexpr std::string_view name = "timelines.fan_out";   // kept for ever once
//         released StatusId status; auto row() { return std::tie(status); } // what is stored, in
//         order
//     };
//     TRY_OK(enqueue(tx, FanOutStatus{id}));
//
// Invariants: (1) a job exists from its commit until the commit that removes it; (2) a local job
// takes effect exactly once, because its last write removes its row; (3) a network job may run
// twice after a crash and must then be harmless; (4) a unique key that is already waiting swallows
// the second; (5) jobs of one `order_key` run one at a time, oldest first; (6) at most
// `per_host_max` network jobs of one host run at once; (7) a job that failed for good, or too
// often, stays as a dead letter until somebody retries or removes it.
//
//            enqueue            claim               finish
//     (tx) ─────────▶ waiting ─────────▶ running ─────────▶ gone
//                        ▲                  │ fails: again later
//                        └──────────────────┤
//                                           └ fails for ever ─▶ dead
//
// In SQLite claims live in memory; in PostgreSQL batches are leased with SKIP LOCKED and a
// deadline.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "core/board.h"
#include "core/lanes.h"
#include "platform/db/database.h"
#include "platform/db/tx.h"
#include "platform/http/client.h"

namespace skein {

class Server;

/// Who goes first when lanes are full. A person waiting before mass posts.
enum class Priority : std::int64_t { person = 0, normal = 10, mass = 20, upkeep = 30 };

struct JobOptions {
    Time not_before{};  ///< Not earlier than this; the epoch means at once.
    Priority priority = Priority::normal;
    std::string unique_key;  ///< With the job's name: at most one waiting.
    std::string order_key;   ///< Jobs of one key run in the order they were enqueued.
    std::string host;        ///< The peer a network job talks to, for the limits per host.
};

/// A job as it is stored.
struct StoredJob {
    JobId id;
    std::string name;
    std::string payload;  ///< A JSON array of the job's `row()`.
    Time run_at;
    Priority priority{};
    std::int64_t attempts = 0;
    std::string unique_key;
    std::string order_key;
    std::string host;
    std::string last_error;
    bool dead = false;

    auto row() {
        return std::tie(id, name, payload, run_at, priority, attempts, unique_key, order_key, host,
                        last_error, dead);
    }
};

/// One run of a local job.
class JobRun {
  public:
    JobRun(Server& server, StoredJob const& job) : server_(server), job_(job) {}

    Server& server() const { return server_; }
    StoredJob const& stored() const { return job_; }

    /// The job's last write: runs `closure(tx)` and removes the job in the same transaction. A job
    /// that never calls it is removed after it returned.
    Result<void> finish(std::function<Result<void>(db::Tx&)> closure);
    bool finished() const { return finished_; }

  private:
    Server& server_;
    StoredJob const& job_;
    bool finished_ = false;
};

/// What came of a network job's request.
using Outcome = Result<http::Answer>;

/// What a network job wants next.
enum class Verdict { done, again, never };

/// When attempt n (1, 2, …) may be made after n failures; nothing: the job is dead.
using RetrySchedule = std::function<std::optional<Duration>(std::int64_t failures)>;

/// 15 s, then growing by about 3 with jitter to a day, 16 attempts in all (about nine days).
std::optional<Duration> default_retry(std::int64_t failures);

/// A kind of job, as it is registered (through Server::job and Server::network_job).
struct JobKind {
    std::string name;
    LaneName lane = LaneName::jobs;
    RetrySchedule retry = default_retry;
    std::function<Result<void>(JobRun&)> run;                                  ///< Local jobs.
    std::function<Result<http::Outgoing>(Server&, StoredJob const&)> prepare;  ///< Network jobs.
    std::function<Result<Verdict>(db::Tx&, StoredJob const&, Outcome const&)> finish;
};

/// The kinds of one server. A part of the board.
class JobKinds {
  public:
    void add(JobKind kind);
    JobKind const* find(std::string_view name) const;
    std::vector<JobKind const*> list() const;
    /// Called after the commit of every enqueue; set by the queue while it runs.
    std::function<void(Time run_at)> wake;

  private:
    std::vector<std::unique_ptr<JobKind>> kinds_;
};

/// Writes the values of a job's `row()` as a JSON array, and reads them back (missing ones at the
/// end keep their defaults, so that a job may grow fields).
template <class Job>
std::string job_payload(Job job);
template <class Job>
Result<Job> read_job(StoredJob const& stored);

/// Stores a job in this transaction; answers its id, or the waiting one's when the unique key
/// swallowed it.
Result<JobId> enqueue_payload(db::Tx& tx, std::string_view name, std::string payload,
                              JobOptions const& options);

template <class Job>
Result<void> enqueue(db::Tx& tx, Job const& job, JobOptions const& options = {}) {
    TRY_OK(enqueue_payload(tx, Job::name, job_payload(job), options));
    return {};
}

/// Something done regularly, under a lease, by one process at a time.
struct Schedule {
    std::string name;
    Duration every{};
    LaneName lane = LaneName::jobs;
    std::function<Result<void>(Server&)> run;
};

/// The queue: claims, runs, finishes, retries.
class JobQueue {
  public:
    explicit JobQueue(Server& server);
    ~JobQueue();

    void add_schedule(Schedule schedule);
    std::vector<Schedule> const& schedules() const;

    /// Starts claiming. What a dead process had claimed is taken over.
    void start();
    /// Claims nothing more, waits for what runs (until `deadline`); the rest stays in the database.
    void stop(Duration deadline);

    /// Waits until nothing is due and nothing runs. For tests and the command line.
    void drain();

    struct Figures {
        std::int64_t waiting = 0, due = 0, running = 0, dead = 0;
        std::uint64_t done = 0, failed = 0;
    };
    Result<Figures> figures() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Jobs by state, for `skein job list` and the console: at most `limit`, oldest first.
Result<std::vector<StoredJob>> list_jobs(db::Tx& tx, bool dead, std::string_view name,
                                         std::int64_t limit);

/// Makes a dead or waiting job due now, with its attempts forgotten.
Result<void> retry_job(db::Tx& tx, JobId id);

}  // namespace skein

#include "core/job_payload.h"
