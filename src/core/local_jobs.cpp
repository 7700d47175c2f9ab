// Running local jobs on their lanes.

#include "base/log.h"
#include "core/job_queue.h"

namespace skein {
namespace {

// A runner gives its thread back after so many jobs, so that other work of the lane has its turn.
constexpr std::size_t slice_jobs = 64;

/// How many threads of a lane jobs may take: all of their own, half of one that serves requests.
std::size_t runners_max(LaneName lane, ServerConfig const& config) {
    auto const half = [](std::int64_t threads) {
        return static_cast<std::size_t>(std::max<std::int64_t>(threads / 2, 1));
    };
    switch (lane) {
        case LaneName::jobs: return static_cast<std::size_t>(config.job_threads);
        case LaneName::read: return half(config.read_threads);
        case LaneName::write: return half(config.write_threads);
        case LaneName::slow: return half(config.slow_threads);
        case LaneName::fetch: return half(config.fetch_threads);
        case LaneName::cpu: return half(config.cpu_threads);
    }
    return 1;
}

Result<void> call(JobKind const& kind, JobRun& run) {
    try {
        return kind.run(run);
    } catch (std::exception const& error) {
        return fail(Errc::internal, "", error.what());
    }
}

}  // namespace

Result<void> JobRun::finish(std::function<Result<void>(db::Tx&)> closure) {
    expects(!finished_);
    TRY(auto const removal, server_.db().write(
                                [&](db::Tx& tx) -> Result<Removal> {
                                    TRY(auto const removed, remove_done_job(tx, job_));
                                    TRY_OK(closure(tx));
                                    return removed;
                                },
                                urgency_of(job_)));
    finished_ = true;
    waits_again_ = removal == Removal::waits_again;
    return {};
}

void JobQueue::State::start_runners(LaneName lane) {
    auto& count = runners[static_cast<std::size_t>(lane)];
    auto const wanted = std::min(runners_max(lane, server.config()), index.waiting_local(lane));
    while (count < wanted) {
        threads::Lane::Work work = [self = shared_from_this(), lane] { self->run_local(lane); };
        if (!server.lane(lane).post(std::move(work))) {
            // Full: the jobs keep waiting where they are.
            dispatch_at = server.clock().now() + job_pause;
            return;
        }
        ++count;
    }
}

void JobQueue::State::run_local(LaneName lane) {
    std::unique_lock lock(mutex);
    for (std::size_t i = 0; i < slice_jobs; ++i) {
        if (stopping || finished.size() >= finished_jobs_max) break;
        auto job = index.next_local(lane);
        if (!job) break;
        lock.unlock();
        run_one(*std::move(job), lane);
        lock.lock();
    }
    --runners[static_cast<std::size_t>(lane)];
    dispatch();
    notify_if_idle();
}

void JobQueue::State::run_one(StoredJob job, LaneName lane) {
    auto const& kind = *kinds.find(job.name);
    JobRun run(server, job, lane);
    auto result = call(kind, run);
    if (result && !run.finished() && run.wanted_lane()) {
        std::lock_guard const lock(mutex);
        index.put_back_local(std::move(job), *run.wanted_lane());
        return dispatch();
    }
    auto done = finished_job(std::move(job), kind);
    if (run.finished()) {
        if (!result) log::failure(log::Level::warning, "job.failed_after_finish", result.error());
        std::lock_guard const lock(mutex);
        return complete(done, {run.waits_again() ? Settled::waits_again : Settled::gone});
    }
    if (!result && result.error().code != Errc::gone) done.failure = result.error();
    // What could not be stored is tried again as soon as there may be room.
    if (done.failure && done.failure->code == Errc::storage_full) {
        done.blameless = true;
        done.again_at = server.clock().now() + Duration(job_pause);
    }
    push_finished(std::move(done));
}

}  // namespace skein
