// The inside of the queue: what its files share. Of use to core's jobs only.
//
// Two threads and the lanes do the work, all under one mutex that nobody holds while waiting:
//
//  - the claimer looks at the table when it must (start, a delayed job comes due, rows were left
//    there), puts due jobs into the index and hands them to lanes; most local jobs never need a
//    look, because the commit that stores them puts them into the index;
//  - runners on the lanes run local jobs, `cpu` prepares network jobs, the client sends them;
//  - the finisher writes what became of them, many in one write.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/job_index.h"
#include "core/job_rows.h"
#include "core/jobs.h"
#include "core/server.h"
#include "platform/threads/scheduler.h"

namespace skein {

/// A job that has run, before what became of it is written down.
struct FinishedJob {
    StoredJob job;
    JobKind const* kind = nullptr;
    std::optional<Outcome> outcome;  ///< Of a network job; `kind->finish` is still to be asked.
    std::optional<Error> failure;    ///< Else the job is done.
    std::optional<Time> again_at;    ///< When it is due again, should it have failed for now.
    bool blameless = false;          ///< It failed for want of room: no attempt is counted.
    bool put_off = false;            ///< It did not want to run before `again_at`.
    unsigned tries = 0;              ///< Of writing it down.
};

/// What a write made of a finished job.
enum class Settled { gone, waits_again, failed, dead, put_off };
struct Settlement {
    Settled what{};
    std::optional<Time> again_at = {};  ///< Where it is not what the schedule said.
};

struct JobQueue::State : std::enable_shared_from_this<JobQueue::State> {
    /// One of the four priorities, as far as the table goes.
    struct Rank {
        bool look = true;  ///< The table may hold due jobs that the index does not.
        Time next_due = Time::max();
    };
    struct Scheduled {
        Schedule schedule;
        Time check_at{};
        bool running = false;
    };

    /// What became of the rows of one look.
    struct TakenIn {
        std::size_t added = 0;
        bool left_out = false;  ///< There was no room for some.
        /// Claimed for nothing: to be given up, so that another look finds them.
        std::vector<std::int64_t> unwanted;
    };

    explicit State(Server& server);

    // job_queue.cpp: who runs when.
    void wake(StoredJob&& job);
    void run_claims();
    bool wants_look(Time now) const;
    void look(std::unique_lock<std::mutex>& lock);
    void look_everywhere();
    JobIndex::Added admit(StoredJob&& job);
    TakenIn take_in(std::vector<StoredJob> jobs);
    void dispatch();
    void wake_claimer();
    Time next_deadline(Time now) const;
    void renew_leases(std::unique_lock<std::mutex>& lock);
    void give_up(std::unique_lock<std::mutex>& lock, std::vector<std::int64_t> const& ids);
    bool idle() const;
    void notify_if_idle();

    // local_jobs.cpp
    void start_runners(LaneName lane);
    void run_local(LaneName lane);
    void run_one(StoredJob job, LaneName lane);

    // network_jobs.cpp
    void start_requests();
    void prepare(std::vector<StoredJob> const& batch);

    // job_finishes.cpp: writing down what became of jobs.
    FinishedJob finished_job(StoredJob job, JobKind const& kind) const;
    void push_finished(FinishedJob&& finished);
    void run_finishes();
    std::vector<FinishedJob> take_group();
    void settle(std::unique_lock<std::mutex>& lock, std::vector<FinishedJob> group);
    void settle_alone(std::unique_lock<std::mutex>& lock, FinishedJob finished);
    void put_back(FinishedJob&& finished);
    void complete(FinishedJob const& finished, Settlement const& settlement);

    // schedules.cpp
    void tick_schedules(Time now);
    void run_schedule(std::size_t number);

    Server& server;
    JobKinds& kinds;
    bool const leased;  ///< Several processes share the table: claims are written into it.
    std::int64_t const holder;
    std::vector<std::string> names;  ///< Of the kinds; set at start.

    std::mutex mutex;
    threads::Signal claimer_signal, finisher_signal, idle_signal;
    JobIndex index;
    std::array<Rank, priorities.size()> ranks;
    std::array<std::size_t, lane_count> runners{};
    std::deque<FinishedJob> finished;
    std::vector<Scheduled> scheduled;
    std::vector<Schedule> schedules;
    Time look_after{}, finish_after{}, dispatch_at = Time::max(), poll_at{}, renew_at{};
    std::size_t full_at = 0;  ///< What the index knew when a look found no room in it; else 0.
    bool looking = false, woken = false;
    /// Jobs settled during a look: its snapshot may still show them as they were before.
    std::unordered_set<std::int64_t> settled_meanwhile;
    bool started = false, stopping = false, closed = false;
    std::size_t schedules_running = 0;
    Counter &done_count, &failed_count;
    threads::Thread claimer, finisher;
};

/// How a failure reads in the table and in the log.
std::string describe(Error const& error);

/// Writes of a job that a person waits for go first.
db::Urgency urgency_of(StoredJob const& job);

inline constexpr std::size_t finished_jobs_max = 4096;
inline constexpr auto job_lease = std::chrono::minutes(5);
inline constexpr auto job_pause = std::chrono::seconds(1);  ///< After what could not be done.

}  // namespace skein
