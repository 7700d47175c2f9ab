#include "core/job_queue.h"

#include "base/log.h"

namespace skein {
namespace {

// A look takes so many rows at once, and is due when fewer than `low_water` wait in memory.
constexpr std::int64_t look_rows = 1024;
constexpr std::size_t low_water = 256;
constexpr auto poll_interval = std::chrono::seconds(1);

JobIndex::Limits index_limits(ServerConfig const& config) {
    JobIndex::Limits limits;
    limits.per_host_running = static_cast<std::size_t>(config.per_host_max);
    limits.total = static_cast<std::size_t>(config.jobs_in_memory_max);
    return limits;
}

/// What one look at one priority found.
struct Found {
    std::vector<StoredJob> jobs;
    std::optional<Time> next_due;
};

Result<std::vector<Found>> look_at_table(Server& server, std::vector<DueQuery> const& queries,
                                         bool leased) {
    auto const take = [&](db::Tx& tx) -> Result<std::vector<Found>> {
        std::vector<Found> all;
        for (auto const& query : queries) {
            auto& found = all.emplace_back();
            Lease const lease{server.config().node, query.now + job_lease};
            TRY(found.jobs, leased ? claim_due_jobs(tx, query, lease) : list_due_jobs(tx, query));
            TRY(found.next_due, find_next_due(tx, query.priority, query.now));
        }
        return all;
    };
    return leased ? server.db().write(take, db::Urgency::background) : server.db().read(take);
}

}  // namespace

std::optional<Duration> default_retry(std::int64_t failures) {
    constexpr std::int64_t attempts_max = 16;
    if (failures >= attempts_max) return std::nullopt;
    Duration wait = std::chrono::seconds(15);
    for (std::int64_t i = 1; i < failures && wait < std::chrono::days(1); ++i) wait *= 3;
    return std::min<Duration>(wait, std::chrono::days(1));
}

void JobKinds::add(JobKind kind) {
    auto const place = std::ranges::lower_bound(
        kinds_, kind.name, {}, [](auto const& known) -> std::string const& { return known->name; });
    // Two owners of one name are our mistake.
    expects(place == kinds_.end() || (*place)->name != kind.name);
    kinds_.insert(place, std::make_unique<JobKind>(std::move(kind)));
}

JobKind const* JobKinds::find(std::string_view name) const {
    auto const place = std::ranges::lower_bound(
        kinds_, name, {}, [](auto const& known) -> std::string_view { return known->name; });
    return place != kinds_.end() && (*place)->name == name ? place->get() : nullptr;
}

std::vector<JobKind const*> JobKinds::list() const {
    std::vector<JobKind const*> all;
    for (auto const& kind : kinds_) all.push_back(kind.get());
    return all;
}

db::Urgency urgency_of(StoredJob const& job) {
    return job.priority == Priority::person ? db::Urgency::person : db::Urgency::background;
}

JobQueue::State::State(Server& s)
    : server(s),
      kinds(s.board().part<JobKinds>()),
      leased(!s.db().embedded()),
      holder(static_cast<std::int64_t>(s.random().below(INT64_MAX - 1)) + 1),
      claimer_signal(s.scheduler()),
      finisher_signal(s.scheduler()),
      idle_signal(s.scheduler()),
      index(index_limits(s.config())),
      done_count(s.metrics().counter("skein_jobs_done_total", "Jobs that did what they should.")),
      failed_count(s.metrics().counter("skein_jobs_failed_total", "Runs of jobs that failed.")) {}

/// After the commit that stored a job, on the thread that committed.
void JobQueue::State::wake(StoredJob&& job) {
    std::lock_guard const lock(mutex);
    if (!started || stopping) return;
    if (job.name.empty()) {
        look_everywhere();
        return wake_claimer();
    }
    auto& rank = ranks[rank_of(job.priority)];
    auto const run_at = job.run_at;
    if (run_at > server.clock().now()) {
        if (run_at >= rank.next_due) return;
        rank.next_due = run_at;
        return wake_claimer();
    }
    // The table alone knows the version of a unique key and who is first of an order key.
    auto const plain = !leased && job.unique_key.empty() && job.order_key.empty();
    if (plain && !rank.look && admit(std::move(job)) == JobIndex::Added::yes) return dispatch();
    rank.look = true;
    wake_claimer();
}

JobIndex::Added JobQueue::State::admit(StoredJob&& job) {
    auto const* kind = kinds.find(job.name);
    if (!kind) return JobIndex::Added::known;  // Of a feature that is not built in: it waits.
    return kind->run ? index.add_local(std::move(job), kind->lane)
                     : index.add_network(std::move(job));
}

void JobQueue::State::wake_claimer() {
    woken = true;
    claimer_signal.notify_one();
}

void JobQueue::State::look_everywhere() {
    for (auto& rank : ranks) rank.look = true;
}

bool JobQueue::State::wants_look(Time now) const {
    if (looking || now < look_after) return false;
    // Full of what waits for its hosts: until an eighth has gone, another look would find no room.
    if (full_at > 0 && index.known() >= full_at - full_at / 8) return false;
    for (auto const priority : priorities) {
        auto const& rank = ranks[rank_of(priority)];
        if ((rank.look || rank.next_due <= now) && index.runnable(priority) < low_water)
            return true;
    }
    return false;
}

void JobQueue::State::run_claims() {
    std::unique_lock lock(mutex);
    while (!stopping) {
        auto const now = server.clock().now();
        if (leased && now >= poll_at) {
            look_everywhere();
            poll_at = now + poll_interval;
        }
        if (leased && now >= renew_at) renew_leases(lock);
        if (wants_look(now)) look(lock);
        if (now >= dispatch_at) dispatch_at = Time::max();
        dispatch();
        tick_schedules(now);
        if (wants_look(server.clock().now())) continue;
        notify_if_idle();
        claimer_signal.wait_until(lock, next_deadline(now), [&] { return stopping || woken; });
        woken = false;
    }
}

Time JobQueue::State::next_deadline(Time now) const {
    auto next = dispatch_at;
    for (auto const& rank : ranks) {
        next = std::min(next, rank.next_due);
        if (rank.look && look_after > now) next = std::min(next, look_after);
    }
    for (auto const& schedule : scheduled)
        if (!schedule.running) next = std::min(next, schedule.check_at);
    if (leased) next = std::min({next, poll_at, renew_at});
    // What is due already only waits for room, and whoever makes room wakes the claimer.
    return next <= now ? now + job_pause : next;
}

void JobQueue::State::look(std::unique_lock<std::mutex>& lock) {
    auto const now = server.clock().now();
    std::vector<DueQuery> queries;
    auto const full_hosts = index.leave_out_full_hosts();
    for (auto const priority : priorities) {
        auto& rank = ranks[rank_of(priority)];
        if (rank.next_due <= now) {
            rank.look = true;
            rank.next_due = Time::max();
        }
        if (!rank.look || index.runnable(priority) >= low_water) continue;
        // Before the rows are read, so that whatever is stored meanwhile is looked for again.
        rank.look = false;
        auto const known = leased ? 0 : static_cast<std::int64_t>(index.known_of(priority));
        queries.push_back({priority, now, names, full_hosts, look_rows + known});
    }
    looking = true;
    settled_meanwhile.clear();
    full_at = 0;
    lock.unlock();
    auto found = look_at_table(server, queries, leased);
    lock.lock();
    looking = false;
    if (!found) {
        log::failure(log::Level::warning, "jobs.look_failed", found.error());
        look_everywhere();
        look_after = now + job_pause;
        return;
    }
    std::vector<std::int64_t> unwanted;
    for (std::size_t i = 0; i < queries.size(); ++i) {
        auto& rank = ranks[rank_of(queries[i].priority)];
        auto const more = static_cast<std::int64_t>((*found)[i].jobs.size()) >= queries[i].limit;
        auto const taken = take_in(std::move((*found)[i].jobs));
        rank.look = rank.look || more || taken.left_out;
        if (taken.added == 0 && (more || taken.left_out)) full_at = index.known();
        rank.next_due = std::min(rank.next_due, (*found)[i].next_due.value_or(Time::max()));
        unwanted.insert(unwanted.end(), taken.unwanted.begin(), taken.unwanted.end());
    }
    give_up(lock, unwanted);
}

/// A job is claimed again right after its last run was written down, which may be before that run
/// is forgotten here; or there is no room for it.
void JobQueue::State::give_up(std::unique_lock<std::mutex>& lock,
                              std::vector<std::int64_t> const& ids) {
    if (ids.empty()) return;
    looking = true;
    lock.unlock();
    auto const given_up = server.db().write(
        [&](db::Tx& tx) { return move_leases(tx, ids, Time{}); }, db::Urgency::background);
    if (!given_up) log::failure(log::Level::warning, "jobs.give_up_failed", given_up.error());
    lock.lock();
    looking = false;
    look_everywhere();
}

JobQueue::State::TakenIn JobQueue::State::take_in(std::vector<StoredJob> jobs) {
    TakenIn taken;
    for (auto& job : jobs) {
        // What was read may be older than what was settled since; what was claimed is not.
        if (!leased && settled_meanwhile.contains(job.id.value)) continue;
        auto const id = job.id.value;
        auto const added = admit(std::move(job));
        if (added == JobIndex::Added::yes) ++taken.added;
        else if (leased) taken.unwanted.push_back(id);
        if (added == JobIndex::Added::no_room) taken.left_out = true;
    }
    return taken;
}

void JobQueue::State::renew_leases(std::unique_lock<std::mutex>& lock) {
    auto const now = server.clock().now();
    renew_at = now + job_lease / 3;
    auto const ids = index.ids();
    if (ids.empty()) return;
    lock.unlock();
    auto const renewed = server.db().write(
        [&](db::Tx& tx) { return move_leases(tx, ids, now + job_lease); }, db::Urgency::background);
    if (!renewed) log::failure(log::Level::warning, "jobs.renew_failed", renewed.error());
    lock.lock();
}

void JobQueue::State::dispatch() {
    if (stopping || finished.size() >= finished_jobs_max) return;
    for (std::size_t lane = 0; lane < lane_count; ++lane)
        start_runners(static_cast<LaneName>(lane));
    start_requests();
    if (wants_look(server.clock().now())) wake_claimer();
}

bool JobQueue::State::idle() const {
    if (index.known() > 0 || looking || schedules_running > 0) return false;
    auto const now = server.clock().now();
    return std::ranges::none_of(
        ranks, [&](Rank const& rank) { return rank.look || rank.next_due <= now; });
}

/// Who waits for the end of all work, or at a stop of what runs, looks again.
void JobQueue::State::notify_if_idle() {
    if (stopping || idle()) idle_signal.notify_all();
}

JobQueue::JobQueue(Server& server) : state_(std::make_shared<State>(server)) {
    state_->kinds.wake = [weak = std::weak_ptr(state_)](StoredJob&& job) {
        if (auto const state = weak.lock()) state->wake(std::move(job));
    };
}

JobQueue::~JobQueue() {
    stop({});
    state_->kinds.wake = nullptr;
}

void JobQueue::start() {
    auto& state = *state_;
    for (auto const* kind : state.kinds.list()) state.names.push_back(kind->name);
    if (state.leased) {
        auto const node = state.server.config().node;
        auto const given_up = state.server.db().write(
            [&](db::Tx& tx) { return give_up_leases_of(tx, node); }, db::Urgency::background);
        if (!given_up) log::failure(log::Level::warning, "jobs.take_over_failed", given_up.error());
    }
    {
        std::lock_guard const lock(state.mutex);
        if (state.started) return;
        state.started = true;
        for (auto const& schedule : state.schedules)
            state.scheduled.push_back({schedule, {}, false});
    }
    constexpr std::size_t stack_bytes = 512 << 10;
    auto& scheduler = state.server.scheduler();
    state.claimer =
        threads::Thread(scheduler, "job-claimer", [&state] { state.run_claims(); }, stack_bytes);
    state.finisher =
        threads::Thread(scheduler, "job-finisher", [&state] { state.run_finishes(); }, stack_bytes);
}

void JobQueue::stop(Duration grace) {
    auto& state = *state_;
    std::unique_lock lock(state.mutex);
    if (!state.started || state.closed) return;
    state.stopping = true;
    auto const waiting = state.index.forget_waiting();
    state.wake_claimer();
    state.idle_signal.notify_all();
    state.idle_signal.wait_until(lock, state.server.clock().now() + grace, [&] {
        return state.index.running() == 0 && state.schedules_running == 0;
    });
    state.closed = true;
    state.finisher_signal.notify_all();
    lock.unlock();
    state.claimer.join();
    state.finisher.join();
    if (!state.leased || waiting.empty()) return;
    auto const given_up = state.server.db().write(
        [&](db::Tx& tx) { return move_leases(tx, waiting, Time{}); }, db::Urgency::background);
    if (!given_up) log::failure(log::Level::warning, "jobs.give_up_failed", given_up.error());
}

void JobQueue::drain() {
    auto& state = *state_;
    std::unique_lock lock(state.mutex);
    if (!state.started) return;
    state.look_everywhere();
    state.wake_claimer();
    state.idle_signal.wait(lock, [&] { return state.stopping || state.idle(); });
}

Result<JobQueue::Figures> JobQueue::figures() const {
    auto& state = *state_;
    TRY(auto const counts, state.server.db().read([](db::Tx& tx) { return count_jobs(tx); }));
    std::lock_guard const lock(state.mutex);
    return Figures{counts.waiting,
                   counts.due,
                   static_cast<std::int64_t>(state.index.running()),
                   counts.dead,
                   state.done_count.value(),
                   state.failed_count.value()};
}

}  // namespace skein
