// Regular work: each thing by one process at a time, under a lease in the table.

#include "base/log.h"
#include "core/job_queue.h"

namespace skein {
namespace {

db::Sql const take_schedule{
    "schedules.take",
    "INSERT INTO schedules (name, holder, leased_until, ran_at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, "
    "leased_until = excluded.leased_until, ran_at = excluded.ran_at "
    "WHERE schedules.leased_until <= excluded.ran_at AND schedules.ran_at <= $5"};
db::Sql const give_up_schedule{
    "schedules.give_up", "UPDATE schedules SET leased_until = 0 WHERE name = $1 AND holder = $2"};
db::Query<Time> const find_ran_at{"schedules.ran_at",
                                  "SELECT ran_at FROM schedules WHERE name = $1"};

// A process that died in the middle keeps others from it for so long; nothing may take longer.
constexpr auto schedule_lease = std::chrono::minutes(15);

/// When this process may have its turn: `taken`, or not before `next`.
struct Turn {
    bool taken = false;
    Time next{};
};

Result<Turn> take_turn(Server& server, Schedule const& schedule, std::int64_t holder) {
    // One process owns an embedded database: a lease that stands there is a dead one's.
    auto const lease = server.db().embedded() ? Duration{} : Duration(schedule_lease);
    return server.db().write(
        [&](db::Tx& tx) -> Result<Turn> {
            auto const now = tx.now();
            TRY(auto const taken, tx.run(take_schedule, schedule.name, holder, now + lease, now,
                                         now - schedule.every));
            if (taken > 0) return Turn{true, now + schedule.every};
            TRY(auto const ran_at, tx.load(find_ran_at, schedule.name));
            return Turn{false, std::max(ran_at + schedule.every, now + Duration(job_pause))};
        },
        db::Urgency::background);
}

Result<void> call(Schedule const& schedule, Server& server) {
    try {
        return schedule.run(server);
    } catch (std::exception const& error) {
        return fail(Errc::internal, "", error.what());
    }
}

}  // namespace

void JobQueue::add_schedule(Schedule schedule) { state_->schedules.push_back(std::move(schedule)); }

void JobQueue::State::tick_schedules(Time now) {
    for (std::size_t i = 0; i < scheduled.size(); ++i) {
        auto& entry = scheduled[i];
        if (stopping || entry.running || now < entry.check_at) continue;
        threads::Lane::Work work = [self = shared_from_this(), i] { self->run_schedule(i); };
        entry.running = server.lane(entry.schedule.lane).post(std::move(work));
        if (entry.running) ++schedules_running;
        else entry.check_at = now + job_pause;
    }
}

void JobQueue::State::run_schedule(std::size_t number) {
    auto const& schedule = scheduled[number].schedule;  // Fixed since the start.
    auto const turn = take_turn(server, schedule, holder);
    if (turn && turn->taken) {
        if (auto const done = call(schedule, server); !done)
            log::failure(log::Level::warning, "schedule.failed", done.error());
        if (leased)
            (void)server.db().write(
                [&](db::Tx& tx) { return tx.run(give_up_schedule, schedule.name, holder); },
                db::Urgency::background);
    }
    if (!turn) log::failure(log::Level::warning, "schedule.not_taken", turn.error());
    std::lock_guard const lock(mutex);
    auto& entry = scheduled[number];
    entry.running = false;
    entry.check_at = turn ? turn->next : server.clock().now() + Duration(job_pause);
    --schedules_running;
    wake_claimer();
    notify_if_idle();
}

}  // namespace skein
