// Writing down what became of jobs, many in one write.

#include "base/log.h"
#include "core/errors.h"
#include "core/job_queue.h"

namespace skein {
namespace {

// A removed row is one row; what a network job's `finish` writes is a few.
constexpr std::size_t group_local_max = 256;
constexpr std::size_t group_network_max = 32;
constexpr unsigned write_tries_max = 5;

/// The database's own trouble, which passes; anything else is the job's.
bool is_trouble(Errc code) {
    return code == Errc::storage_full || code == Errc::unavailable || code == Errc::cancelled ||
           code == Errc::timeout;
}

std::string describe(Outcome const& outcome) {
    return outcome ? fmt::format("answered {}", outcome->status) : skein::describe(outcome.error());
}

Result<Settlement> fail_job(db::Tx& tx, FinishedJob const& done, std::optional<Time> again_at,
                            std::string const& words) {
    TRY_OK(note_job_failure(tx, done.job, again_at, words));
    return Settlement{again_at ? Settled::failed : Settled::dead, again_at};
}

Result<Settlement> put_off(db::Tx& tx, FinishedJob const& done, Time until,
                           std::string_view words) {
    TRY_OK(postpone_job(tx, done.job.id, until, words));
    return Settlement{Settled::put_off, until};
}

Result<Settlement> remove(db::Tx& tx, FinishedJob const& done) {
    auto const removal = remove_done_job(tx, done.job);
    if (removal)
        return Settlement{*removal == Removal::gone ? Settled::gone : Settled::waits_again};
    // Another process, after our lease had ended, was faster: gone is gone.
    if (removal.error().code == Errc::cancelled) return Settlement{Settled::gone};
    return fail(removal.error());
}

Result<Settlement> settle_in(db::Tx& tx, FinishedJob const& done) {
    if (done.put_off) return put_off(tx, done, *done.again_at, done.job.last_error);
    if (done.blameless) {
        TRY_OK(postpone_job(tx, done.job.id, *done.again_at, skein::describe(*done.failure)));
        return Settlement{Settled::failed};
    }
    if (done.failure) {
        auto const again = kind_of(done.failure->code).again;
        return fail_job(tx, done, again ? done.again_at : std::nullopt,
                        skein::describe(*done.failure));
    }
    if (!done.outcome) return remove(tx, done);
    TRY(auto const verdict, done.kind->finish(tx, done.job, *done.outcome));
    auto const words = describe(*done.outcome);
    switch (verdict.kind) {
        case Verdict::done: return remove(tx, done);
        case Verdict::never: return fail_job(tx, done, std::nullopt, words);
        case Verdict::again: break;
    }
    if (!verdict.counts) return put_off(tx, done, verdict.at, words);
    return fail_job(tx, done, verdict.at == Time{} ? done.again_at : verdict.at, words);
}

/// Only its row is left to remove, and nobody counts its versions.
bool is_plain(FinishedJob const& done) {
    return !done.failure && !done.outcome && !done.put_off && done.job.unique_key.empty();
}

Result<std::vector<Settlement>> write_group(Server& server, std::span<FinishedJob const> group) {
    return server.db().write(
        [&](db::Tx& tx) -> Result<std::vector<Settlement>> {
            std::vector<Settlement> all;
            std::vector<std::int64_t> plain;
            for (auto const& done : group) {
                if (is_plain(done)) {
                    plain.push_back(done.job.id.value);
                    all.push_back({Settled::gone});
                } else {
                    TRY(auto const settled, settle_in(tx, done));
                    all.push_back(settled);
                }
            }
            if (!plain.empty()) TRY_OK(remove_done_jobs(tx, plain));
            return all;
        },
        urgency_of(group.front().job));
}

void log_failure(FinishedJob const& done, Settled settled) {
    auto const words = done.failure   ? describe(*done.failure)
                       : done.outcome ? describe(*done.outcome)
                                      : std::string();
    auto const level = settled == Settled::dead ? log::Level::warning : log::Level::debug;
    if (log::least_level() > level) return;
    log::write(level, settled == Settled::dead ? "job.dead" : "job.failed",
               {{"id", done.job.id.value},
                {"name", done.job.name},
                {"attempt", done.job.attempts + 1},
                {"why", words}});
}

}  // namespace

std::string describe(Error const& error) {
    auto const& words = error.detail.empty() ? error.message : error.detail;
    return fmt::format("{}: {}", to_string(error.code), words);
}

FinishedJob JobQueue::State::finished_job(StoredJob job, JobKind const& kind) const {
    FinishedJob done;
    done.kind = &kind;
    if (auto const wait = kind.retry(job.attempts + 1)) {
        auto const jitter =
            server.random().below(static_cast<std::uint64_t>(wait->count()) / 5 + 1);
        done.again_at = server.clock().now() + *wait + Duration(jitter);
    }
    done.job = std::move(job);
    return done;
}

void JobQueue::State::push_finished(FinishedJob&& done) {
    std::lock_guard const lock(mutex);
    // After the end the row is still in the table, and the next process takes it.
    if (closed) return;
    finished.push_back(std::move(done));
    finisher_signal.notify_one();
}

void JobQueue::State::run_finishes() {
    std::unique_lock lock(mutex);
    for (;;) {
        auto const deadline = finished.empty() ? Time::max() : finish_after;
        finisher_signal.wait_until(lock, deadline, [&] {
            return closed || (!finished.empty() && server.clock().now() >= finish_after);
        });
        if (closed) return;
        if (finished.empty() || server.clock().now() < finish_after) continue;
        settle(lock, take_group());
        dispatch();
        notify_if_idle();
    }
}

/// The longest waiting, and what goes into one write with it.
std::vector<FinishedJob> JobQueue::State::take_group() {
    std::vector<FinishedJob> group;
    auto const urgency = urgency_of(finished.front().job);
    std::size_t network = 0;
    while (!finished.empty() && group.size() < group_local_max) {
        auto& next = finished.front();
        if (urgency_of(next.job) != urgency) break;
        if (next.outcome && ++network > group_network_max) break;
        group.push_back(std::move(next));
        finished.pop_front();
    }
    return group;
}

void JobQueue::State::settle(std::unique_lock<std::mutex>& lock, std::vector<FinishedJob> group) {
    lock.unlock();
    auto const settled = write_group(server, group);
    lock.lock();
    if (settled) {
        for (std::size_t i = 0; i < group.size(); ++i) complete(group[i], (*settled)[i]);
    } else if (is_trouble(settled.error().code) && group.size() > 1) {
        log::failure(log::Level::warning, "jobs.finish_failed", settled.error());
        for (auto& done : group) put_back(std::move(done));
    } else {
        // One of them cannot be written: each for itself, so that it alone fails.
        for (auto& done : group) settle_alone(lock, std::move(done));
    }
}

void JobQueue::State::settle_alone(std::unique_lock<std::mutex>& lock, FinishedJob done) {
    lock.unlock();
    auto settled = write_group(server, {&done, 1});
    auto error = settled ? Error{} : settled.error();
    if (!settled && (!is_trouble(error.code) || done.tries >= write_tries_max)) {
        // The job's own `finish` failed: that is written down instead.
        if (error.code != Errc::gone && !done.failure) done.failure = error;
        done.outcome.reset();
        settled = write_group(server, {&done, 1});
    }
    lock.lock();
    if (settled) return complete(done, settled->front());
    log::failure(log::Level::warning, "jobs.finish_failed", settled.error());
    put_back(std::move(done));
}

void JobQueue::State::put_back(FinishedJob&& done) {
    ++done.tries;
    finished.push_back(std::move(done));
    finish_after = server.clock().now() + job_pause;
}

void JobQueue::State::complete(FinishedJob const& done, Settlement const& settlement) {
    auto const settled = settlement.what;
    auto const network = !done.kind->run;
    auto const& job = done.job;
    if (looking) settled_meanwhile.insert(job.id.value);
    auto look = index.release(job, network);
    if (settled == Settled::failed || settled == Settled::dead) {
        failed_count.add();
        log_failure(done, settled);
    } else if (settled != Settled::put_off) {
        done_count.add();
    }
    if (settled == Settled::failed || settled == Settled::put_off) {
        auto& rank = ranks[rank_of(job.priority)];
        auto const again_at = settlement.again_at ? *settlement.again_at : *done.again_at;
        rank.next_due = std::min(rank.next_due, again_at);
        wake_claimer();
    }
    // The next of its order key, or another that its unique key swallowed, is in the table only.
    look = look || !job.order_key.empty() || settled == Settled::waits_again ||
           (!job.unique_key.empty() && settled != Settled::gone);
    if (!look) return;
    look_everywhere();
    wake_claimer();
}

}  // namespace skein
