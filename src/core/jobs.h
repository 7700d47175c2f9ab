// Jobs: what must happen after a change, stored in the transaction that promises it.
//
//     struct FanOutStatus {
//         static constexpr std::string_view name = "timelines.fan_out";  // for ever once released
//         StatusId status;
//         auto row() { return std::tie(status); }  // what is stored, in order
//     };
//     TRY_OK(enqueue(tx, FanOutStatus{id}));
//
// Invariants: (1) a job exists from its commit until the commit that removes it; (2) a local job
// takes effect exactly once, because its last write removes its row; (3) a network job may run
// twice after a crash and must then be harmless; (4) a unique key that is already waiting swallows
// the second, and one that is already running runs once more afterwards; (5) jobs of one
// `order_key` run one at a time, oldest first; (6) at most `http.client.per_host_max` network jobs
// of one host run at once; (7) a job that failed for good, or too often, stays as a dead letter
// until somebody retries or removes it; (8) a job that answers Errc::gone says that what it was
// about is no more: it is removed and is no dead letter; (9) a local job that finds no room to
// store anything has not failed: it runs again after a moment, however often.
//
//            enqueue            claim               finish
//     (tx) ─────────▶ waiting ─────────▶ running ─────────▶ gone
//                        ▲                  │ fails: again later
//                        ├──────────────────┤
//                        └──────────────────┤ wants another lane: at once
//                                           └ fails for ever ─▶ dead
//
// How the parts share the work: job_rows (the table), job_index (what is due, in memory), job_queue
// (who runs when), local_jobs and network_jobs (running), schedules. In SQLite claims live in
// memory; in PostgreSQL batches are leased with SKIP LOCKED and a deadline.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
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
    std::string unique_key = {};  ///< With the job's name: at most one waiting.
    std::string order_key = {};   ///< Jobs of one key run in the order they were enqueued.
    std::string host = {};        ///< The peer a network job talks to, for the limits per host.
};

/// A job as it is stored.
struct StoredJob {
    JobId id;
    std::string name;
    std::string payload;  ///< A JSON array of the job's `row()`.
    Time run_at;
    Priority priority{};
    std::int64_t attempts = 0;  ///< Failures so far.
    std::int64_t version = 0;   ///< How many others its unique key has swallowed.
    std::string unique_key;
    std::string order_key;
    std::string host;
    std::string last_error;
    bool dead = false;

    auto row() {
        return std::tie(id, name, payload, run_at, priority, attempts, version, unique_key,
                        order_key, host, last_error, dead);
    }
};

/// One run of a local job.
class JobRun {
  public:
    JobRun(Server& server, StoredJob const& job, LaneName lane)
        : server_(server), job_(job), lane_(lane) {}

    Server& server() const { return server_; }
    StoredJob const& stored() const { return job_; }

    /// The job's last write: runs `closure(tx)` and removes the job in the same transaction. A job
    /// that never calls it is removed after it returned. Errc::cancelled, and nothing written, when
    /// another process finished the job first.
    Result<void> finish(std::function<Result<void>(db::Tx&)> closure);
    bool finished() const { return finished_; }
    /// It finished, but its unique key swallowed another meanwhile: it waits again.
    bool waits_again() const { return waits_again_; }

    /// Where this run is: in the lane of its kind, or where an earlier one wanted to be.
    LaneName lane() const { return lane_; }
    /// `return run.start_anew_in(LaneName::fetch);` ends this run, which has written nothing, and
    /// lets the job begin again in another lane, before anything later of its order key. For a job
    /// that finds out that it must wait for what its own lane may not wait for.
    Result<void> start_anew_in(LaneName lane) {
        wanted_lane_ = lane;
        return {};
    }
    std::optional<LaneName> wanted_lane() const { return wanted_lane_; }

  private:
    Server& server_;
    StoredJob const& job_;
    LaneName lane_;
    std::optional<LaneName> wanted_lane_;
    bool finished_ = false, waits_again_ = false;
};

/// What came of a network job's request.
using Outcome = Result<http::Answer>;

/// What a network job wants next: `return Verdict::done;`, or `Verdict::again_at(moment)` where the
/// answer says when.
struct Verdict {
    enum Kind { done, again, never };
    Kind kind;
    /// Of `again`: the moment to run, whatever the schedule says; the epoch: what the schedule
    /// says.
    Time at{};
    bool counts = true;  ///< Of `again`: whether this run counts as a failure.

    constexpr Verdict(Kind what) : kind(what) {}
    static Verdict again_at(Time moment) {
        Verdict verdict(again);
        verdict.at = moment;
        return verdict;
    }
    /// Once more, in another form: nobody failed.
    static Verdict again_uncounted(Time moment) {
        auto verdict = again_at(moment);
        verdict.counts = false;
        return verdict;
    }
};

/// What `prepare` of a network job may answer instead of a request: not before this moment, and
/// nobody failed.
struct Later {
    Time until{};
};
using Prepared = std::variant<http::Outgoing, Later>;

/// How long to wait after n failures (1, 2, …); nothing: the job is dead. The queue adds up to a
/// fifth, so that what failed together does not come back together.
using RetrySchedule = std::function<std::optional<Duration>(std::int64_t failures)>;

/// 15 s, then three times as long each time up to a day; 16 attempts in all, in about eight days.
std::optional<Duration> default_retry(std::int64_t failures);

/// A kind of job, as it is registered (through Server::job and Server::network_job).
struct JobKind {
    std::string name;
    LaneName lane = LaneName::jobs;
    RetrySchedule retry = default_retry;
    std::function<Result<void>(JobRun&)> run;                            ///< Local jobs.
    std::function<Result<Prepared>(Server&, StoredJob const&)> prepare;  ///< Network jobs.
    std::function<Result<Verdict>(db::Tx&, StoredJob const&, Outcome const&)> finish;
};

/// The kinds of one server. A part of the board.
class JobKinds {
  public:
    void add(JobKind kind);
    JobKind const* find(std::string_view name) const;
    std::vector<JobKind const*> list() const;
    /// Called after the commit of every enqueue, with the new job; set by the queue. A job without
    /// a name says only that something in the table has changed.
    std::function<void(StoredJob&&)> wake;

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

    /// Starts claiming. What a dead process had claimed is taken over.
    void start();
    /// Claims nothing more, waits for what runs (`grace` at most); the rest stays in the database.
    void stop(Duration grace);

    /// Waits until nothing is due and nothing runs. For tests and the command line.
    void drain();

    struct Figures {
        std::int64_t waiting = 0, due = 0, running = 0, dead = 0;
        std::uint64_t done = 0, failed = 0;
    };
    Result<Figures> figures() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

/// Jobs by state, for `skein job list` and the console: at most `limit`, oldest first.
Result<std::vector<StoredJob>> list_jobs(db::Tx& tx, bool dead, std::string_view name,
                                         std::int64_t limit);

/// Makes a dead or waiting job due now, with its attempts forgotten. Errc::not_found.
Result<void> retry_job(db::Tx& tx, JobId id);
/// Removes a dead letter. Errc::not_found when there is no dead job of that id.
Result<void> remove_dead_job(db::Tx& tx, JobId id);

}  // namespace skein

#include "core/job_payload.h"
